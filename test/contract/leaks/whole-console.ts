import { fork, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../core/clock.ts';
import {
  practiceConnections,
  practiceStartOptions,
  readPractice,
  type PracticeInfo,
} from '../../../core/hosting/practice-platform.ts';
import { createSupervisedProcess } from '../../../core/hosting/supervised-process.ts';
import { asChild } from '../../../scripts/child-process.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Has the console fail with an error that nobody catches, in words of the test's choice. */
const failure = `process.on('message', ({ type, words }) => { if (type === 'fail') throw new Error(words); });`;

export interface WholeConsole {
  readonly home: string;
  readonly url: string;
  readonly practice: PracticeInfo;
  /** All that any of its processes has written on standard output and standard error. */
  readonly output: () => string;
  /** Ends the console's process at once, as `kill -9`; resolves when its successor is ready. */
  kill(): Promise<void>;
  /** As above, by an error with these words. */
  fail(words: string): Promise<void>;
  /** Ends the processes and leaves the files. */
  end(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * The console and its practice platform in processes of their own, under the supervision that `npm start` gives them, with
 * the log in full. The window's page is a plain one: this is about what the processes do.
 */
export const startWholeConsole = async (): Promise<WholeConsole> => {
  const folder = await mkdtemp(join(tmpdir(), 'fleetdeck-leaks-'));
  const home = join(folder, 'home');
  const rendererDir = join(folder, 'renderer');
  await mkdir(rendererDir);
  await writeFile(join(rendererDir, 'index.html'), '<!doctype html><title>Fleetdeck</title>');
  let output = '';
  let console: ChildProcess | undefined;

  const forkEntry = (entry: string, execArgv: readonly string[] = []): ChildProcess => {
    const child = fork(join(root, entry), [], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      execArgv: [...execArgv],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (output += String(part)));
    return child;
  };

  const wishes = { vehicles: 6, replay: undefined };
  const platform = createSupervisedProcess({
    title: 'The practice platform',
    fork: () => asChild(forkEntry('simulator/main.ts')),
    startOptions: (restart) => practiceStartOptions(wishes, restart),
    clock: systemClock,
  });
  const practice = readPractice(await platform.start());

  let onReady = (): void => undefined;
  const web = createSupervisedProcess({
    title: 'The console',
    fork: () => {
      console = forkEntry('web/main.ts', ['--import', `data:text/javascript,${encodeURIComponent(failure)}`]);
      return asChild(console);
    },
    startOptions: (restart) => ({
      ...{ homeDir: home, rendererDir, isKeyringWanted: false, logLevel: 'debug' },
      managedConnections: practiceConnections(practice, wishes),
      ...(restart === undefined ? {} : { restart }),
    }),
    onReady: () => {
      onReady();
    },
    clock: systemClock,
  });
  const { url } = await web.start();
  const successor = (): Promise<void> =>
    new Promise((resolve) => {
      onReady = resolve;
    });

  return {
    home,
    practice,
    url: String(url),
    output: () => output,
    kill: async () => {
      const ready = successor();
      console?.kill('SIGKILL');
      await ready;
    },
    fail: async (words) => {
      const ready = successor();
      console?.send({ type: 'fail', words });
      await ready;
    },
    end: async () => {
      await Promise.all([web.end(), platform.end()]);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
