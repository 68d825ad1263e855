import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';

const module = path.join(import.meta.dirname, 'npm-parent.mjs');
const script = `
  const { onNpmGone } = await import(process.argv[1]);
  const staying = setInterval(() => undefined, 1000);
  onNpmGone(() => {
    process.stdout.write('npm is gone\\n');
    clearInterval(staying);
  });
  process.stdout.write('started\\n');
`;

// npm puts a shell between itself and its script, and hands signals to that shell alone. Windows keeps a parent's id.
test.skipIf(process.platform === 'win32')('a script hears that the npm which started it is gone', async () => {
  const shell = spawn('sh', ['-c', '"$NODE" --input-type=module -e "$SCRIPT" "$MODULE"; exit'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE: process.execPath, SCRIPT: script, MODULE: module, npm_lifecycle_event: 'start' },
  });
  onTestFinished(() => void shell.kill('SIGKILL'));
  const [started] = (await once(shell.stdout, 'data')) as [Buffer];
  expect(started.toString()).toBe('started\n');
  shell.kill('SIGKILL');
  // The end of the pipe is the end of the script: nobody else holds it by now.
  expect(await text(shell.stdout)).toBe('npm is gone\n');
});
