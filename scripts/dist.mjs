// `npm run dist`: brings what packaging needs, then makes the installers of this system on the pinned Node.
// Options after `--` go to electron-builder, such as `-- --dir` for a folder without an installer.
import { spawn } from 'node:child_process';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { pinnedEnvironment, pinnedNode, projectRoot } from './project.mjs';

const say = (/** @type {string} */ line) => {
  process.stderr.write(`${line}\n`);
};

/** @returns {Promise<number>} the exit code */
const main = async () => {
  if (!(await ensureInstalled(say))) return 1;
  for (const target of /** @type {const} */ (['window', 'desktop'])) if (!(await ensureBuilt(target, say))) return 1;
  const child = spawn(pinnedNode, ['scripts/package-desktop.ts', ...process.argv.slice(2)], {
    cwd: projectRoot,
    env: pinnedEnvironment(),
    stdio: 'inherit',
  });
  return await new Promise((resolve) => {
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
};

process.exitCode = await main();
