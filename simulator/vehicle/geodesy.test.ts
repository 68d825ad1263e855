import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bearingBetween, distanceBetween, normalizeHeading, travel, turnBetween } from './geodesy.ts';

const position = fc.record({
  latitude: fc.double({ min: -80, max: 80, noNaN: true }),
  longitude: fc.double({ min: -179, max: 179, noNaN: true }),
});
const heading = fc.double({ min: 0, max: 359.9, noNaN: true });

test('whoever travels a distance is that far away', () => {
  fc.assert(
    fc.property(position, heading, fc.double({ min: 1, max: 100_000, noNaN: true }), (from, towards, distanceM) => {
      expect(distanceBetween(from, travel(from, towards, distanceM))).toBeCloseTo(distanceM, 2);
    }),
  );
});

test('whoever travels by a bearing arrives', () => {
  fc.assert(
    fc.property(position, heading, fc.double({ min: 10, max: 50_000, noNaN: true }), (from, towards, distanceM) => {
      const to = travel(from, towards, distanceM);
      expect(Math.abs(turnBetween(towards, bearingBetween(from, to)))).toBeLessThan(0.01);
    }),
  );
});

test('Leipzig to Dresden is 100 km to the east-south-east', () => {
  const leipzig = { latitude: 51.34, longitude: 12.37 };
  const dresden = { latitude: 51.05, longitude: 13.74 };
  expect(distanceBetween(leipzig, dresden) / 1000).toBeCloseTo(100.7, 0);
  expect(bearingBetween(leipzig, dresden)).toBeCloseTo(108, 0);
});

test('a turn takes the shorter way round', () => {
  expect(turnBetween(350, 10)).toBe(20);
  expect(turnBetween(10, 350)).toBe(-20);
  expect(normalizeHeading(-90)).toBe(270);
  expect(normalizeHeading(360)).toBe(0);
});
