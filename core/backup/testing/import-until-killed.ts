import { readFileSync } from 'node:fs';
import { openSettingsFile } from '../../data-folder/settings-file.ts';
import { silentLog } from '../../log.ts';
import { createBackup } from '../backup.ts';
import { passphrase, valueOf } from './backup-fixture.ts';
import { openFileVault } from './file-vault.ts';
import { withSteps } from './interrupted.ts';

/** Imports `backup.age` of the folder named first into it, taking everything, and kills itself without warning at the step named second. */
const [folder = '', deadlyStep = ''] = process.argv.slice(2);
const { settings, vault } = withSteps(
  { settings: openSettingsFile(folder, silentLog, Date.now()), vault: openFileVault(`${folder}/vault.json`) },
  (step) => {
    if (step === Number(deadlyStep)) process.kill(process.pid, 'SIGKILL');
  },
);
const backup = createBackup({
  settings,
  vault,
  clock: { now: () => Date.now(), after: () => () => undefined },
  log: silentLog,
  managedIds: () => [],
  onImported: () => undefined,
});
const preview = valueOf(await backup.preview(readFileSync(`${folder}/backup.age`, 'utf8'), passphrase));
const connections = Object.fromEntries(preview.connections.map(({ id }) => [id, 'take'] as const));
valueOf(await backup.apply(preview.previewId, { connections, preferences: 'take', managed: 'take' }));
