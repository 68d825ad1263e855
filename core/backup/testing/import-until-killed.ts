import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openSettingsFile } from '../../data-folder/settings-file.ts';
import { beginCounting } from '../../data-folder/testing/begin-counting.ts';
import { silentLog } from '../../log.ts';
import { createKeyringInFolder } from '../../vault/testing/keyring-double.ts';
import { openTestVault } from '../../vault/testing/vault-fixture.ts';
import { createBackup } from '../backup.ts';
import { passphrase, valueOf } from './backup-fixture.ts';
import type { Interruptible } from './interrupted.ts';

/** Settings and vault as the browser host has them. */
export const openMachine = async (folder: string): Promise<Interruptible> => ({
  settings: openSettingsFile(folder, silentLog, 0),
  vault: await openTestVault({
    folder: path.join(folder, 'vault'),
    openKeyring: createKeyringInFolder(path.join(folder, '..', `${path.basename(folder)}-keyring`)),
  }),
});

/** Imports `backup.age` of the folder named into it, taking everything, unless it is killed in what it changes. */
const [folder] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) {
  const backup = createBackup({
    ...(await openMachine(folder)),
    clock: { now: () => Date.now(), after: () => () => undefined },
    log: silentLog,
    managedIds: () => [],
    onImported: () => undefined,
  });
  const preview = valueOf(await backup.preview(readFileSync(`${folder}/backup.age`, 'utf8'), passphrase));
  const connections = Object.fromEntries(preview.connections.map(({ id }) => [id, 'take'] as const));
  beginCounting();
  valueOf(await backup.apply(preview.previewId, { connections, preferences: 'take', managed: 'take' }));
}
