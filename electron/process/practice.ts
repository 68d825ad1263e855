import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { ManagedConnection } from '../../core/connections/managed-connection.ts';
import type { Log } from '../../core/log.ts';
import { presetForTopic } from '../../core/presets/presets.ts';
import type { ElectronApi } from '../electron-api.ts';
import type { DesktopOptions } from '../options.ts';
import { createSupervisedProcess, type SupervisedProcess } from './supervised-process.ts';

/** What the practice platform says of itself when it is ready; scripts get it by `--json`. */
const practiceSchema = z.object({
  mqttUrl: z.string(),
  watson: z.object({
    org: z.string(),
    apiKey: z.string(),
    apiToken: z.string(),
    device: z.object({ typeId: z.string(), deviceId: z.string(), token: z.string() }),
    restUrl: z.string(),
    /** One for each role. */
    keys: z.record(z.string(), z.object({ apiKey: z.string(), apiToken: z.string() })),
  }),
  iotCentral: z.object({
    restUrl: z.string(),
    applicationId: z.string(),
    tokens: z.object({ administrator: z.string(), builder: z.string(), operator: z.string() }),
    bearerToken: z.string(),
    exportMqttUrl: z.string(),
  }),
  adminKey: z.string(),
  replay: z.object({ mqttUrl: z.string(), firstTopic: z.string() }).optional(),
});
export type PracticeInfo = z.infer<typeof practiceSchema>;

export interface PracticeNeeds {
  readonly electron: Pick<ElectronApi, 'utilityProcess'>;
  readonly options: Pick<DesktopOptions, 'replay' | 'vehicles'>;
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
}: PracticeNeeds): SupervisedProcess =>
  createSupervisedProcess({
    title: 'practice platform',
    fork: () =>
      electron.utilityProcess.fork(join(buildFolder, 'practice.js'), [], {
        serviceName: 'Fleetdeck practice platform',
        stdio: 'inherit',
      }),
    startOptions: (restart) => ({
      vehicles: options.vehicles,
      rate: 1,
      seed: 1,
      ...(options.replay === undefined ? {} : { replay: options.replay }),
      ...(typeof restart === 'object' && restart !== null ? restart : {}),
    }),
    clock,
    log,
  });

/** @throws when the answer is not that of a practice platform. */
export const readPractice = (answer: Readonly<Record<string, unknown>>): PracticeInfo =>
  practiceSchema.parse(answer.practice);

export const practiceConnections = (
  { mqttUrl, watson, replay }: PracticeInfo,
  options: Pick<DesktopOptions, 'replay'>,
): readonly ManagedConnection[] => {
  const practice: ManagedConnection = {
    id: 'practice',
    name: 'Practice fleet',
    presetId: 'practice',
    url: mqttUrl,
    username: watson.apiKey,
    password: watson.apiToken,
  };
  if (replay === undefined) return [practice];
  return [
    practice,
    {
      id: 'replay',
      name: `Replay: ${basename(options.replay?.file ?? '')}`,
      presetId: presetForTopic(replay.firstTopic),
      url: replay.mqttUrl,
    },
  ];
};
