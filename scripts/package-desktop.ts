// The second half of `npm run dist`: Electron's program, then electron-builder for the system that this runs on.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { electronExecutable, isElectronInstalled, tryInstallElectron } from './electron-binary.ts';
import { projectRoot } from './project.mjs';

const downloadWithinMs = 600_000;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** The folder with the unpacked program: on macOS it holds the whole bundle, in which the program lies deeper. */
const electronFolder = (): string => {
  const program = electronExecutable();
  const bundle = program.indexOf('Electron.app');
  return bundle < 0 ? path.dirname(program) : program.slice(0, bundle);
};

const runElectronBuilder = (args: readonly string[]): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [path.join('node_modules', 'electron-builder', 'cli.js'), '--publish', 'never', ...args],
      { cwd: projectRoot, stdio: 'inherit' },
    );
    child.once('error', () => {
      resolve(1);
    });
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });

const main = async (args: readonly string[]): Promise<number> => {
  if (!isElectronInstalled()) {
    say('Fetching Electron (once) …');
    if (!(await tryInstallElectron(downloadWithinMs))) {
      say("An installer holds Electron's program, and that could not be downloaded: is github.com within reach?");
      say('Behind a mirror, set ELECTRON_MIRROR; with a copy at hand, set ELECTRON_OVERRIDE_DIST_PATH to its folder.');
      return 1;
    }
  }
  const code = await runElectronBuilder([`--config.electronDist=${electronFolder()}`, ...args]);
  say(code === 0 ? 'The installers are in release/.' : 'Packaging failed; electron-builder says above why.');
  return code;
};

process.exitCode = await main(process.argv.slice(2));
