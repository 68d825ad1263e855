import { ok, type Result } from '../../shared/contract/result.ts';
import type { MethodHandlers } from '../../shared/contract/server.ts';
import type { NewDevice } from '../../shared/platform/device.ts';
import type { Audit } from '../audit/audit-log.ts';
import { outcomeOf, recorded } from '../audit/recorded.ts';
import { recordedEach, type RecordedEnd } from '../audit/recorded-each.ts';
import { nodeSignal } from '../abort-signal.ts';
import { seal } from '../sealed-file/sealed-file.ts';
import type { PlatformConnection } from './desk/platform-connection.ts';
import { createMany, removeMany, wholeFailure } from './many-devices.ts';
import type { DeviceOutcome, ManyEnd, RegisteredDevice } from './platform.ts';
import type { Platforms } from './platforms.ts';

export type ManyDeviceHandlers = Pick<MethodHandlers, Extract<keyof MethodHandlers, `manyDevices.${string}`>>;

/** Many devices at a time, for a window: what can be known to go wrong is told before anything leaves. */
export const manyDeviceHandlers = (platforms: Platforms, audit: Pick<Audit, 'append'>): ManyDeviceHandlers => ({
  'manyDevices.check': ({ connectionId, devices }) => {
    const found = platforms.find(connectionId);
    return found.ok ? ok(objectionsTo(found.value, devices)) : found;
  },

  'manyDevices.create': async ({ connectionId, devices }, { signal }) => {
    const found = platforms.find(connectionId);
    if (!found.ok) return found;
    const connection = found.value;
    const objections = objectionsTo(connection, devices);
    const wanted = devices.filter((_device, index) => objections[index] === null);
    const about = { id: connectionId, name: connection.name };
    const answer = await recordedEach(
      audit,
      wanted.map(({ deviceId, typeId }) => ({
        ...({ kind: 'device', action: 'device.create', target: deviceId, detail: typeId, connection: about } as const),
      })),
      () =>
        // As long as the list may be, clicks go before it.
        send(connection, 'create-device', ({ registry }) =>
          createMany(registry, wanted, { lane: 'background', signal: nodeSignal(signal) }),
        ),
      (result) => endsOf(result, wanted.length),
    );
    if (!answer.ok) return answer;
    const outcomes = answer.value.outcomes.values();
    const told = devices.map(({ deviceId, typeId }, index) => {
      const objection = objections[index] ?? null;
      const outcome = objection === null ? outcomes.next().value : undefined;
      if (outcome?.device !== null && outcome?.device !== undefined) connection.put(outcome.device);
      return {
        ...{ deviceId, typeId },
        state: outcome?.state ?? ('refused' as const),
        message: outcome === undefined ? objection : outcome.message,
        vehicleId: outcome?.device?.vehicleId ?? null,
        credentials: outcome?.credentials ?? null,
      };
    });
    return ok({ outcomes: told, problem: answer.value.failure?.message ?? null });
  },

  'manyDevices.remove': async ({ connectionId, vehicleIds }, { signal }) => {
    const found = platforms.find(connectionId);
    if (!found.ok) return found;
    const connection = found.value;
    const listed = new Map(
      vehicleIds.flatMap((vehicleId): [string, RegisteredDevice][] => {
        const device = connection.device(vehicleId);
        return device === undefined ? [] : [[vehicleId, device]];
      }),
    );
    const about = { id: connectionId, name: connection.name };
    const answer = await recordedEach(
      audit,
      [...listed.keys()].map((target) => ({
        ...({ kind: 'device', action: 'device.remove', target, connection: about } as const),
      })),
      () =>
        send(connection, 'delete-device', ({ registry }) =>
          removeMany(registry, [...listed.values()], { lane: 'background', signal: nodeSignal(signal) }),
        ),
      (result) => endsOf(result, listed.size),
    );
    if (!answer.ok) return answer;
    const outcomes = new Map([...listed.keys()].map((vehicleId, index) => [vehicleId, answer.value.outcomes[index]]));
    return ok({
      outcomes: vehicleIds.map((vehicleId) => {
        const { state, message } = outcomes.get(vehicleId) ?? notListed;
        if (state === 'done') connection.drop(vehicleId);
        return { vehicleId, state, message };
      }),
      problem: answer.value.failure?.message ?? null,
    });
  },

  'manyDevices.seal': ({ connectionId, passphrase, keys, deviceCount }) => {
    const name = platforms.get(connectionId)?.name ?? connectionId;
    const target = `${String(deviceCount)} vehicles`;
    const action = {
      kind: 'device',
      action: 'device.hand-over',
      target,
      connection: { id: connectionId, name },
    } as const;
    return recorded(audit, action, async () => {
      const content = await seal(keys, passphrase);
      return content.ok ? ok({ fileName: fileNameOf(name), content: content.value }) : content;
    });
  },
});

/** Of each device, in words, why it cannot be made; null: nothing that is known here. */
const objectionsTo = (connection: PlatformConnection, devices: readonly NewDevice[]): (string | null)[] => {
  const types = new Set(connection.types().map(({ id }) => id));
  const seen = new Set<string>();
  return devices.map((device) => {
    const key = `${device.typeId}\n${device.deviceId}`;
    if (seen.has(key)) return 'It stands in the list twice.';
    seen.add(key);
    if (types.size > 0 && !types.has(device.typeId)) {
      return `The platform has no type “${device.typeId}”, as far as its types were read. If it is new, refresh the list first.`;
    }
    return connection.deviceObjection(device) ?? null;
  });
};

const send = <O extends DeviceOutcome>(
  connection: PlatformConnection,
  action: 'create-device' | 'delete-device',
  act: (platform: Parameters<Parameters<PlatformConnection['call']>[1]>[0]) => Promise<ManyEnd<O>> | undefined,
): Promise<Result<ManyEnd<O>>> =>
  connection.call(action, (platform) =>
    act(platform)?.then((end) => {
      const failure = wholeFailure(end);
      return failure === null ? ok(end) : { ok: false, error: failure };
    }),
  );

const endsOf = (result: Result<ManyEnd<DeviceOutcome>>, count: number): readonly RecordedEnd[] => {
  if (!result.ok) {
    const end = { outcome: outcomeOf(result.error.code), detail: result.error.message };
    return Array.from({ length: count }, () => end);
  }
  return result.value.outcomes.map(({ state, message }): RecordedEnd => {
    switch (state) {
      case 'done':
        return { outcome: 'succeeded', detail: '' };
      case 'refused':
        return { outcome: 'refused', detail: message ?? '' };
      case 'unknown':
        return { outcome: 'unknown', detail: message ?? '' };
      case 'not-sent':
        return { outcome: 'failed', detail: 'It was not sent: one before it failed.' };
    }
  });
};

const notListed = { state: 'refused', message: 'The platform does not list this vehicle any more.' } as const;

const fileNameOf = (connectionName: string): string => {
  const name = connectionName
    .normalize('NFKD')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${name === '' ? 'vehicle' : name}-keys.csv.age`;
};
