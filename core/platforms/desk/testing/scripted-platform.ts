import { failureOf, ok, type Failure, type Result } from '../../../../shared/contract/result.ts';
import type { DeviceDetail } from '../../../../shared/platform/device.ts';
import { platformActions, type Rights } from '../../../../shared/platform/rights.ts';
import type {
  CallContext,
  DeviceListing,
  Platform,
  PlatformGroups,
  PlatformIdentity,
  RegisteredDevice,
  TypeListing,
} from '../../platform.ts';

export const vehicle = (vehicleId: string, changes: Partial<RegisteredDevice> = {}): RegisteredDevice => ({
  ...{ vehicleId, deviceId: vehicleId, name: vehicleId, typeId: 'van', isEnabled: true, organizations: [] },
  ...changes,
});

export const allAllowed = Object.fromEntries(
  platformActions.map((action) => [action, { state: 'allowed', explanation: '' }]),
) as Rights;

export const identityOf = (changes: Partial<PlatformIdentity> = {}): PlatformIdentity => ({
  ...{ application: 'Depot', token: { name: 'console', expiresAtMs: null }, roles: null, rights: allAllowed },
  ...changes,
});

export const revoked = failureOf('not-authorised', 'The token was revoked.', { status: 401, mayHaveHappened: false });
export const forbidden = failureOf('not-authorised', 'Needs the role Operator.', {
  ...{ status: 403, reason: 'forbidden', mayHaveHappened: false },
});
export const outOfReach = failureOf('unreachable', 'Nobody answers.', { mayHaveHappened: false });
export const failing = (error: Failure): Promise<Result<never>> => Promise.resolve({ ok: false, error });

type OnPage = (devices: readonly RegisteredDevice[]) => void;

/** What the platform answers to each question; a test sets it anew as it goes on. */
export interface Script {
  identify: (context: CallContext) => Promise<Result<PlatformIdentity>>;
  listDevices: (context: CallContext, onPage: OnPage) => Promise<Result<DeviceListing>>;
  listTypes: () => Promise<Result<TypeListing>>;
  latest: Platform['latest'];
  groups: PlatformGroups;
  get: () => Promise<Result<DeviceDetail>>;
}

export interface ScriptedPlatform extends Platform {
  readonly script: Script;
  /** What was asked, in order. */
  readonly asked: string[];
}

/** A platform of the vehicles `a`, `b` and `c`, until its script says otherwise. */
export const createScriptedPlatform = (): ScriptedPlatform => {
  const asked: string[] = [];
  const script: Script = {
    identify: () => Promise.resolve(ok(identityOf())),
    listDevices: (_context, onPage) => {
      onPage(['a', 'b', 'c'].map((id) => vehicle(id)));
      return Promise.resolve(ok({ problem: null }));
    },
    listTypes: () => Promise.resolve(ok({ types: [], problem: null })),
    latest: () => Promise.resolve(ok([])),
    groups: { list: () => Promise.resolve(ok([])), members: () => Promise.resolve(ok([])) },
    get: () => failing(outOfReach),
  };
  const platform: ScriptedPlatform = {
    kind: 'iot-central',
    client: {
      call: () => failing(outOfReach),
      follow: () => failing(outOfReach),
      pressure: { waiting: 0, backingOffUntilMs: null },
      close: () => undefined,
    },
    script,
    asked,
    identify: (context) => {
      asked.push('identify');
      return script.identify(context);
    },
    listDevices: (context, onPage) => {
      asked.push('devices');
      return script.listDevices(context, onPage);
    },
    listTypes: () => {
      asked.push('types');
      return script.listTypes();
    },
    latest: (device, context) => {
      asked.push(`latest ${device.vehicleId}`);
      return script.latest(device, context);
    },
    get groups() {
      return script.groups;
    },
    registry: {
      get: ({ vehicleId }) => {
        asked.push(`entry ${vehicleId}`);
        return script.get();
      },
    },
    close: () => {
      asked.push('close');
    },
  };
  return platform;
};

/** Until everything that waits for nothing but its turn has had it. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};

/** A promise that a test keeps when it wants to. */
export const promised = <T>(): { readonly promise: Promise<T>; readonly keep: (value: T) => void } => {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { promise, keep: resolve };
};
