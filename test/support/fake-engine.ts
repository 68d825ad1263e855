import type { MethodName, TopicEvent, TopicName } from '../../shared/contract/contract.ts';
import { ok } from '../../shared/contract/result.ts';
import type { MethodHandlers, TopicHandlers } from '../../shared/contract/server.ts';
import type { TopicSource } from '../../shared/contract/topic-source.ts';
import { defaultPreferences } from '../../shared/preferences.ts';
import { plausibleAdminMethods, plausibleAdminParams } from './fake-admin.ts';
import { plausibleManyDeviceMethods, plausibleManyDeviceParams } from './fake-many-devices.ts';
import { plausiblePeopleMethods, plausiblePeopleParams } from './fake-people.ts';
import { plausiblePlatformMethods, plausiblePlatformParams } from './fake-platform.ts';
import { fakeTokensEvent, plausibleTokenMethods, plausibleTokenParams } from './fake-tokens.ts';
import {
  fakeAppInfo,
  fakeCommandDraft,
  fakeCommandRecord,
  fakeConnectionStatus,
  fakeConnectionTest,
  fakeConnectionView,
  fakeFleetSnapshot,
  fakeNowMs,
  fakePreset,
  fakeRejectedMessage,
  fakeVehicleSnapshot,
} from './fake-data.ts';

export interface FakeHandlers {
  readonly methods: MethodHandlers;
  readonly topics: TopicHandlers;
}

/**
 * A whole engine's answers, typed by the real contract: `serveSession(transport, fakeHandlers())`. Every method answers
 * plausible data and changes nothing; every topic tells one snapshot and then nothing. A test overrides what it is about.
 */
export const fakeHandlers = (
  overrides: { readonly methods?: Partial<MethodHandlers>; readonly topics?: Partial<TopicHandlers> } = {},
): FakeHandlers => ({
  methods: { ...plausibleMethods, ...overrides.methods },
  topics: { ...plausibleTopics(), ...overrides.topics },
});

const plausibleMethods: MethodHandlers = {
  'app.info': () => ok(fakeAppInfo),
  'preferences.get': () => ok(defaultPreferences),
  'preferences.save': () => ok(null),
  'connections.presets': () => ok([fakePreset]),
  'connections.get': ({ id }) => ok({ ...fakeConnectionView, id }),
  'connections.save': ({ id, settings }) => ok({ ...fakeConnectionView, id: id ?? 'new', settings }),
  'connections.remove': () => ok(null),
  'connections.setEnabled': () => ok(null),
  'connections.retry': () => ok(null),
  'connections.test': () => ok(fakeConnectionTest),
  'connections.rejected': () => ok([fakeRejectedMessage]),
  'commands.draft': ({ connectionId, vehicleId, name, parameters }) =>
    ok({
      ...fakeCommandDraft,
      record: { ...fakeCommandRecord, connectionId, vehicleId, vehicleName: vehicleId, name, parameters },
    }),
  'commands.confirm': ({ id }) => ok({ ...fakeCommandRecord, id, state: 'confirmed', confirmedAtMs: fakeNowMs }),
  'commands.discard': () => ok(null),
  ...plausiblePlatformMethods,
  ...plausibleManyDeviceMethods,
  ...plausiblePeopleMethods,
  ...plausibleTokenMethods,
  ...plausibleAdminMethods,
};

const plausibleTopics = (): TopicHandlers => ({
  connections: createFakeTopic<'connections'>({ sequence: 1, connections: [fakeConnectionStatus] }).open,
  fleet: createFakeTopic<'fleet'>(fakeFleetSnapshot()).open,
  vehicle: createFakeTopic<'vehicle'>(fakeVehicleSnapshot).open,
  audit: createFakeTopic<'audit'>({ lastSequence: 1 }).open,
  longWork: createFakeTopic<'longWork'>({ works: [] }).open,
  tokens: createFakeTopic<'tokens'>(fakeTokensEvent()).open,
  commands: createFakeTopic<'commands'>({ kind: 'snapshot', sequence: 1, records: [fakeCommandRecord] }).open,
});

export interface FakeTopic<T extends TopicName> {
  /** Goes into the topic handlers. Each subscription starts with the latest event. */
  readonly open: (params: unknown, wake: () => void) => TopicSource<TopicEvent<T>>;
  /** What every subscription is told next, instead of anything that it has not been told yet. */
  publish(event: TopicEvent<T>): void;
  /** Lets the next `take` of every open subscription throw. */
  break(error: Error): void;
  /** Calls every open subscription's wake, whether there is news or not. */
  wake(): void;
  readonly counts: { readonly opened: number; readonly closed: number; readonly taken: number };
}

/** A topic whose news a test decides, conflated like a real one. */
export const createFakeTopic = <T extends TopicName>(first: TopicEvent<T>, minimumIntervalMs = 0): FakeTopic<T> => {
  const wakes = new Set<() => void>();
  const counts = { opened: 0, closed: 0, taken: 0 };
  let latest = first;
  let version = 1;
  let fault: Error | undefined;

  const wakeAll = (): void => {
    for (const wake of [...wakes]) wake();
  };

  return {
    counts,
    open: (_params, wake) => {
      counts.opened += 1;
      wakes.add(wake);
      let toldVersion = 0;
      return {
        minimumIntervalMs,
        take: () => {
          counts.taken += 1;
          if (fault !== undefined) throw fault;
          if (toldVersion === version) return undefined;
          toldVersion = version;
          return latest;
        },
        close: () => {
          counts.closed += 1;
          wakes.delete(wake);
        },
      };
    },
    publish: (event) => {
      latest = event;
      version += 1;
      wakeAll();
    },
    break: (error) => {
      fault = error;
      wakeAll();
    },
    wake: wakeAll,
  };
};

/** Params that each method accepts, for tests that go through all of them. */
export const plausibleParams: { readonly [M in MethodName]: Parameters<MethodHandlers[M]>[0] } = {
  'app.info': {},
  'preferences.get': {},
  'preferences.save': defaultPreferences,
  'connections.presets': {},
  'connections.get': { id: 'fake' },
  'connections.save': { settings: fakeConnectionView.settings, secrets: {} },
  'connections.remove': { id: 'fake' },
  'connections.setEnabled': { id: 'fake', isEnabled: false },
  'connections.retry': { id: 'fake' },
  'connections.test': { settings: fakeConnectionView.settings, secrets: {} },
  'connections.rejected': {},
  'commands.draft': { connectionId: 'fake', vehicleId: 'VAN-002', name: 'lockDoors', parameters: {} },
  'commands.confirm': { id: 'command-1' },
  'commands.discard': { id: 'command-1' },
  ...plausiblePlatformParams,
  ...plausibleManyDeviceParams,
  ...plausiblePeopleParams,
  ...plausibleTokenParams,
  ...plausibleAdminParams,
};
