import { spawn } from 'node:child_process';
import { ensureBuilt } from './build.mjs';
import { electronExecutable } from './electron-binary.ts';
import { projectRoot } from './project.mjs';
import type { StartOptions } from './start-options.mjs';

/** Starts the desktop app, which runs the practice platform itself. Resolves with the way to end it. */
export const launchDesktop = async (
  options: StartOptions,
  homeDir: string,
  onExit: () => void,
): Promise<() => Promise<void>> => {
  const isBuilt = await ensureBuilt('desktop', (line) => process.stderr.write(`${line}\n`));
  if (!isBuilt) throw new Error('The desktop app could not be built.');
  const args = [
    projectRoot,
    '--home',
    homeDir,
    '--vehicles',
    String(options.vehicles),
    ...(options.replay === undefined ? [] : ['--replay', options.replay, '--speed', String(options.speed)]),
    ...(options.open ? [] : ['--no-open']),
    ...(options.verbose ? ['--verbose'] : []),
    ...(options.json ? ['--json'] : []),
  ];
  const child = spawn(electronExecutable(), args, { cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'] });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  void exited.then(onExit);
  return async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  };
};
