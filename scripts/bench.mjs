// `npm run bench`: brings what the benchmarks need, then runs them on the pinned Node.
import { spawn } from 'node:child_process';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { pinnedEnvironment, pinnedNode, projectRoot } from './project.mjs';
import { ensureChromium } from './test-tools.mjs';

const say = (/** @type {string} */ line) => {
  process.stderr.write(`${line}\n`);
};

/** @returns {Promise<number>} the exit code */
const main = async () => {
  if (!(await ensureInstalled(say)) || !(await ensureBuilt('window', say))) return 1;
  const chromium = await ensureChromium(say);
  if (chromium === undefined) {
    say('The benchmarks need Chromium, and none could be installed.');
    return 1;
  }
  const child = spawn(pinnedNode, ['test/bench/main.ts', ...process.argv.slice(2)], {
    cwd: projectRoot,
    env: { ...pinnedEnvironment(), FLEETDECK_CHROMIUM: chromium },
    stdio: 'inherit',
  });
  return await new Promise((resolve) => {
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
};

process.exitCode = await main();
