import { silentLog } from '../../../core/log.ts';
import { openCiphertextStore } from '../ciphertext-store.ts';

/** Opens the store and ends by SIGKILL at the step of that number: `<folder> <step>`. Tells each step that it came to. */
const [folder = '', killAt = '0'] = process.argv.slice(2);
let stepNumber = 0;
openCiphertextStore(folder, silentLog, 0, () => {
  stepNumber += 1;
  if (stepNumber === Number(killAt)) process.kill(process.pid, 'SIGKILL');
});
process.stdout.write(String(stepNumber));
