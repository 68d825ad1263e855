import type { AbortSignalLike } from '../../shared/contract/platform.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { MethodHandlers } from '../../shared/contract/server.ts';
import type { DeviceDetail } from '../../shared/platform/device.ts';
import type { PlatformAction } from '../../shared/platform/rights.ts';
import type { SettingsReading, SettingValue } from '../../shared/platform/setting.ts';
import type { Audit } from '../audit/audit-log.ts';
import { recorded } from '../audit/recorded.ts';
import { nodeSignal } from '../abort-signal.ts';
import type { SettingDesk } from '../commands/setting-desk.ts';
import type { Clock } from '../clock.ts';
import type { PlatformConnection } from './desk/platform-connection.ts';
import type { CallContext, Platform, RegisteredDevice } from './platform.ts';
import type { Platforms } from './platforms.ts';

type PlatformMethod = Extract<
  keyof MethodHandlers,
  | `platforms.${string}`
  | 'vehicles.look'
  | `settings.${string}`
  | `devices.${string}`
  | `records.${string}`
  | `jobs.${string}`
  | `scheduledJobs.${string}`
>;
export type PlatformHandlers = Pick<MethodHandlers, PlatformMethod>;

interface VehicleKey {
  readonly connectionId: string;
  readonly vehicleId: string;
}

