import { openSettingsFile } from '../../data-folder/settings-file.ts';
import { silentLog } from '../../log.ts';
import { openAudit } from '../audit.ts';
import { settingsAnchor } from '../anchor.ts';

/**
 * Appends to the audit log in the folder named first, says each sequence once its row is written, and kills itself
 * without warning in the append named third, at the step named second.
 */
const [folder = '', step = '', deadlyText = '1'] = process.argv.slice(2);
const deadly = Number(deadlyText);
let appends = 0;

const dieAt = (here: string): void => {
  if (here === step && appends === deadly) process.kill(process.pid, 'SIGKILL');
};

const anchor = settingsAnchor(openSettingsFile(folder, silentLog, Date.now()));
const audit = openAudit({
  file: `${folder}/audit.sqlite`,
  clock: {
    // Read while the transaction is open.
    now: () => {
      dieAt('in-transaction');
      return Date.now();
    },
    after: () => () => undefined,
  },
  log: silentLog,
  user: 'dispatcher',
  anchor: {
    read: () => anchor.read(),
    write: (next) => {
      dieAt('before-anchor');
      anchor.write(next);
      dieAt('after-anchor');
    },
  },
});

while (appends < deadly) {
  appends++;
  const entry = audit.append({ kind: 'command', action: 'command.send', target: 'VAN-1', outcome: 'started' });
  process.stdout.write(`${String(entry.sequence)}\n`);
}
