import { onTestFinished } from 'vitest';
import type { CallContext, Platform, RegisteredDevice } from '../../../core/platforms/platform.ts';
import { createWatsonPlatform, type WatsonPlatformNeeds } from '../../../core/platforms/watson/watson-platform.ts';
import { fail, ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { WatsonSettings } from '../../../shared/platform/settings.ts';
import type { Fault } from '../../../simulator/http/fault.ts';
import type { PlatformOptions } from '../../../simulator/options.ts';
import type { PracticePlatform } from '../../../simulator/practice-platform.ts';
import type { RoleName } from '../../../simulator/watson/roles.ts';
import { askWithinLimit } from '../../support/within-limit.ts';
import { connect, createQuickClock, startPlatform, type TestClient } from '../practice/platform.ts';
import type { Key } from '../practice-watson-rest/api.ts';

export const click: CallContext = { lane: 'click' };
export const background: CallContext = { lane: 'background' };

export interface LogEntry {
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface AdapterOptions {
  readonly as?: RoleName | Key;
  readonly settings?: Partial<WatsonSettings>;
  readonly needs?: Partial<WatsonPlatformNeeds>;
}

export interface Practice {
  readonly platform: PracticePlatform;
  readonly clock: WatsonPlatformNeeds['clock'];
  /** All that adapters have logged. */
  readonly log: readonly LogEntry[];
  /** An adapter with a key of the practice platform: the standard role's unless told otherwise. */
  adapter(options?: AdapterOptions): Platform;
  /** What goes wrong from now on. */
  fault(kind: Fault['kind'], more?: Partial<Fault>): Promise<void>;
  /** A call that no adapter makes. */
  call(method: string, path: string, body?: object, as?: RoleName): Promise<unknown>;
  /** The device that nobody simulates. */
  spareDevice(): Promise<TestClient>;
}

/** The practice platform with time that runs ten times as fast, or another, and adapters that live by the same time. */
export const startPractice = async (
  options: Partial<PlatformOptions> = {},
  clock: Practice['clock'] = createQuickClock(),
): Promise<Practice> => {
  const platform = await startPlatform({ rate: 0.01, ...options }, { clock });
  const { watson, adminKey, mqttUrl } = platform.info;
  const keyOf = (as: RoleName | Key): Key => (typeof as === 'string' ? watson.keys[as] : as);
  const entries: LogEntry[] = [];
  const note = (event: string, fields: LogEntry['fields'] = {}) => {
    entries.push({ event, fields });
  };
  return {
    platform,
    clock,
    log: entries,
    adapter: ({ as = 'standard', settings, needs } = {}) => {
      const { apiKey, apiToken } = keyOf(as);
      const adapter = createWatsonPlatform({
        settings: { kind: 'watson', address: watson.restUrl, commandRoute: 'http', watch: {}, ...settings },
        apiKey,
        token: () => Promise.resolve(ok(apiToken)),
        clock,
        random: () => 0,
        log: { debug: note, info: note, warn: note, error: note },
        ...needs,
      });
      onTestFinished(() => adapter.close());
      return adapter;
    },
    fault: async (kind, more = {}) => {
      const response = await fetch(`${new URL(watson.restUrl).origin}/practice/faults`, {
        method: 'POST',
        headers: { 'x-practice-key': adminKey, 'content-type': 'application/json' },
        body: JSON.stringify({ kind, ...more }),
      });
      if (response.status !== 201) throw new Error(`The fault was not taken: ${await response.text()}`);
    },
    call: async (method, path, body, as = 'operations') => {
      const { apiKey, apiToken } = keyOf(as);
      const init = {
        method,
        headers: {
          authorization: `Basic ${Buffer.from(`${apiKey}:${apiToken}`).toString('base64')}`,
          'content-type': 'application/json',
        },
        ...(body && { body: JSON.stringify(body) }),
      };
      const response = await askWithinLimit(`${watson.restUrl}${path}`, init, clock);
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
    spareDevice: () => {
      const { typeId, deviceId, token } = watson.device;
      const clientId = `d:${watson.org}:${typeId}:${deviceId}`;
      return connect(mqttUrl, { clientId, username: 'use-token-auth', password: token });
    },
  };
};

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

export const failureOf = (result: Result<unknown>): Failure => {
  if (result.ok) throw new Error(`It went well: ${JSON.stringify(result.value)}`);
  return result.error;
};

/** Stands in for the answer of what an adapter does not have. */
export const notOffered: Result<never> = fail('internal', 'The adapter does not have this.');

/** All devices of a listing, and what it says is missing. */
export const listOf = async (adapter: Platform, context = background) => {
  const devices: RegisteredDevice[] = [];
  const listing = await adapter.listDevices(context, (page) => devices.push(...page));
  return { listing, devices, ids: devices.map(({ vehicleId }) => vehicleId) };
};

export const deviceOf = (typeId: string, deviceId: string): RegisteredDevice => ({
  ...{ vehicleId: `${typeId}/${deviceId}`, deviceId, name: deviceId, typeId },
  ...{ isEnabled: null, organizations: [] },
});
export const truck = deviceOf('refrigerated-truck', 'TRUCK-001');
export const van = deviceOf('van', 'VAN-002');
export const spare = deviceOf('van', 'VAN-SPARE');

/** Asks until the answer is as wanted; the test's own time limit ends it otherwise. */
export const until = async <T>(ask: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> => {
  for (;;) {
    const value = await ask();
    if (isThere(value)) return value;
  }
};
