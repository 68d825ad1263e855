import { expect, test } from 'vitest';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import { storedSecretProblem } from './secret-scope.ts';
import { connectionSettings } from './testing/backup-fixture.ts';

const at = (url: string, changes: Partial<ConnectionSettings> = {}) => connectionSettings('Depot', url, changes);

test.each([
  ['the same host', 'mqtts://a.example.com', 'mqtts://a.example.com'],
  ['another port of it', 'mqtts://a.example.com:8883', 'mqtts://a.example.com:443'],
  ['the same in capitals', 'mqtts://a.example.com', 'mqtts://A.EXAMPLE.com'],
  ['the same over WebSocket', 'mqtts://a.example.com', 'wss://a.example.com/mqtt'],
  ['the same with encryption added', 'mqtt://a.example.com', 'mqtts://a.example.com'],
  ['another user at it', 'mqtts://a.example.com', 'mqtts://a.example.com'],
])('what is stored may be used with %s', (_what, former, next) => {
  expect(storedSecretProblem(at(former), at(next))).toBeUndefined();
});

test.each([
  ['another host', 'mqtts://a.example.com', 'mqtts://b.example.com'],
  ['a host below it', 'mqtts://a.example.com', 'mqtts://evil.a.example.com'],
  ['a host that begins like it', 'mqtts://a.example.com', 'mqtts://a.example.com.evil.net'],
  ['the same without encryption', 'mqtts://a.example.com', 'mqtt://a.example.com'],
  ['the same over an open WebSocket', 'wss://a.example.com', 'ws://a.example.com'],
])('what is stored may not be used with %s', (_what, former, next) => {
  expect(storedSecretProblem(at(former), at(next))).toContain('a.example.com');
});

test('hosts in topics, mappings and the name are nowhere that a password is sent to', () => {
  const next = at('mqtts://a.example.com', {
    name: 'https://b.example.com',
    topics: [{ filter: 'https://b.example.com/#', qos: 0 }],
  });
  expect(storedSecretProblem(at('mqtts://a.example.com'), next)).toBeUndefined();
});

test('every address in the settings counts, whatever it is called', () => {
  const former = at('mqtts://a.example.com');
  const next = { ...former, addition: { deep: ['https://b.example.com/api'] } };
  expect(storedSecretProblem(former, next)).toContain('b.example.com');
});
