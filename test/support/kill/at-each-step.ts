import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Killer } from './kill-at-change.ts';

export interface Program {
  /** Run as `node <script> <folder> <args…>`, with a folder of its own for each run. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Made anew; holds the folders of the runs, and what Node keeps compiled. */
  readonly home: string;
  readonly killer: Killer;
  /** Fills a folder before its run. */
  readonly prepare?: (folder: string) => Promise<void>;
  /** Every so-manieth step only, where all of them take too long. */
  readonly stride?: number;
}

export interface Killed {
  readonly folder: string;
  readonly step: number;
  /** The lines that it had written to its standard output. */
  readonly said: readonly string[];
}

/** Processes at once. */
const breadth = 2;

/**
 * Runs a program over and over, and kills it one step of what it changes later each time, until it comes to its end by
 * itself; that run is looked at, too.
 *
 * @returns the number of steps.
 */
export const killAtEachStep = async (
  { script, args = [], home, killer, prepare, stride = 1 }: Program,
  look: (killed: Killed) => Promise<void>,
): Promise<number> => {
  const lanes = Array.from({ length: breadth }, async (_none, lane) => {
    for (let step = 1 + lane * stride; ; step += breadth * stride) {
      const folder = path.join(home, `step-${String(step)}`);
      mkdirSync(folder);
      await prepare?.(folder);
      const env = {
        ...process.env,
        NODE_COMPILE_CACHE: path.join(home, 'compiled'),
        ...killer({ under: folder, atStep: step, from: `${folder}-begun` }),
      };
      const child = spawn(process.execPath, [script, folder, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env });
      const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
      const isEnded = child.exitCode === 0;
      if (!isEnded && child.signalCode !== 'SIGKILL') throw new Error(`${script} failed at step ${String(step)}.`);
      await look({ folder, step, said: output.split('\n').filter((line) => line !== '') });
      if (isEnded) return step - 1;
    }
  });
  return Math.min(...(await Promise.all(lanes)));
};
