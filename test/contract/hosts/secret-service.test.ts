import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const entry = fileURLToPath(new URL('../../support/secret-service.ts', import.meta.url));

const isThere = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Both are Debian packages; a desktop has them. */
const isPossible = ['dbus-run-session', 'gnome-keyring-daemon'].every(isThere);

it.skipIf(!isPossible)('a vault keeps its key in a real GNOME Keyring, and waits for one that is locked', async () => {
  const home = await mkdtemp(join(tmpdir(), 'fleetdeck-keyring-'));
  try {
    const env = { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: join(home, 'data') };
    const args = ['--', process.execPath, entry, join(home, 'vault')];
    const { stdout } = await promisify(execFile)('dbus-run-session', args, { env, timeout: 15_000 });
    expect(JSON.parse(stdout)).toEqual({
      without: 'memory',
      with: 'os-keyring',
      saved: 'saved',
      isRead: true,
      whileLocked: { status: 'locked' },
      isReadAgain: true,
      moved: { isDone: true, value: { movedCount: 1, leftBehind: [] } },
    });
  } finally {
    await rm(home, { recursive: true });
  }
});
