import path from 'node:path';
import { systemClock } from '../core/clock.ts';
import { practiceStartOptions, type PracticeWishes } from '../core/hosting/practice-platform.ts';
import { createSupervisedProcess, type SupervisedProcess } from '../core/hosting/supervised-process.ts';
import { forkEntry } from './child-process.ts';
import type { StartOptions } from './start-options.mjs';

export const practiceWishes = ({ vehicles, replay, speed }: StartOptions): PracticeWishes => ({
  vehicles,
  replay: replay === undefined ? undefined : { file: replay, speed },
});

export const practiceProcess = (wishes: PracticeWishes, say: (line: string) => void): SupervisedProcess =>
  createSupervisedProcess({
    title: 'The practice platform',
    fork: () => forkEntry(path.join('simulator', 'main.ts')),
    startOptions: (restart) => practiceStartOptions(wishes, restart),
    onDeath: (reason) => {
      say(`The practice platform ended (${reason}); it is started again.`);
    },
    clock: systemClock,
  });
