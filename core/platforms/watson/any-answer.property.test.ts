import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Result } from '../../../shared/contract/result.ts';
import { deviceCredentialsSchema, deviceDetailSchema } from '../../../shared/platform/device.ts';
import { jobDeviceSchema, jobSchema } from '../../../shared/platform/job.ts';
import { recordKinds, recordsSchema } from '../../../shared/platform/record.ts';
import { rightsSchema } from '../../../shared/platform/rights.ts';
import { roleSchema } from '../../../shared/platform/status.ts';
import { systemClock } from '../../clock.ts';
import { silentLog } from '../../log.ts';
import type { RegisteredDevice } from '../platform.ts';
import { createGroups } from './groups.ts';
import { listDevices } from './devices.ts';
import { identify } from './identity.ts';
import { createJobs } from './jobs.ts';
import { LastEventCache, payloadOf } from './last-events.ts';
import { createRecords } from './records.ts';
import { createRegistry } from './registry.ts';
import { scriptedApi } from './testing/scripted-api.ts';
import { listTypes } from './types.ts';

const names = [
  ...['results', 'bookmark', 'meta', 'totalRows', 'typeId', 'deviceId', 'id', 'name', 'description', 'deviceInfo'],
  ...[
    'metadata',
    'registration',
    'auth',
    'date',
    'status',
    'alert',
    'enabled',
    'mgmt',
    'supports',
    'firmware',
    'state',
  ],
  ...[
    'updateStatus',
    'location',
    'latitude',
    'longitude',
    'elevation',
    'measuredDateTime',
    'roles',
    'roleId',
    'comment',
  ],
  ...[
    'expiresAt',
    'eventId',
    'format',
    'payload',
    'timestamp',
    'action',
    'deviceCount',
    'devices',
    'complete',
    'message',
  ],
  ...['initiatedDateTime', 'updatedDateTime', 'errorCode', 'severity', 'data', 'alias', '__proto__', 'constructor'],
] as const;

/** JSON that begins to look like what the platform answers, and is odd somewhere. */
const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(fc.constantFrom('van', '2030-01-01T00:00:00Z', 'device/reboot', '', 'e30='), fc.string()),
    fc.oneof(fc.constantFrom(0, 1, 2, 1e308, -1), fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.constantFrom(null, true, false),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.constantFrom(...names), tie('value')), { maxLength: 8 }).map((entries) => {
      const list = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
      return JSON.parse(`{${list.join(',')}}`) as unknown;
    }),
  ),
})).value;

/** All that the platform's answers consist of, in one. */
const whole = {
  ...{ typeId: 'van', deviceId: 'VAN-1', id: 'one', name: 'One', description: 'The first', reqId: 'one' },
  deviceInfo: { serialNumber: '1', fwVersion: '2' },
  metadata: { fleet: 'north' },
  registration: { auth: { id: 'a-main-a84ps90Ajs' }, date: '2030-01-01T00:00:00Z' },
  location: { latitude: 1, longitude: 2, elevation: 3, measuredDateTime: '2030-01-01T00:00:00Z' },
  mgmt: { dormant: false, supports: { deviceActions: true, firmwareActions: true }, firmware: { state: 1 } },
  ...{ comment: 'Key', expiresAt: '2031-01-01T00:00:00Z', roles: [{ roleId: 'PD_STANDARD_APP', roleStatus: 1 }] },
  ...{ eventId: 'telemetry', format: 'json', payload: 'e30=', timestamp: '2030-01-01T00:00:00Z', enabled: true },
  ...{ action: 'device/reboot', deviceCount: 1, devices: [], initiatedDateTime: '2030-01-01T00:00:00Z' },
  ...{ complete: true, status: 0, message: 'Connected.', updatedDateTime: '2030-01-01T00:00:00Z' },
  ...{ errorCode: 5, severity: 1, data: 'more', alias: 'engine', state: { speed: 3 } },
};

/** With a member missing here and there, and one that is odd. */
const spoiled = fc
  .tuple(
    ...Object.entries(whole).map(([name, value]) =>
      fc.oneof(
        { weight: 12, arbitrary: fc.constant([[name, value] as const]) },
        { weight: 1, arbitrary: json.map((odd) => [[name, odd] as const]) },
        { weight: 1, arbitrary: fc.constant([]) },
      ),
    ),
  )
  .map((members) => Object.fromEntries<unknown>(members.flat()));
