import { expect, test } from 'vitest';
import { createManualTimers } from '../../../test/support/manual-timers.ts';
import { Device } from '../device/device.ts';
import { queryTelemetry } from './telemetry-query.ts';

const template = 'dtmi:test:van;1';
const start = Date.UTC(2030, 0, 1);

const device = (id: string, speeds: readonly number[]): Device => {
  const clock = createManualTimers(start);
  const ignored = () => undefined;
  const made = new Device(
    id,
    { displayName: id, template, enabled: true, simulated: false, organizations: [] },
    {
      clock,
      historyCapacity: 100,
      schemaOf: ignored,
      events: { telemetry: ignored, properties: ignored, connectivity: ignored, lifecycle: ignored },
    },
  );
  speeds.forEach((speed, index) => {
    const createdAtMs = start + index * 60_000;
    made.history.add(
      { createdAtMs, telemetry: { speed }, doors: { doorOpen: speed === 0 }, reported: {} },
      createdAtMs,
    );
  });
  return made;
};

const fleet = [device('VAN-1', [0, 10, 20, 30]), device('VAN-2', [80, 90])];
const nowMs = start + 3 * 60_000;
const ask = (query: string) => queryTelemetry(query, fleet, nowMs);

test('rows are selected by conditions on values, device and time', () => {
  expect(ask(`SELECT $id, speed FROM ${template} WHERE speed > 10 AND $id = 'VAN-1'`)).toEqual([
    { $id: 'VAN-1', speed: 20 },
    { $id: 'VAN-1', speed: 30 },
  ]);
  expect(ask(`SELECT $ts FROM ${template} WHERE WITHIN_WINDOW(PT90S)`)).toEqual([
    { $ts: '2030-01-01T00:02:00.000Z' },
    { $ts: '2030-01-01T00:03:00.000Z' },
  ]);
  expect(ask(`SELECT $id FROM ${template} WHERE doors.doorOpen = true OR (NOT speed < 90)`)).toEqual([
    { $id: 'VAN-1' },
    { $id: 'VAN-2' },
  ]);
  const window = '2029-12-31T00:00:00Z/2030-01-01T00:00:30Z';
  expect(ask(`SELECT speed FROM ${template} WHERE WITHIN_WINDOW('${window}')`)).toEqual([{ speed: 0 }, { speed: 80 }]);
});

test('values are combined over all, and over windows of time', () => {
  expect(ask(`SELECT AVG(speed), COUNT(speed), MAX(speed) AS top FROM ${template} WHERE $id = "VAN-1"`)).toEqual([
    { avg_speed: 15, count_speed: 4, top: 30 },
  ]);
  expect(ask(`SELECT SUM(speed) FROM ${template} GROUP BY WINDOW(PT2M) ORDER BY $ts DESC`)).toEqual([
    { $ts: '2030-01-01T00:02:00.000Z', sum_speed: 50 },
    { $ts: '2030-01-01T00:00:00.000Z', sum_speed: 180 },
  ]);
  expect(ask(`SELECT FIRST(speed), LAST(speed), MIN(speed) FROM ${template} WHERE $id = 'VAN-2'`)).toEqual([
    { first_speed: 80, last_speed: 90, min_speed: 80 },
  ]);
});

test('rows are ordered and cut', () => {
  expect(ask(`SELECT TOP 2 speed FROM ${template} ORDER BY speed DESC`)).toEqual([{ speed: 90 }, { speed: 80 }]);
});

test.each([
  `SELECT * FROM ${template}`,
  `SELECT speed`,
  `SELECT speed FROM ${template} WHERE speed`,
  `SELECT speed FROM ${template} WHERE speed =`,
  `SELECT speed FROM ${template} WHERE WITHIN_WINDOW(yesterday)`,
  `SELECT speed FROM ${template} and then some`,
  `SELECT TOP many speed FROM ${template}`,
  `SELECT ${Array.from({ length: 16 }, (_, index) => `a${index}`).join(', ')} FROM ${template}`,
  `SELECT speed FROM ${template} WHERE ${Array.from({ length: 11 }, () => 'a = 1').join(' OR ')}`,
  `SELECT speed FROM ${template} WHERE $id = '${'x'.repeat(350)}'`,
  `SELECT speed FROM ${template} WHERE speed # 3`,
])('%s is refused', (query) => {
  expect(() => ask(query)).toThrow('The query is not valid.');
});

test('a template nobody has gives no rows', () => {
  expect(ask('SELECT speed FROM dtmi:test:ship;1')).toEqual([]);
});
