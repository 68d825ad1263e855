import net from 'node:net';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';
import { systemClock, type Clock, type Say } from '../../../simulator/clock.ts';
import type { PlatformOptions } from '../../../simulator/options.ts';
import { startPracticePlatform, type PracticePlatform } from '../../../simulator/practice-platform.ts';
import { createCollector, type Collector } from '../../support/collector.ts';

export interface Received {
  readonly topic: string;
  readonly text: string;
  readonly isRetained: boolean;
}

/** A client of the mqtt package that connects once, and what it has received. */
export interface TestClient {
  readonly mqtt: MqttClient;
  readonly received: Collector<Received>;
  /** Resolves when the platform has ended the connection. */
  readonly closed: Promise<void>;
}

/** Time that runs ten times as fast as ours. */
export const createQuickClock = (): Clock => {
  const startMs = Date.now();
  return {
    now: () => startMs + (Date.now() - startMs) * 10,
    after: (delayMs, callback) => systemClock.after(delayMs / 10, callback),
  };
};

/** The practice platform as it runs, ended with the test. Without vehicles unless told otherwise. */
export const startPlatform = async (
  options: Partial<PlatformOptions> = {},
  { clock = systemClock, say = () => undefined }: { readonly clock?: Clock; readonly say?: Say } = {},
): Promise<PracticePlatform> => {
  const platform = await startPracticePlatform({ vehicles: 0, rate: 1, seed: 1, ...options }, clock, say);
  onTestFinished(() => platform.close());
  return platform;
};

/** Rejects with the error whose `code` is CONNACK's return code when the platform refuses. */
export const connect = async (url: string, options: IClientOptions): Promise<TestClient> => {
  const client = mqtt.connect(url, { protocolVersion: 4, reconnectPeriod: 0, ...options });
  onTestFinished(() => void client.end(true));
  const received = createCollector<Received>();
  client.on('message', (topic, payload, packet) => {
    received.add({ topic, text: payload.toString(), isRetained: packet.retain });
  });
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
  });
  client.on('error', () => undefined);
  return { mqtt: client, received, closed };
};

export const applicationOptions = ({ info }: PracticePlatform, appId: string): IClientOptions => ({
  clientId: `a:${info.watson.org}:${appId}`,
  username: info.watson.apiKey,
  password: info.watson.apiToken,
});

export const deviceOptions = ({ info: { watson } }: PracticePlatform): IClientOptions => ({
  clientId: `d:${watson.org}:${watson.device.typeId}:${watson.device.deviceId}`,
  username: 'use-token-auth',
  password: watson.device.token,
});

export const connectApplication = (
  platform: PracticePlatform,
  appId = 'console',
  options: IClientOptions = {},
): Promise<TestClient> => connect(platform.info.mqttUrl, { ...applicationOptions(platform, appId), ...options });

export const connectDevice = (platform: PracticePlatform, options: IClientOptions = {}): Promise<TestClient> =>
  connect(platform.info.mqttUrl, { ...deviceOptions(platform), ...options });

/** An application that follows connections, and reads `mon` messages. */
export const watchConnections = async (platform: PracticePlatform, filter = 'iot-2/type/+/id/+/mon') => {
  const client = await connectApplication(platform, 'monitor');
  await client.mqtt.subscribeAsync(filter);
  return {
    ...client,
    next: async (): Promise<Readonly<Record<string, unknown>> & { readonly isRetained: boolean }> => {
      const { topic, text, isRetained } = await client.received.next();
      return { ...(JSON.parse(text) as Record<string, unknown>), topic, isRetained };
    },
  };
};

/** Whether anybody listens there. */
export const isOpen = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
