import type { Clock, Say } from './clock.ts';
import { Fleet } from './fleet/fleet.ts';
import type { RestPlatform } from './http/fault.ts';
import { FaultPlan } from './http/fault-plan.ts';
import { mqttUrl } from './mqtt/listener.ts';
import { PlainBroker } from './mqtt/plain-broker.ts';
import type { PlatformOptions } from './options.ts';
import { checkRecording } from './replay/recording.ts';
import { Replay } from './replay/replay.ts';
import { startWatson } from './watson-rest/platform.ts';
import { createCredentials, createToken, type PracticeCredentials } from './watson/credentials.ts';

/** How to connect to it. */
export interface PracticeInfo {
  readonly mqttUrl: string;
  readonly watson: PracticeCredentials & { readonly restUrl: string };
  readonly replay?: { readonly mqttUrl: string; readonly firstTopic: string };
}

/** What a successor needs to take its place unnoticed. */
export interface Restart {
  readonly port: number;
  readonly plainPort?: number;
  readonly watsonRestPort: number;
  readonly adminKey: string;
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

  const adminKey = options.adminKey ?? createToken();
  const latencyMs = options.latency ?? 0;
  const faultsOf = (platform: RestPlatform): FaultPlan =>
    new FaultPlan(
      (options.faults ?? []).filter((planned) => (planned.platform ?? platform) === platform).map(({ fault }) => fault),
    );

  const watson = await startWatson({
    ...{ port: options.port ?? 0, restPort: options.watsonRestPort ?? 0, credentials, clock, latencyMs, adminKey },
    faults: faultsOf('watson'),
  });
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
  const { vehicles, rate, seed } = options;
  const fleet = new Fleet({ vehicles, rateHz: rate, seed }, watson.uplink, clock);
  watson.serve(fleet);

  return {
    info: {
      mqttUrl: mqttUrl(watson.broker.listener),
      watson: { ...credentials, restUrl: watson.restUrl },
      ...(plain !== undefined &&
        recording !== undefined && { replay: { mqttUrl: mqttUrl(plain.listener), firstTopic: recording.firstTopic } }),
    },
    restart: {
      port: watson.broker.listener.port,
      ...(plain !== undefined && { plainPort: plain.listener.port }),
      watsonRestPort: watson.restPort,
      adminKey,
      credentials,
    },
    close: async () => {
      fleet.close();
      replay?.close();
      await Promise.all([watson.close(), plain?.close()]);
    },
  };
};
