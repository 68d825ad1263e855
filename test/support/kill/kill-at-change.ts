import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Death {
  /** The folder whose changes are counted. */
  readonly under: string;
  /** Counted from one. */
  readonly atStep: number;
  /** A path where nothing is: `beginCounting` makes a folder there when what the child is to be killed in begins. */
  readonly from: string;
}

/** @returns what a child's environment needs, so that it ends by SIGKILL at that step of what it changes. */
export type Killer = (death: Death) => Readonly<Record<string, string>>;

/**
 * Kills a process in the middle of its system calls, those of SQLite among them: `kill-at-change.c` says what a step is.
 *
 * @returns undefined where it cannot be had: it needs Linux and a C compiler.
 */
export const prepareKiller = (folder: string): Killer | undefined => {
  if (process.platform !== 'linux') return undefined;
  const source = fileURLToPath(new URL('kill-at-change.c', import.meta.url));
  const library = join(folder, 'kill-at-change.so');
  const compiled = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  if (compiled.status !== 0) return undefined;
  return ({ under, atStep, from }) => ({
    LD_PRELOAD: library,
    KILL_UNDER: under,
    KILL_AT: String(atStep),
    KILL_FROM: from,
  });
};
