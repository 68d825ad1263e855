import path from 'node:path';
import { presetForTopic } from '../core/presets/presets.ts';
import type { StartOptions } from './start-options.mjs';
import { SupervisedProcess, type ChildMessage } from './supervised-process.ts';

export interface PracticeInfo {
  readonly mqttUrl: string;
  readonly watson: {
    readonly org: string;
    readonly apiKey: string;
    readonly apiToken: string;
    readonly device: { readonly typeId: string; readonly deviceId: string; readonly token: string };
    readonly restUrl: string;
    /** One for each role. */
    readonly keys: Readonly<Record<string, { readonly apiKey: string; readonly apiToken: string }>>;
  };
  readonly iotCentral: {
    readonly restUrl: string;
    readonly applicationId: string;
    readonly tokens: Readonly<Record<'administrator' | 'builder' | 'operator', string>>;
    readonly bearerToken: string;
    readonly exportMqttUrl: string;
  };
  readonly adminKey: string;
  readonly replay?: { readonly mqttUrl: string; readonly firstTopic: string };
}

export const practiceProcess = (options: StartOptions, say: (line: string) => void): SupervisedProcess =>
  new SupervisedProcess({
    title: 'The practice platform',
    entry: path.join('simulator', 'main.ts'),
    startOptions: (restart) => ({
      vehicles: options.vehicles,
      rate: 1,
      seed: 1,
      ...(options.replay === undefined ? {} : { replay: { file: options.replay, speed: options.speed } }),
      ...(isRecord(restart) ? restart : {}),
    }),
    say,
  });

export const readPractice = (message: ChildMessage & { type: 'ready' }): PracticeInfo =>
  // Both ends are ours and start together; the shape is held by the tests that run them.
  message.practice as PracticeInfo;

export const practiceConnection = (info: PracticeInfo) => ({
  id: 'practice',
  name: 'Practice fleet',
  presetId: 'practice' as const,
  url: info.mqttUrl,
  username: info.watson.apiKey,
  password: info.watson.apiToken,
});

export const replayConnection = (replay: { mqttUrl: string; firstTopic: string }, options: StartOptions) => ({
  id: 'replay',
  name: `Replay: ${path.basename(options.replay ?? '')}`,
  presetId: presetForTopic(replay.firstTopic),
  url: replay.mqttUrl,
});

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
