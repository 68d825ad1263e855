// `npm run bridge`: IoT Central's webhook export in, MQTT out, on the pinned Node, whatever Node the machine has.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled } from './install.mjs';
import { pinnedEnvironment, pinnedNode, projectRoot } from './project.mjs';

const say = (/** @type {string} */ line) => {
  process.stderr.write(`${line}\n`);
};

/** @returns {Promise<number>} the exit code */
const runBridge = () =>
  new Promise((resolve) => {
    // In the folder the command was typed in, so that the path of a file means what its writer meant.
    const child = spawn(pinnedNode, [path.join(projectRoot, 'bridge', 'main.ts'), ...process.argv.slice(2)], {
      cwd: process.env.INIT_CWD ?? process.cwd(),
      env: pinnedEnvironment(),
      stdio: 'inherit',
    });
    // A Ctrl-C reaches the child from the terminal; a signal sent to this process alone is passed on.
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => child.kill('SIGTERM'));
    }
    child.on('error', (error) => {
      say(`The bridge could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => {
      resolve(code ?? 0);
    });
  });

process.exitCode = (await ensureInstalled(say)) ? await runBridge() : 1;
