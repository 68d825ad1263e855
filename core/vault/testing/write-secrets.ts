import { once } from 'node:events';
import { createKeyringInFolder } from './keyring-double.ts';
import { openTestVault } from './vault-fixture.ts';

/** One of several processes that write in the same vault at once: `<folder> <keyring folder> <name> <count>`. */
const [folder = '', keyringFolder = '', name = '', count = '0'] = process.argv.slice(2);
// A listener keeps the process alive while it waits for the other one's lock; timers do not.
process.on('message', () => undefined);
const go = once(process, 'message');
const vault = await openTestVault({ folder, openKeyring: createKeyringInFolder(keyringFolder) });
process.send?.('ready');
await go;
for (let index = 0; index < Number(count); index += 1) {
  await vault.save(`${name}/${String(index)}`, `${name} ${String(index)}`);
  await vault.save('shared', name.repeat(1000));
}
process.disconnect();
