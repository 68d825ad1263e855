import { expect, test } from 'vitest';
import { parseClientId } from './client-id.ts';

test('the four forms are told apart', () => {
  expect(parseClientId('a:abc123:console')).toEqual({
    kind: 'application',
    org: 'abc123',
    appId: 'console',
    isShared: false,
    instanceId: null,
  });
  expect(parseClientId('A:abc123:console')).toMatchObject({ isShared: true, instanceId: null });
  expect(parseClientId('A:abc123:console:two')).toMatchObject({ isShared: true, instanceId: 'two' });
  expect(parseClientId('d:abc123:van:VAN-1')).toEqual({
    kind: 'device',
    org: 'abc123',
    typeId: 'van',
    deviceId: 'VAN-1',
  });
  expect(parseClientId('g:abc123:box:B_1.2')).toMatchObject({ kind: 'gateway', deviceId: 'B_1.2' });
});

test.each([
  '',
  'console',
  'a:abc123',
  'a:abc123:',
  'a::console',
  'a:abc123:console:two',
  'A:abc123:console:two:three',
  'd:abc123:van',
  'd:abc123:van:VAN-1:more',
  'd:abc123:van:VAN/1',
  'd:abc123:van:+',
  'x:abc123:van:VAN-1',
  'D:abc123:van:VAN-1',
  `a:abc123:${'x'.repeat(37)}`,
  'a:abc123:mit leerzeichen',
])('"%s" is none', (clientId) => {
  expect(parseClientId(clientId)).toBeUndefined();
});