/** What one window asks of a platform: the right is looked at, the call made in the lane of clicks, the answer put into words of the contract. */
export const platformHandlers = (
  platforms: Platforms,
  clock: Pick<Clock, 'now'>,
  audit: Pick<Audit, 'append'>,
  settingDesk: Pick<SettingDesk, 'read' | 'change'>,
  window: object,
): PlatformHandlers => {
  const onRecord = <T>(
    { connectionId, vehicleId = '' }: { readonly connectionId: string; readonly vehicleId?: string },
    [kind, action, detail]: readonly [kind: 'device' | 'setting' | 'job', action: string, detail?: string | undefined],
    act: () => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const name = platforms.get(connectionId)?.name ?? connectionId;
    return recorded(audit, { kind, action, target: vehicleId, detail, connection: { id: connectionId, name } }, act);
  };

  const ask = async <T>(
    connectionId: string,
    action: PlatformAction,
    signal: AbortSignalLike,
    call: (platform: Platform, context: CallContext) => Promise<Result<T>> | undefined,
  ): Promise<Result<T>> => {
    const found = platforms.find(connectionId);
    if (!found.ok) return found;
    return found.value.call(action, (platform) => call(platform, { lane: 'click', signal: nodeSignal(signal) }));
  };

  const askVehicle = async <T>(
    { connectionId, vehicleId }: VehicleKey,
    action: PlatformAction,
    signal: AbortSignalLike,
    call: (
      platform: Platform,
      device: RegisteredDevice,
      context: CallContext,
      connection: PlatformConnection,
    ) => Promise<Result<T>> | undefined,
  ): Promise<Result<T>> => {
    const found = platforms.find(connectionId);
    if (!found.ok) return found;
    const connection = found.value;
    const device = connection.device(vehicleId);
    if (device === undefined) return notListed;
    return connection.call(action, (platform) =>
      call(platform, device, { lane: 'click', signal: nodeSignal(signal) }, connection),
    );
  };

  const readSettings = async (key: VehicleKey, signal: AbortSignalLike): Promise<Result<SettingsReading>> => {
    const answer = await askVehicle(key, 'view-settings', signal, ({ settings }, device, context) =>
      settings === undefined ? Promise.resolve(ok(settingDesk.read(key))) : settings.read(device, context),
    );
    if (!answer.ok) return answer;
    const connection = platforms.get(key.connectionId);
    return ok({
      readAtMs: clock.now(),
      settings: [...answer.value],
      leftOut: [...(connection?.leftOutOf(key.vehicleId) ?? [])],
    });
  };

  /** A device after a change, so that the list is right before it is read again. */
  const readDevice = (key: VehicleKey, signal: AbortSignalLike): Promise<Result<DeviceDetail>> =>
    askVehicle(key, 'view-devices', signal, async ({ registry }, device, context, connection) => {
      const answer = await registry.get(device, context);
      if (!answer.ok) return answer;
      const { name, isEnabled, organizations } = answer.value;
      connection.put({ ...device, name, isEnabled, organizations });
      const groups = connection
        .groups()
        .filter(({ vehicleIds }) => vehicleIds?.includes(key.vehicleId) === true)
        .map((group) => group.name);
      return ok({ ...answer.value, groups });
    });

  const change = async (
    key: VehicleKey,
    [verb, detail]: readonly [verb: string, detail?: string | undefined],
    action: PlatformAction,
    signal: AbortSignalLike,
    call: (platform: Platform, device: RegisteredDevice, context: CallContext) => Promise<Result<null>> | undefined,
  ): Promise<Result<DeviceDetail>> => {
    const answer = await onRecord(key, ['device', `device.${verb}`, detail], () =>
      askVehicle(key, action, signal, call),
    );
    return answer.ok ? readDevice(key, signal) : answer;
  };

  return {
    'platforms.refresh': ({ connectionId }) => {
      const found = platforms.find(connectionId);
      return found.ok ? found.value.refresh() : found;
    },
    'platforms.types': ({ connectionId }) => {
      const found = platforms.find(connectionId);
      return found.ok ? ok(found.value.types().map(({ id, title }) => ({ id, name: title }))) : found;
    },
    'platforms.organizations': async ({ connectionId }, { signal }) =>
      listOf(
        await ask(connectionId, 'view-organizations', signal, ({ people }, context) =>
          people?.organizations?.(context),
        ),
      ),
    'platforms.groups': () => ok(platforms.groups()),

    'vehicles.look': ({ vehicles }) => {
      platforms.look(window, vehicles);
      return ok(null);
    },

    'settings.read': (key, { signal }) => readSettings(key, signal),
    'settings.change': async ({ values, ...key }, { signal }) => {
      const answer = await onRecord(key, ['setting', 'setting.change', changeWords(values)], () =>
        askVehicle(key, 'change-settings', signal, ({ settings }, device, context) =>
          settings === undefined ? settingDesk.change(key, values) : settings.change(device, values, context),
        ),
      );
      if (!answer.ok) return answer;
      platforms.get(key.connectionId)?.readAgain(key.vehicleId);
      return readSettings(key, signal);
    },

    'devices.get': (key, { signal }) => readDevice(key, signal),
    'devices.create': async ({ connectionId, device }, { signal }) => {
      const key = { connectionId, vehicleId: device.deviceId };
      const answer = await onRecord(key, ['device', 'device.create', device.typeId], () =>
        ask(connectionId, 'create-device', signal, ({ registry }, context) => registry.create?.(device, context)),
      );
      if (!answer.ok) return answer;
      platforms.get(connectionId)?.put(answer.value.device);
      return ok({ vehicleId: answer.value.device.vehicleId, credentials: answer.value.credentials });
    },
    'devices.rename': ({ name, ...key }, { signal }) =>
      change(key, ['rename', name], 'rename-device', signal, ({ registry }, device, context) =>
        registry.rename?.(device, name, context),
      ),
    'devices.setBlocked': ({ isBlocked, ...key }, { signal }) =>
      change(key, [isBlocked ? 'block' : 'unblock'], 'block-device', signal, ({ registry }, device, context) =>
        registry.setBlocked?.(device, isBlocked, context),
      ),
    'devices.setLocation': ({ latitude, longitude, ...key }, { signal }) =>
      change(
        key,
        ['locate', `${String(latitude)}, ${String(longitude)}`],
        'change-location',
        signal,
        ({ registry }, device, context) => registry.setLocation?.(device, { latitude, longitude }, context),
      ),
    'devices.remove': async (key, { signal }) => {
      const answer = await onRecord(key, ['device', 'device.remove'], () =>
        askVehicle(key, 'delete-device', signal, ({ registry }, device, context) => registry.remove?.(device, context)),
      );
      if (answer.ok) platforms.get(key.connectionId)?.drop(key.vehicleId);
      return answer;
    },
    'devices.credentials': (key, { signal }) =>
      onRecord(key, ['device', 'device.credentials'], () =>
        askVehicle(key, 'read-credentials', signal, ({ registry }, device, context) =>
          registry.credentials?.(device, context),
        ),
      ),

    'records.read': ({ kind, subject, ...key }, { signal }) =>
      askVehicle(key, 'view-records', signal, ({ records }, device, context) =>
        records?.kinds.includes(kind) === true ? records.read(device, kind, subject, context) : undefined,
      ),
    'records.clear': ({ kind, ...key }, { signal }) =>
      onRecord(key, ['device', 'device.clear-records', kind], () =>
        askVehicle(key, 'clear-records', signal, ({ records }, device, context) =>
          records?.clearable.includes(kind) === true ? records.clear(device, kind, context) : undefined,
        ),
      ),

    'jobs.list': async ({ connectionId }, { signal }) => {
      const answer = await ask(connectionId, 'view-jobs', signal, ({ jobs }, context) => jobs?.list(context));
      return answer.ok ? ok(answer.value.map((job) => ({ connectionId, ...job }))) : answer;
    },
    'jobs.devices': async ({ connectionId, jobId }, { signal }) => {
      const answer = await ask(connectionId, 'view-jobs', signal, ({ jobs }, context) => jobs?.devices(jobId, context));
      if (!answer.ok) return answer;
      const nameOf = (vehicleId: string): string => platforms.get(connectionId)?.device(vehicleId)?.name ?? vehicleId;
      return ok(answer.value.map((device) => ({ ...device, name: nameOf(device.vehicleId) })));
    },
    'jobs.actions': async ({ connectionId }, { signal }) =>
      listOf(await ask(connectionId, 'view-jobs', signal, ({ jobs }, context) => jobs?.actions(context))),
    'jobs.create': async ({ connectionId, job }, { signal }) => {
      const found = platforms.find(connectionId);
      if (!found.ok) return found;
      const vehicleIds = job.target.kind === 'vehicles' ? job.target.vehicleIds : [];
      const devices = vehicleIds.flatMap((vehicleId) => found.value.device(vehicleId) ?? []);
      if (devices.length < vehicleIds.length) return notListed;
      const answer = await onRecord({ connectionId, vehicleId: job.name }, ['job', 'job.create', job.actionId], () =>
        ask(connectionId, 'run-job', signal, ({ jobs }, context) => jobs?.create(job, devices, context)),
      );
      return answer.ok ? ok({ connectionId, ...answer.value }) : answer;
    },
    'jobs.control': ({ connectionId, jobId, control }, { signal }) =>
      onRecord({ connectionId, vehicleId: jobId }, ['job', `job.${control}`], () =>
        ask(connectionId, 'run-job', signal, ({ jobs }, context) => jobs?.control(jobId, control, context)),
      ),
    'scheduledJobs.list': async ({ connectionId }, { signal }) => {
      const answer = await ask(connectionId, 'view-scheduled-jobs', signal, ({ jobs }, context) =>
        jobs?.scheduled?.(context),
      );
      return answer.ok ? ok(answer.value.map((job) => ({ connectionId, ...job }))) : answer;
    },
  };
};

const listOf = <T>(answer: Result<readonly T[]>): Result<T[]> => (answer.ok ? ok([...answer.value]) : answer);

const changeWords = (values: Readonly<Record<string, SettingValue | null>>): string =>
  Object.entries(values)
    .map(([path, value]) => `${path}: ${value === null ? 'taken back' : String(value)}`)
    .join(', ');

const notListed = fail(
  'not-found',
  'The platform does not list this vehicle. It may have been removed there, or the list is still being read.',
);
