import { expect, test } from 'vitest';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { ageWords } from './evidence.ts';
import { checkPreconditions, unmetWords } from './preconditions.ts';

const nowMs = Date.UTC(2030, 0, 1);
const standing = {
  signal: 'Vehicle.Speed',
  minimum: -5,
  maximum: 5,
  freshWithinMs: 90_000,
  explanation: 'Unlock only while the vehicle stands.',
};

const speed = (value: SignalState['value'], ageMs: number, vehicleAgeMs: number | null = ageMs): SignalState => ({
  path: 'Vehicle.Speed',
  value,
  unit: 'km/h',
  receivedAtMs: nowMs - ageMs,
  vehicleTimeMs: vehicleAgeMs === null ? null : nowMs - vehicleAgeMs,
});

const check = (signal: SignalState | undefined) => checkPreconditions([standing], () => signal, nowMs)[0];

test('a fresh value within the limits is met, with the value, its unit and its age as evidence', () => {
  expect(check(speed(0.2, 2_000))).toEqual({
    explanation: standing.explanation,
    evidence: 'Speed: 0 km/h, 2 s ago',
    isMet: true,
  });
});

test('a fresh value outside the limits is not met', () => {
  expect(check(speed(48, 2_000))).toMatchObject({ evidence: 'Speed: 48 km/h, 2 s ago', isMet: false });
});

test('a value that is too old decides nothing, even where it would be met', () => {
  expect(check(speed(0, 90_001))).toMatchObject({ isMet: false });
  expect(check(speed(0, 720_000))?.evidence).toBe('Speed: 0 km/h, 12 min ago (older than 90 s)');
});

test('a message that the broker kept arrives now and tells of then: it is as old as the vehicle says', () => {
  expect(check(speed(0, 1_000, 600_000))?.isMet).toBe(false);
});

test('a vehicle clock that is ahead makes nothing younger', () => {
  expect(check(speed(0, 100_000, -3_600_000))?.isMet).toBe(false);
});

test('a vehicle without a clock is judged by the time of receipt', () => {
  expect(check(speed(0, 1_000, null))?.isMet).toBe(true);
});

test('a value that was never heard is not met and says so', () => {
  expect(check(undefined)).toMatchObject({ evidence: 'Speed: no value has been heard', isMet: false });
});

test('text is no number and is not met', () => {
  expect(check(speed('fast', 0))?.isMet).toBe(false);
});

test('a flag counts as one or zero', () => {
  const locked = { ...standing, signal: 'Vehicle.Cabin.Door.Row1.DriverSide.IsLocked', minimum: 1, maximum: 1 };
  const signal: SignalState = { ...speed(true, 1_000), path: locked.signal, unit: null };
  expect(checkPreconditions([locked], () => signal, nowMs)[0]).toMatchObject({
    evidence: 'Doors: Locked, 1 s ago',
    isMet: true,
  });
});

test('a refusal tells every reason with its evidence', () => {
  const words = unmetWords(checkPreconditions([standing, standing], () => speed(48, 2_000), nowMs));
  expect(words).toBe(
    'Unlock only while the vehicle stands. Speed: 48 km/h, 2 s ago. Unlock only while the vehicle stands. Speed: 48 km/h, 2 s ago.',
  );
  expect(unmetWords(checkPreconditions([standing], () => speed(0, 0), nowMs))).toBeUndefined();
});

test.each([
  [-5_000, '0 s'],
  [0, '0 s'],
  [89_000, '89 s'],
  [720_000, '12 min'],
  [3 * 3_600_000, '3 h'],
  [4 * 86_400_000, '4 days'],
])('%i ms is told as %s', (ageMs, words) => {
  expect(ageWords(ageMs)).toBe(words);
});
