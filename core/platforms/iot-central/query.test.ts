import { expect, test } from 'vitest';
import { writeQuery } from './query.ts';
import { readTemplate } from '../dtdl/read-template.ts';

const model = (names: readonly string[]) =>
  readTemplate({
    '@id': 'dtmi:test:truck;1',
    capabilityModel: { contents: names.map((name) => ({ '@type': 'Telemetry', name, schema: 'double' })) },
  });
const devices = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ deviceId: `truck-${String(index)}` }));

test('a query has a vehicle’s id and time, the values that are wanted most, and the newest first', () => {
  const { text, columns } = writeQuery(model(['odometer', 'speed']), devices(50));
  expect(text).toBe(
    'SELECT $id, $ts, speed, odometer FROM dtmi:test:truck;1 WHERE WITHIN_WINDOW(PT10M) ORDER BY $ts DESC',
  );
  expect(columns.map(({ name }) => name)).toEqual(['speed', 'odometer']);
});

test('a query for a few names them', () => {
  const { text } = writeQuery(model(['speed']), [{ deviceId: 'one' }, { deviceId: "o'two" }]);
  expect(text).toContain("WITHIN_WINDOW(PT10M) AND ($id = 'one' OR $id = 'o''two') ORDER BY");
});

test('a query selects no more than fifteen things', () => {
  const names = Array.from({ length: 40 }, (_, index) => `v${String(index)}`);
  const { text, columns } = writeQuery(model(names), devices(50));
  expect(columns).toHaveLength(13);
  expect(text.length).toBeLessThanOrEqual(350);
});

test('a query is never longer than the platform takes', () => {
  const names = Array.from({ length: 20 }, (_, index) => `a_rather_long_name_of_telemetry_${String(index)}`);
  for (const count of [1, 5, 9, 10, 500]) {
    const { text, columns } = writeQuery(model(names), devices(count));
    expect(text.length).toBeLessThanOrEqual(350);
    expect(columns.length).toBeGreaterThan(3);
  }
});
