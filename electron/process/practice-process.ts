import { join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import { practiceStartOptions, type PracticeWishes } from '../../core/hosting/practice-platform.ts';
import { createSupervisedProcess, type SupervisedProcess } from '../../core/hosting/supervised-process.ts';
import type { Log } from '../../core/log.ts';
import type { ElectronApi } from '../electron-api.ts';

export interface PracticeProcessNeeds {
  readonly electron: Pick<ElectronApi, 'utilityProcess'>;
  readonly options: PracticeWishes;
  readonly buildFolder: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The practice platform in a process of its own. Its ports and credentials stay the same when it is started again. */
export const createPracticeProcess = ({
  electron,
  options,
  buildFolder,
  clock,
  log,
}: PracticeProcessNeeds): SupervisedProcess =>
  createSupervisedProcess({
    title: 'The practice platform',
    fork: () =>
      electron.utilityProcess.fork(join(buildFolder, 'practice.js'), [], {
        serviceName: 'Fleetdeck practice platform',
        stdio: 'inherit',
      }),
    startOptions: (restart) => practiceStartOptions(options, restart),
    onReady: () => {
      log.info('practice platform ready');
    },
    onDeath: (reason, restartDelayMs) => {
      log.warn('practice platform ended, starting it again', { reason, restartDelayMs });
    },
    clock,
  });
