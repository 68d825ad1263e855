import { describe, expect, test } from 'vitest';
import type { RecordKind, Records } from '../../../shared/platform/record.ts';
import type { Platform, RegisteredDevice } from '../../../core/platforms/platform.ts';
import { background, click, deviceOf, failureOf, spare, startPractice, truck, until, valueOf } from './adapter.ts';

const read = async (adapter: Platform, device: RegisteredDevice, kind: RecordKind): Promise<Records> => {
  const { records } = adapter;
  if (records === undefined) throw new Error('The adapter has no records.');
  return valueOf(await records.read(device, kind, undefined, click));
};

describe('the latest values', () => {
  test('come on the topics of the live feed, byte by byte, with when they were received', async () => {
    const practice = await startPractice();
    await practice.call('PUT', '/config/lec', { enabled: true, ttlDays: 1 });
    const device = await practice.spareDevice();
    const bytes = Buffer.from([0, 255, 7]);
    await device.mqtt.publishAsync('iot-2/evt/raw/fmt/bin', bytes, { qos: 1 });
    await device.mqtt.publishAsync('iot-2/evt/telemetry/fmt/json', '{"d":{"speed":3}}', { qos: 1 });
    const messages = valueOf(await practice.adapter().latest(spare, background));
    expect(messages.map(({ topic, payload }) => [topic, Buffer.from(payload).toString('hex')])).toEqual([
      ['iot-2/type/van/id/VAN-SPARE/evt/raw/fmt/bin', '00ff07'],
      ['iot-2/type/van/id/VAN-SPARE/evt/telemetry/fmt/json', Buffer.from('{"d":{"speed":3}}').toString('hex')],
    ]);
    for (const { receivedAtMs } of messages) {
      expect(Math.abs((receivedAtMs ?? 0) - practice.clock.now())).toBeLessThan(600_000);
    }
  });

  test('are none while nobody has switched the cache on, which is found once and not asked again', async () => {
    const practice = await startPractice({ vehicles: 3, rate: 1 });
    const adapter = practice.adapter();
    for (const device of [truck, spare, truck]) expect(valueOf(await adapter.latest(device, background))).toEqual([]);
    const asked = practice.log.filter(({ event, fields }) => event === 'rest-call' && isEvents(fields.path));
    expect(asked).toHaveLength(1);
    expect(practice.log.filter(({ event }) => event === 'last-event-cache-off')).toHaveLength(1);

    const records = await read(adapter, truck, 'last-events');
    expect(records).toMatchObject({ rows: [], cut: expect.stringContaining('switched off') as string });
    await practice.call('PUT', '/config/lec', { enabled: true, ttlDays: 1 });
    const rows = await until(
      () => read(adapter, truck, 'last-events'),
      (now) => now.rows.length > 0,
    );
    expect(rows).toMatchObject({ cut: null, rows: [{ title: 'telemetry' }] });
  });

  test('of a device that is gone are none', async () => {
    const practice = await startPractice();
    await practice.call('PUT', '/config/lec', { enabled: true, ttlDays: 1 });
    expect(valueOf(await practice.adapter().latest(deviceOf('van', 'NOBODY'), background))).toEqual([]);
  });
});

const isEvents = (path: unknown): boolean => typeof path === 'string' && path.endsWith('/events');

describe('the records of a device', () => {
  test('tell who connected, newest first', async () => {
    const practice = await startPractice();
    const device = await practice.spareDevice();
    await device.mqtt.endAsync();
    const adapter = practice.adapter();
    const { rows } = await until(
      () => read(adapter, spare, 'connection-log'),
      (log) => log.rows.length === 2,
    );
    expect(rows.map(({ title, severity }) => [title, severity])).toEqual([
      ['Disconnected', 'information'],
      ['Connected', 'information'],
    ]);
    expect(rows[0]?.atMs).toBeGreaterThanOrEqual(rows[1]?.atMs ?? Infinity);
  });

  test('tell diagnostics, and can be emptied of them', async () => {
    const practice = await startPractice();
    const path = '/device/types/van/devices/VAN-SPARE/diag';
    await practice.call('POST', `${path}/logs`, { message: 'Door', severity: 2, data: 'left' });
    await practice.call('POST', `${path}/errorCodes`, { errorCode: 1280 });
    const adapter = practice.adapter();
    expect((await read(adapter, spare, 'diagnostic-log')).rows).toMatchObject([
      { title: 'Door', text: 'left', severity: 'error' },
    ]);
    expect((await read(adapter, spare, 'error-codes')).rows).toMatchObject([
      { title: 'Error code 1280', text: '0x500' },
    ]);
    for (const kind of adapter.records?.clearable ?? []) {
      expect(await adapter.records?.clear(spare, kind, click)).toEqual({ ok: true, value: null });
      expect((await read(adapter, spare, kind)).rows).toEqual([]);
    }
    expect(adapter.records?.clearable).toHaveLength(2);
  });

  test("show the state through the type's logical interface, and that there is none yet", async () => {
    const practice = await startPractice({ vehicles: 3, rate: 1 });
    const adapter = practice.adapter();
    const { rows } = await until(
      () => read(adapter, truck, 'device-state'),
      (state) => state.rows.length > 0,
    );
    expect(rows.map(({ title }) => title)).toEqual(expect.arrayContaining(['latitude', 'cargoTemperature']));
    expect(rows.every(({ atMs }) => atMs !== null)).toBe(true);
    expect(await read(adapter, spare, 'device-state')).toMatchObject({
      ...{ rows: [], cut: expect.stringContaining('no state of this device yet') as string },
    });
  });

  test('hold no commands', async () => {
    const practice = await startPractice();
    const { records } = practice.adapter();
    expect(records?.kinds).not.toContain('command-history');
    const answer = await records?.read(spare, 'command-history', 'lockDoors', click);
    expect(answer && failureOf(answer).code).toBe('unsupported');
  });

  test('that the role does not show say so', async () => {
    const practice = await startPractice({ vehicles: 3 });
    const { records } = practice.adapter({ as: 'visualization' });
    const answer = await records?.read(truck, 'connection-log', undefined, click);
    expect(answer && failureOf(answer)).toMatchObject({ code: 'not-authorised', details: { reason: 'forbidden' } });
  });
});