const list = fc.array(fc.oneof({ weight: 5, arbitrary: spoiled }, { weight: 1, arbitrary: json }), { maxLength: 4 });
const body = fc.oneof(
  json,
  spoiled,
  list,
  fc.record({ results: list, bookmark: fc.constantFrom('next', undefined), meta: json }),
);

/** The same answer to whatever is asked. */
const saying = (answer: unknown) =>
  scriptedApi(
    ...Array.from({ length: 60 }, () => ({ ok: true, value: { status: 200, headers: {}, body: answer } }) as const),
  );
const always = (answer: unknown) => saying(answer).api;

const context = { lane: 'click' } as const;
const vehicleIdOf = (typeId: string, deviceId: string) => `${typeId}/${deviceId}`;
const van: RegisteredDevice = {
  ...{ vehicleId: 'van/VAN-1', deviceId: 'VAN-1', name: 'VAN-1', typeId: 'van' },
  ...{ isEnabled: null, organizations: [] },
};

/** A failure, or what a window may be given. */
const isFit = (result: Result<unknown>, schema: z.ZodType): void => {
  if (result.ok) schema.parse(result.value);
  else expect(result.error.message).not.toBe('');
};

const hold = (check: (answer: unknown) => Promise<void>) =>
  fc.assert(fc.asyncProperty(body, check), { numRuns: 150, seed: 7 });

describe('whatever the platform answers', () => {
  test('lists are told or fail in words', () =>
    hold(async (answer) => {
      const ids: string[] = [];
      const listing = await listDevices(always(answer), {}, vehicleIdOf, context, (page) => {
        ids.push(...page.map(({ vehicleId }) => vehicleId));
      });
      isFit(listing, z.object({ problem: z.string().nullable() }));
      expect(new Set(ids).size).toBe(ids.length);
      isFit(
        await listTypes(always(answer), 'settings', context),
        z.object({ types: z.array(z.object({ id: z.string(), title: z.string() })), problem: z.string().nullable() }),
      );
      const groups = createGroups(always(answer), {}, vehicleIdOf);
      isFit(await groups.list(context), z.array(z.object({ id: z.string().min(1), name: z.string() })));
      isFit(await groups.members('depot', context), z.array(z.string()));
    }));

  test('rights and roles are complete', () =>
    hold(async (answer) => {
      const identity = z.object({ roles: z.array(roleSchema).nullable(), rights: rightsSchema });
      isFit(await identify(always(answer), 'a-main-a84ps90Ajs', context), identity);
    }));

  test('details and records fit the contract', () =>
    hold(async (answer) => {
      const { api, client } = saying(answer);
      const registry = createRegistry({ api, client, clock: systemClock, vehicleIdOf, organisation: 'main' });
      isFit(await registry.get(van, context), deviceDetailSchema);
      const isSimulated = false;
      const made = await registry.createMany?.([{ deviceId: 'VAN-1', name: '', typeId: 'van', isSimulated }], context);
      expect(made?.outcomes).toHaveLength(1);
      for (const { credentials } of made?.outcomes ?? []) deviceCredentialsSchema.nullable().parse(credentials);
      expect((await registry.removeMany?.([van], context))?.outcomes).toHaveLength(1);
      for (const kind of recordKinds) {
        const records = createRecords(always(answer), new LastEventCache(always(answer), systemClock, silentLog));
        isFit(await records.read(van, kind, undefined, context), recordsSchema);
      }
      const cache = new LastEventCache(always(answer), systemClock, silentLog);
      const events = await cache.read({ typeId: 'van', deviceId: 'VAN-1' }, context);
      if (events.ok && events.value.isOn) {
        for (const event of events.value.events) expect(payloadOf(event)).toBeInstanceOf(Uint8Array);
      }
    }));

  test('jobs fit the contract', () =>
    hold(async (answer) => {
      const jobs = createJobs({ api: always(answer), clock: systemClock, vehicleIdOf });
      isFit(await jobs.list(context), z.array(jobSchema.omit({ connectionId: true })));
      isFit(await jobs.devices('one', context), z.array(jobDeviceSchema.omit({ name: true })));
      const target = { kind: 'vehicles', vehicleIds: [van.vehicleId] } as const;
      const job = { name: 'Reboot', actionId: 'device/reboot', values: {}, target: { ...target, vehicleIds: ['x'] } };
      isFit(await jobs.create(job, [van], context), jobSchema.omit({ connectionId: true }));
    }));
});
