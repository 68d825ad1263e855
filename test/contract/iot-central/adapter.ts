import { expect, onTestFinished } from 'vitest';
import {
  createIotCentralPlatform,
  type IotCentralPlatform,
} from '../../../core/platforms/iot-central/iot-central-platform.ts';
import type { CallContext, RegisteredDevice } from '../../../core/platforms/platform.ts';
import { silentLog } from '../../../core/log.ts';
import { ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { IotCentralSettings } from '../../../shared/platform/settings.ts';
import type { Fault } from '../../../simulator/http/fault.ts';
import type { PlatformOptions } from '../../../simulator/options.ts';
import type { PracticePlatform } from '../../../simulator/practice-platform.ts';
import { createManualTimers, type ManualTimers } from '../../support/manual-timers.ts';
import { startPlatform } from '../practice/platform.ts';
import { preview, previewVersion, stable, stableVersion } from './documents.ts';
import { startRecordingProxy, type Recorded } from './recording-proxy.ts';

export const background: CallContext = { lane: 'background' };
export const click: CallContext = { lane: 'click' };

export interface BenchOptions extends Partial<PlatformOptions> {
  readonly role?: 'administrator' | 'builder' | 'operator';
  /** In place of a role's. */
  readonly token?: () => Promise<Result<string>>;
  readonly settings?: Partial<IotCentralSettings>;
  readonly applicationId?: string;
  readonly azureCli?: string;
}

/** The adapter at the practice platform, with one clock for both that only the test turns. */
export interface Bench {
  readonly platform: PracticePlatform;
  readonly adapter: IotCentralPlatform;
  readonly clock: ManualTimers;
  readonly requests: readonly Recorded[];
  /** Statuses. */
  readonly answers: readonly number[];
  readonly restUrl: string;
  /** Lets time pass until the answer is there. */
  wait<T>(answer: Promise<T>): Promise<T>;
  /** The value of an answer that must be one. */
  value<T>(answer: Promise<Result<T>>): Promise<T>;
  failure(answer: Promise<Result<unknown>>): Promise<Failure>;
  vehicle(id: string): Promise<RegisteredDevice>;
  addFault(fault: Partial<Fault> & Pick<Fault, 'kind'>): Promise<void>;
  clearFaults(): Promise<void>;
  /** As an administrator, beside the adapter. */
  administer(method: string, path: string, body?: object): Promise<unknown>;
}

/**
 * Three sound vehicles, TRUCK-001, VAN-002 and BUS-003, unless told otherwise. Every request of the adapter is held
 * against Microsoft's OpenAPI documents when the test ends.
 */
export const openBench = async ({
  role = 'administrator',
  token,
  settings,
  applicationId,
  azureCli,
  ...options
}: BenchOptions = {}): Promise<Bench> => {
  const clock = createManualTimers();
  const platform = await startPlatform({ vehicles: 3, ...options }, { clock });
  const { restUrl, tokens } = platform.info.iotCentral;
  const problems: string[] = [];
  const proxy = await startRecordingProxy(restUrl, (request) => problems.push(...problemsOf(request)));
  const adapter = createIotCentralPlatform({
    settings: {
      kind: 'iot-central',
      address: proxy.restUrl,
      auth: 'api-token',
      live: 'polling',
      usesPreview: false,
      watch: {},
      ...settings,
    },
    token: token ?? (() => Promise.resolve(ok(tokens[role]))),
    ...(applicationId === undefined ? {} : { applicationId }),
    ...(azureCli === undefined ? {} : { azureCli }),
    clock,
    random: () => 0.5,
    log: silentLog,
  });
  onTestFinished(() => {
    adapter.close();
    expect(problems).toEqual([]);
  });

  const wait: Bench['wait'] = async (answer) => {
    let isOver = false;
    void answer.catch(() => undefined).finally(() => (isOver = true));
    while (!isOver as boolean) {
      // Lets all ends of the connections have their turn between two ticks.
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(10);
    }
    return answer;
  };
  const practice = async (method: string, body?: object): Promise<void> => {
    const response = await fetch(`${new URL(restUrl).origin}/practice/faults`, {
      method,
      headers: { 'x-practice-key': platform.info.adminKey, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.ok).toBe(true);
  };
  const value: Bench['value'] = async (answer) => {
    const result = await wait(answer);
    if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
    return result.value;
  };

  return {
    platform,
    adapter,
    clock,
    requests: proxy.requests,
    answers: proxy.answers,
    restUrl: proxy.restUrl,
    wait,
    value,
    failure: async (answer) => {
      const result = await wait(answer);
      if (result.ok) throw new Error(`It should have failed, and answered ${JSON.stringify(result.value)}`);
      return result.error;
    },
    vehicle: async (id) => {
      const found: RegisteredDevice[] = [];
      await value(adapter.listDevices(background, (page) => found.push(...page)));
      const vehicle = found.find(({ deviceId }) => deviceId === id);
      if (vehicle === undefined) throw new Error(`There is no vehicle ${id}`);
      return vehicle;
    },
    addFault: (fault) => practice('POST', fault),
    clearFaults: () => practice('DELETE'),
    administer: async (method, path, body) => {
      clock.advance(1000);
      const url = `${restUrl}${path}?api-version=${stableVersion}`;
      const response = await fetch(url, {
        method,
        headers: { authorization: tokens.administrator, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
  };
};

/** What of a request is not in the document of its version. */
const problemsOf = ({ method, path, query, body }: Recorded): readonly string[] => {
  const version = query.get('api-version');
  if (version !== stableVersion && version !== previewVersion) return [`${method} ${path} has no version`];
  const others = [...query.keys()].filter((name) => name !== 'api-version' && name !== '$skiptoken');
  const document = version === previewVersion ? preview : stable;
  const operation = document?.operation(method, path);
  return [
    ...others.map((name) => `${method} ${path} has ${name}, which ${version} does not know`),
    ...(document !== undefined && operation === undefined ? [`${method} ${path} is not in ${version}`] : []),
    ...(operation?.requestProblems(body ?? {}) ?? []).map((problem) => `${method} ${path}: ${problem}`),
  ];
};

/** Every fault that an answer can meet, once; a listing or a read must survive each. */
export const passingFaults = ['429', '503', 'slow', 'cut', 'half-page'] as const satisfies readonly Fault['kind'][];
