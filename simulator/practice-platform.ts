import type { Clock, Say } from './clock.ts';
import { Fleet } from './fleet/fleet.ts';
import { mqttUrl } from './mqtt/listener.ts';
import { PlainBroker } from './mqtt/plain-broker.ts';
import type { PlatformOptions } from './options.ts';
import { checkRecording } from './replay/recording.ts';
import { Replay } from './replay/replay.ts';
import { WatsonBroker } from './watson/broker.ts';
import { createCredentials, type PracticeCredentials } from './watson/credentials.ts';

/** How to connect to it. */
export interface PracticeInfo {
  readonly mqttUrl: string;
  readonly watson: PracticeCredentials;
  readonly replay?: { readonly mqttUrl: string; readonly firstTopic: string };
}

/** What a successor needs to take its place unnoticed. */
export interface Restart {
  readonly port: number;
  readonly plainPort?: number;
  readonly credentials: PracticeCredentials;
}

export interface PracticePlatform {
  readonly info: PracticeInfo;
  readonly restart: Restart;
  close(): Promise<void>;
}

/** Rejects with a sentence for the user: a port that is taken, a recording that cannot be replayed. */
export const startPracticePlatform = async (
  options: PlatformOptions,
  clock: Clock,
  say: Say,
): Promise<PracticePlatform> => {
  const credentials = options.credentials ?? createCredentials();
  const recording = options.replay === undefined ? undefined : await checkRecording(options.replay.file);

  const watson = await WatsonBroker.start({ port: options.port ?? 0, credentials, clock });
  let plain: PlainBroker | undefined;
  let replay: Replay | undefined;
  if (recording !== undefined && options.replay !== undefined) {
    try {
      plain = await PlainBroker.start(options.plainPort ?? 0);
    } catch (error) {
      await watson.close();
      throw error;
    }
    replay = new Replay(recording, options.replay.speed, plain, clock, say);
  }
  const fleet = new Fleet({ vehicles: options.vehicles, rateHz: options.rate, seed: options.seed }, watson, clock);
  watson.onCommand((command, payload) => {
    fleet.receive(command, payload);
  });

  return {
    info: {
      mqttUrl: mqttUrl(watson.listener),
      watson: credentials,
      ...(plain !== undefined &&
        recording !== undefined && { replay: { mqttUrl: mqttUrl(plain.listener), firstTopic: recording.firstTopic } }),
    },
    restart: {
      port: watson.listener.port,
      ...(plain !== undefined && { plainPort: plain.listener.port }),
      credentials,
    },
    close: async () => {
      fleet.close();
      replay?.close();
      await Promise.all([watson.close(), plain?.close()]);
    },
  };
};
