// `npm start`: runs on whatever Node the machine has, brings everything else, and hands over to the pinned one.
import { fork } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { onNpmGone } from './npm-parent.mjs';
import { pinnedEnvironment, pinnedNode, projectRoot } from './project.mjs';
import { parseStartOptions, startHelp } from './start-options.mjs';

const say = (/** @type {string} */ line) => {
  process.stderr.write(`${line}\n`);
};

/** @param {string} file */
const replayProblem = (file) => {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return `The recording ${file} is not there.`;
  if (!stats.isFile()) return `The recording ${file} is not a file.`;
  if (stats.size === 0) return `The recording ${file} is empty.`;
  return undefined;
};

const main = async () => {
  const parsed = parseStartOptions(process.argv.slice(2));
  if (parsed.kind === 'help') {
    process.stdout.write(startHelp);
    return 0;
  }
  if (parsed.kind === 'problem') {
    say(parsed.message);
    return 2;
  }
  const { options } = parsed;
  if (options.replay !== undefined) {
    options.replay = path.resolve(process.env.INIT_CWD ?? process.cwd(), options.replay);
    const wrong = replayProblem(options.replay);
    if (wrong !== undefined) {
      say(wrong);
      return 2;
    }
  }
  if (options.home !== undefined) options.home = path.resolve(process.env.INIT_CWD ?? process.cwd(), options.home);

  if (!(await ensureInstalled(say))) return 1;
  if (!(await ensureBuilt('window', say))) return 1;
  return await handOver(options);
};

/** @param {import('./start-options.mjs').StartOptions} options @returns {Promise<number>} the exit code */
const handOver = (options) =>
  new Promise((resolve) => {
    const child = fork(path.join(projectRoot, 'scripts', 'launch.ts'), [], {
      cwd: projectRoot,
      execPath: pinnedNode,
      execArgv: [],
      env: pinnedEnvironment(),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.send(options);
    // In a terminal Ctrl-C reaches the child too; a signal sent to this process alone is passed on.
    let isEnding = false;
    const end = () => {
      isEnding = true;
      if (child.connected) child.disconnect();
    };
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, end);
    onNpmGone(end);
    child.on('error', (error) => {
      say(`Fleetdeck could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => {
      resolve(isEnding ? 0 : (code ?? 1));
    });
  });

process.exitCode = await main();
