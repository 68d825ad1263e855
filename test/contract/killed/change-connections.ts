import path from 'node:path';
import { openSettingsFile } from '../../../core/data-folder/settings-file.ts';
import { beginCounting } from '../../../core/data-folder/testing/begin-counting.ts';
import { silentLog } from '../../../core/log.ts';
import { createKeyringInFolder } from '../../../core/vault/testing/keyring-double.ts';
import { openTestVault } from '../../../core/vault/testing/vault-fixture.ts';
import { createEngineFixture, plainSettings, type EngineFixture } from '../../support/engine-fixture.ts';

export const secrets = {
  former: 'password-for-the-former-host',
  next: 'password-for-the-next-host',
  added: 'password-of-the-added-one',
};
export const hosts = { former: 'mqtt://127.0.0.1:9', next: 'mqtt://127.0.0.2:9' };

/** The whole console on a data folder, as the browser host has it. */
export const openConsole = async (folder: string): Promise<EngineFixture> =>
  createEngineFixture({
    dataDir: folder,
    vault: await openTestVault({
      folder: path.join(folder, 'vault'),
      openKeyring: createKeyringInFolder(`${folder}-keyring`),
    }),
    settings: openSettingsFile(folder, silentLog, 0),
    random: () => 0,
  });

const settings = (name: string, url: string) => plainSettings(url, { name, username: 'dispatcher' });

export const addDepot = (fixture: EngineFixture) =>
  fixture.call('connections.save', {
    settings: settings('Depot', hosts.former),
    secrets: { password: secrets.former },
  });

/** `<folder>`, with the depot's connection in it: takes it to another host, adds one, and removes the depot's. */
const [folder] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) {
  const fixture = await openConsole(folder);
  const depot = (await fixture.until('connections', {}, () => true)).at(-1)?.connections[0];
  if (depot === undefined) throw new Error('The connection of the depot is not there.');
  beginCounting();
  await fixture.call('connections.save', {
    id: depot.id,
    settings: settings('Depot', hosts.next),
    secrets: { password: secrets.next },
  });
  process.stdout.write('moved\n');
  await fixture.call('connections.save', {
    settings: settings('Yard', hosts.next),
    secrets: { password: secrets.added },
  });
  process.stdout.write('added\n');
  await fixture.call('connections.remove', { id: depot.id });
  process.stdout.write('removed\n');
  process.exit(0);
}
