import { expect, test } from 'vitest';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import { presetById } from '../presets/presets.ts';
import { isSamePlatform, placeOf } from './same-platform.ts';

const watson = (changes: Partial<ConnectionSettings> = {}): ConnectionSettings => ({
  ...presetById('watson').settings,
  username: 'a-abc123-0123456789',
  platform: { kind: 'watson', address: 'https://iot.example', commandRoute: 'mqtt', watch: {} },
  ...changes,
});

test('a place is the platform with its organisation; a broker alone is none', () => {
  expect(placeOf(watson())).toBe('watson https://iot.example/api/v0002 abc123');
  expect(placeOf(watson({ username: 'a-abc123-9876543210' }))).toBe(placeOf(watson()));
  expect(placeOf(watson({ username: 'a-xyz789-0123456789' }))).not.toBe(placeOf(watson()));
  expect(placeOf({ ...presetById('hsl').settings })).toBeUndefined();
});

test('what was learnt of a platform holds no longer when its vehicles are named otherwise', () => {
  const { mapping } = presetById('practice').settings;
  expect(isSamePlatform(watson(), watson({ username: 'a-abc123-9876543210' }))).toBe(true);
  expect(isSamePlatform(watson(), watson({ mapping }))).toBe(false);
});
