import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled } from './install.mjs';
import { onNpmGone } from './npm-parent.mjs';
import { pinnedEnvironment, pinnedNode, projectRoot } from './project.mjs';

const say = (/** @type {string} */ line) => {
  process.stderr.write(`${line}\n`);
};

/**
 * Runs one of the project's programs with this command's own arguments, on the pinned Node, whatever Node the machine
 * has. Everything it needs is installed first.
 *
 * @param {string} entry its source file, from the project's root
 * @param {string} title for the user, at the beginning of a sentence
 * @returns {Promise<number>} the exit code
 */
export const runEntry = async (entry, title) => {
  if (!(await ensureInstalled(say))) return 1;
  return await new Promise((resolve) => {
    // In the folder the command was typed in, so that the path of a file means what its writer meant.
    const child = spawn(pinnedNode, [path.join(projectRoot, entry), ...process.argv.slice(2)], {
      cwd: process.env.INIT_CWD ?? process.cwd(),
      env: pinnedEnvironment(),
      stdio: 'inherit',
    });
    // A Ctrl-C reaches the child from the terminal; a signal sent to this process alone is passed on.
    const end = () => {
      child.kill('SIGTERM');
    };
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, end);
    onNpmGone(end);
    child.on('error', (error) => {
      say(`${title} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => {
      resolve(code ?? 0);
    });
  });
};
