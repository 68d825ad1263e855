import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { silentLog } from '../../../core/log.ts';

/**
 * Replaces a ciphertext and ends by SIGKILL before the call to the file system of that number: `<folder> <key> <number>`.
 * What writes is a library's, so the calls are counted where every library makes them.
 */
const [folder = '', key = '', killAt = '0'] = process.argv.slice(2);
let callNumber = 0;
let isCounting = false;
const counted = [
  'openSync',
  'writeSync',
  'writeFileSync',
  'fsyncSync',
  'closeSync',
  'renameSync',
  'chmodSync',
  'unlinkSync',
  'rmSync',
] as const;
for (const name of counted) {
  const original = fs[name] as (...args: unknown[]) => unknown;
  const counting = (...args: unknown[]): unknown => {
    if (isCounting) callNumber += 1;
    if (isCounting && callNumber === Number(killAt)) process.kill(process.pid, 'SIGKILL');
    return original(...args);
  };
  Object.assign(fs, { [name]: counting });
}
syncBuiltinESMExports();

// After the change, so that nobody has taken the functions as they were.
const { openCiphertextStore } = await import('../ciphertext-store.ts');
const store = openCiphertextStore(folder, silentLog, 0);
const former = store.read(key);
if (typeof former === 'string') throw new Error(`The former ciphertext is ${former}.`);
isCounting = true;
store.write({ ...former, data: Buffer.from(former.data).reverse() });
isCounting = false;
process.stdout.write(String(callNumber));
