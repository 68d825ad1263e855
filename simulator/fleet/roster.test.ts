import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawRoster } from './roster.ts';

test('the same seed draws the same fleet, another seed another', () => {
  expect(drawRoster(50, 1)).toEqual(drawRoster(50, 1));
  expect(drawRoster(50, 1)).not.toEqual(drawRoster(50, 2));
});

test('vehicles are numbered through, kinds taking turns', () => {
  expect(drawRoster(4, 1).map(({ deviceId }) => deviceId)).toEqual(['TRUCK-001', 'VAN-002', 'BUS-003', 'TRUCK-004']);
  expect(drawRoster(1000, 1).at(-1)?.deviceId).toBe('TRUCK-1000');
});

test('in a fleet of 50, more than 85 % are sound and every quirk is there', () => {
  const roster = drawRoster(50, 1);
  expect(roster.filter(({ quirk }) => quirk === 'none').length / 50).toBeGreaterThan(0.85);
  expect(new Set(roster.map(({ quirk }) => quirk))).toEqual(
    new Set(['none', 'fault', 'silent', 'late', 'stuck-doors', 'wrong-clock', 'drops-out']),
  );
});

test('whatever the size, most are sound, the first of each kind among them, and ids are unique', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 0xffffffff }), (vehicles, seed) => {
      const roster = drawRoster(vehicles, seed);
      expect(new Set(roster.map(({ deviceId }) => deviceId)).size).toBe(vehicles);
      expect(roster.filter(({ quirk }) => quirk !== 'none').length).toBe(Math.floor(vehicles / 7));
      for (const { quirk } of roster.slice(0, 3)) expect(quirk).toBe('none');
    }),
  );
});
