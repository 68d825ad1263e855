import { silentLog } from '../../../core/log.ts';
import { openCiphertextStore } from '../ciphertext-store.ts';

/** One of several processes that write in the same folder at once: `<folder> <name> <count>`. */
const [folder = '', name = '', count = '0'] = process.argv.slice(2);
const store = openCiphertextStore(folder, silentLog, 0);
process.once('message', () => {
  for (let index = 0; index < Number(count); index += 1) {
    store.write({ key: `${name}/${String(index)}`, backend: name, data: Buffer.from('sealed'), createdAtMs: index });
    store.write({ key: 'shared', backend: name, data: Buffer.from(name.repeat(500)), createdAtMs: index });
  }
  process.disconnect();
});
process.send?.('ready');
