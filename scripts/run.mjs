import { spawn } from 'node:child_process';
import { pinnedEnvironment, pinnedNode, projectRoot } from './project.mjs';

/**
 * Runs a command to its end. Its output goes to this process's stderr, so that stdout stays for what was asked for.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>} the exit code (1 for a signal or a command that is not there) and what it printed where `quiet`
 */
export const run = (command, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: projectRoot,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    let output = '';
    const take = (/** @type {Buffer} */ chunk) => {
      if (options.quiet === true) output += chunk.toString();
      else process.stderr.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => {
      resolve({ code: 1, output: `${output}${error.message}\n` });
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });

/**
 * The same on the pinned Node.
 *
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 */
export const runPinned = (args, options = {}) =>
  run(pinnedNode, args, { ...options, env: { ...pinnedEnvironment(), ...options.env } });
