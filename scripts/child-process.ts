import { fork, type ChildProcess } from 'node:child_process';
import type { ChildApi } from '../core/hosting/supervised-process.ts';
import { projectRoot } from './project.mjs';

const endWithinMs = 4000;

/** Runs a source file, named from the project's root, in a process of its own that ends when its channel is closed. */
export const forkEntry = (entry: string): ChildApi =>
  asChild(
    fork(entry, [], {
      cwd: projectRoot,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    }),
  );

/** A process of Node as its supervisor sees it. */
export const asChild = (child: ChildProcess): ChildApi => {
  const onExit = (listener: (reason: number | string) => void): void => {
    child.once('exit', (code, signal) => {
      listener(signal ?? code ?? 'no exit code');
    });
    child.once('error', (error) => {
      // One that could not be started at all has no exit.
      if (child.pid === undefined) listener(error.message);
    });
  };
  return {
    on: (...[event, listener]: ListenerOf) => {
      if (event === 'exit') onExit(listener);
      else child.on('message', listener);
    },
    postMessage: (message) => {
      if (child.connected) child.send(message);
    },
    kill: () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
      child.once('exit', () => {
        clearTimeout(timer);
      });
      if (child.connected) child.disconnect();
      else child.kill('SIGTERM');
    },
  };
};

type ListenerOf =
  | [event: 'exit', listener: (reason: number | string) => void]
  | [event: 'message', listener: (message: unknown) => void];
