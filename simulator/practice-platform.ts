import type { Clock, Say } from './clock.ts';
import { fanOut } from './fleet/fan-out.ts';
import { Fleet } from './fleet/fleet.ts';
import { drawRoster } from './fleet/roster.ts';
import type { RestPlatform } from './http/fault.ts';
import { FaultPlan } from './http/fault-plan.ts';
import {
  startIotCentral,
  type IotCentralInfo,
  type IotCentralPlatform,
  type IotCentralRestart,
} from './iot-central/platform.ts';
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
  readonly iotCentral: IotCentralInfo;
  /** For the header `x-practice-key` of `/practice/faults` on both REST servers. */
  readonly adminKey: string;
  readonly replay?: { readonly mqttUrl: string; readonly firstTopic: string };
}

/** What a successor needs to take its place unnoticed. */
export interface Restart {
  readonly port: number;
  readonly plainPort?: number;
  readonly watsonRestPort: number;
  readonly iotCentral: IotCentralRestart;
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
    keyCount: options.tokens ?? 0,
    faults: faultsOf('watson'),
  });
  const { vehicles, rate, seed } = options;
  let iotCentral: IotCentralPlatform;
  try {
    iotCentral = await startIotCentral({
      ...{ clock, latencyMs, adminKey, faults: faultsOf('iot-central'), restart: options.iotCentral },
      tokenCount: options.tokens ?? 0,
      roster: drawRoster(vehicles, seed),
      findUnit: (deviceId) => fleet.find(deviceId),
    });
  } catch (error) {
    await watson.close();
    throw error;
  }
  let plain: PlainBroker | undefined;
  let replay: Replay | undefined;
  if (recording !== undefined && options.replay !== undefined) {
    try {
      plain = await PlainBroker.start(options.plainPort ?? 0);
    } catch (error) {
      await Promise.all([watson.close(), iotCentral.close()]);
      throw error;
    }
    replay = new Replay(recording, options.replay.speed, plain, clock, say);
  }
  const uplink = fanOut([watson.uplink, iotCentral.uplink]);
  const fleet = new Fleet({ vehicles, rateHz: rate, seed }, uplink, clock);
  watson.serve(fleet);

  return {
    info: {
      mqttUrl: mqttUrl(watson.broker.listener),
      watson: { ...credentials, restUrl: watson.restUrl },
      iotCentral: iotCentral.info,
      adminKey,
      ...(plain !== undefined &&
        recording !== undefined && { replay: { mqttUrl: mqttUrl(plain.listener), firstTopic: recording.firstTopic } }),
    },
    restart: {
      port: watson.broker.listener.port,
      ...(plain !== undefined && { plainPort: plain.listener.port }),
      watsonRestPort: watson.restPort,
      iotCentral: iotCentral.restart,
      adminKey,
      credentials,
    },
    close: async () => {
      fleet.close();
      replay?.close();
      await Promise.all([watson.close(), iotCentral.close(), plain?.close()]);
    },
  };
};
