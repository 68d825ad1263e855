import { openSettingsFile } from '../../data-folder/settings-file.ts';
import { beginCounting } from '../../data-folder/testing/begin-counting.ts';
import { silentLog } from '../../log.ts';
import { openAudit } from '../audit.ts';
import { settingsAnchor } from '../anchor.ts';

/**
 * Opens the audit log in the folder named first, or begins it, and appends so often as is named third; says each sequence
 * once its row is written. Kills itself without warning in the last append, at the step named second, or is killed.
 */
const [folder = '', step = '', deadlyText = '1'] = process.argv.slice(2);
const deadly = Number(deadlyText);
let appends = 0;

const dieAt = (here: string): void => {
  if (here === step && appends === deadly) process.kill(process.pid, 'SIGKILL');
};

beginCounting();
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
audit.close();
