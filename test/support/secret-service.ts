import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '../../core/clock.ts';
import { silentLog } from '../../core/log.ts';
import { openFolderVault } from '../../core/vault/folder-vault.ts';
import { createKeyringOpener } from '../../web/os-keyring.ts';

/**
 * Runs inside a message bus of its own, with a home of its own, so that no real keyring is touched: `<vault folder>`.
 * Prints what a vault says of GNOME Keyring when it is not there, open, and locked.
 */
const [folder = ''] = process.argv.slice(2);
const secret = 'x'.repeat(5000);

const open = () => openFolderVault({ folder, openKeyring: createKeyringOpener(), clock: systemClock, log: silentLog });

/** It says nothing when it is ready; the message bus knows it from then on. */
const untilThere = async (): Promise<void> => {
  while (!(await createKeyringOpener()()).isUsable) await setTimeout(20);
};

const startDaemon = async (isUnlocked: boolean) => {
  const mode = isUnlocked ? ['--unlock'] : [];
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...mode], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin.end('password-of-this-test');
  await untilThere();
  return async () => {
    const ended = once(daemon, 'exit');
    daemon.kill();
    await ended;
  };
};

const without = (await open()).info();
let stop = await startDaemon(true);
const first = await open();
const saved = await first.save('a', secret);
const answer = await (await open()).read('a');
await stop();
stop = await startDaemon(false);
const locked = await open();
const whileLocked = await locked.read('a');
await stop();
stop = await startDaemon(true);
const again = await locked.read('a');
const moved = await locked.management.migrateTo('passphrase', { passphrase: 'four words of no sense' });
await stop();

process.stdout.write(
  JSON.stringify({
    without: without.backend,
    with: first.info().backend,
    saved,
    isRead: answer.status === 'ok' && answer.secret === secret,
    whileLocked,
    isReadAgain: again.status === 'ok' && again.secret === secret,
    moved,
  }),
);
