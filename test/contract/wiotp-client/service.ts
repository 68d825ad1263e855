import {
  ApiClient,
  ApplicationClient,
  ApplicationConfig,
  DeviceClient,
  DeviceConfig,
  type BaseClient,
  type BaseEvents,
  type ClientOptions,
} from '@wiotp/sdk';
import { onTestFinished } from 'vitest';
import type { PlatformOptions } from '../../../simulator/options.ts';
import type { PracticePlatform } from '../../../simulator/practice-platform.ts';
import type { RoleName } from '../../../simulator/watson/roles.ts';
import { createCollector, type Collector } from '../../support/collector.ts';
import { createManualTimers, type ManualTimers } from '../../support/manual-timers.ts';
import { startPlatform } from '../practice/platform.ts';
import { domain, ownTheNames, startTlsFront, type TlsFront } from './names.ts';

export interface DeviceIdentity {
  readonly typeId: string;
  readonly deviceId: string;
  readonly token: string;
}

export interface ApplicationWish {
  readonly appId?: string;
  readonly as?: RoleName;
  /** Instead of the right one. */
  readonly token?: string;
  /** Instead of a key of the organisation. */
  readonly key?: string;
  readonly isShared?: boolean;
}

/** The practice platform at addresses of the form that the library builds, and the library's clients for it. */
export interface Service {
  readonly platform: PracticePlatform;
  readonly clock: ManualTimers;
  readonly org: string;
  readonly messaging: TlsFront;
  /** A successor at the same addresses, for a platform that was closed. */
  restart(): Promise<PracticePlatform>;
  /** Not connected yet. */
  application(wish?: ApplicationWish): ApplicationClient;
  /** Not connected yet; the practice platform's spare device unless told otherwise. */
  device(identity?: Partial<DeviceIdentity>): DeviceClient;
  /** The clients of the API; `token` instead of the right one. A second passes, so that ten calls can follow. */
  api(as?: RoleName, token?: string): RestClients;
}

export interface RestClients extends Pick<ApplicationClient, 'registry' | 'mgmt' | 'lec' | 'state'> {
  readonly organisation: ApiClient;
}

/** Whatever the platform's clock says stays so until the test turns it; connections live in real time. */
export const openService = async (options: Partial<PlatformOptions> = {}): Promise<Service> => {
  const clock = createManualTimers();
  ownTheNames();
  const platform = await startPlatform(options, { clock });
  const { watson } = platform.info;
  const messaging = await startTlsFront(platform.restart.port);
  const rest = await startTlsFront(platform.restart.watsonRestPort);
  const clientOptions = (mqtt: ClientOptions['mqtt'] = {}): ClientOptions => ({
    domain,
    logLevel: 'silent',
    mqtt: { port: messaging.port, ...mqtt },
  });

  return {
    platform,
    clock,
    org: watson.org,
    messaging,
    restart: () => startPlatform({ ...options, ...platform.restart }, { clock }),
    application: ({ appId = 'console', as = 'standard', token, key, isShared = false } = {}) => {
      const { apiKey, apiToken } = watson.keys[as];
      const auth = { key: key ?? apiKey, token: token ?? apiToken };
      const mqtt = { sharedSubscription: isShared };
      return endWithTest(new ApplicationClient(new ApplicationConfig({ appId }, auth, clientOptions(mqtt))));
    },
    device: (identity = {}) => {
      const { typeId, deviceId, token } = { ...watson.device, ...identity };
      const config = new DeviceConfig({ orgId: watson.org, typeId, deviceId }, { token }, clientOptions());
      return endWithTest(new DeviceClient(config));
    },
    api: (as = 'standard', token) => {
      clock.advance(1000);
      const { apiKey, apiToken } = watson.keys[as];
      const restOptions: ClientOptions = { domain: `${domain}:${rest.port}`, logLevel: 'silent' };
      const config = new ApplicationConfig({ appId: 'rest' }, { key: apiKey, token: token ?? apiToken }, restOptions);
      const { registry, mgmt, lec, state } = new ApplicationClient(config);
      return { registry, mgmt, lec, state, organisation: new ApiClient(config) };
    },
  };
};

const endWithTest = <Client extends BaseClient<BaseEvents>>(client: Client): Client => {
  onTestFinished(() => {
    client.mqtt?.end(true);
    client.lostConnectionLog.clear();
  });
  return client;
};

/** Connects; rejects with what the client says when it is refused. */
export const connected = (client: BaseClient<BaseEvents>): Promise<void> =>
  new Promise((resolve, reject) => {
    client.once('connect', () => resolve());
    client.on('error', (error) => reject(error instanceof Error ? error : new Error(error)));
    client.connect();
  });

/** Connects a device, and waits until it hears commands: the library subscribes by itself and says nothing of it. */
export const listening = async (device: DeviceClient): Promise<Collector<Command>> => {
  const commands = createCollector<Command>();
  device.on('command', (command, format, payload) => commands.add({ command, format, text: payload.toString() }));
  const subscribed = new Promise<void>((resolve) => {
    device.once('connect', () => {
      device.mqtt?.on('packetreceive', ({ cmd }) => {
        if (cmd === 'suback') resolve();
      });
    });
  });
  await connected(device);
  await subscribed;
  return commands;
};

export interface Command {
  readonly command: string;
  readonly format: string;
  readonly text: string;
}

export interface DeviceEvent {
  readonly typeId: string;
  readonly deviceId: string;
  readonly event: string;
  readonly format: string;
  readonly payload: Buffer;
}

/** What an application hears of events with these names; all, when none is given. */
export const eventsOf = async (application: ApplicationClient, event?: string): Promise<Collector<DeviceEvent>> => {
  const events = createCollector<DeviceEvent>();
  application.on('deviceEvent', (typeId, deviceId, name, format, payload) => {
    events.add({ typeId, deviceId, event: name, format, payload });
  });
  await new Promise<void>((resolve, reject) => {
    application.subscribeToEvents(undefined, undefined, event, undefined, 0, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
  return events;
};

/** Calls something of the library that takes Node's kind of callback last. */
export const done = (start: (callback: (error?: Error | null) => void) => unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    start((error) => (error === undefined || error === null ? resolve() : reject(error)));
  });

export const readJson = (payload: Buffer): unknown => JSON.parse(payload.toString());
