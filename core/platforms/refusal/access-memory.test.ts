import { expect, test } from 'vitest';
import type { PlatformSettings } from '../../../shared/platform/settings.ts';
import { createManualTimers } from '../../../test/support/manual-timers.ts';
import { silentLog } from '../../log.ts';
import { createMemorySettings, type SettingsStore } from '../../settings/settings-store.ts';
import { AccessMemory, accessMemoryKey } from './access-memory.ts';
import { checkValueOf } from './knowledge.ts';

const at = (address: string): PlatformSettings => ({
  ...{ kind: 'iot-central', address, auth: 'api-token', live: 'polling', usesPreview: false },
  watch: {},
});
const depot = at('https://depot.example');
const accepted = { tokenId: 'console', checkValue: 'abc123', tenant: 'app-1', expiresAtMs: 5_000 };

const open = (store: SettingsStore = createMemorySettings()) => {
  const clock = createManualTimers();
  return { store, clock, memory: new AccessMemory({ store, clock, log: silentLog }) };
};

test('whose tokens were let in at an address is known after a restart, however the address is written', () => {
  const { store, memory } = open();
  memory.noteAccepted(depot, accepted);
  const next = open(store).memory;
  expect(next.tenantAt(at('https://DEPOT.example/api/'))).toBe('app-1');
  expect(next.trace(depot, 'console')).toEqual({ checkValue: 'abc123', expiresAtMs: 5_000, deletedAtMs: null });
  expect(next.tenantAt(at('https://other.example'))).toBeUndefined();
  expect(next.trace(depot, 'another')).toBeUndefined();
});

test('what is known already is not written again, and an end that is not told takes none away', () => {
  let writes = 0;
  const store = createMemorySettings();
  const { memory } = open({ ...store, set: () => (writes += 1) });
  memory.noteAccepted(depot, accepted);
  memory.noteAccepted(depot, { ...accepted, expiresAtMs: null });
  memory.noteAccepted(depot, { ...accepted, tenant: null });
  expect([writes, memory.trace(depot, 'console')?.expiresAtMs]).toEqual([1, 5_000]);
  memory.noteAccepted(depot, { ...accepted, checkValue: 'def456', expiresAtMs: null });
  expect([writes, memory.trace(depot, 'console')?.expiresAtMs]).toEqual([2, null]);
});

test('a token that was deleted from here is remembered as such, until one of its name is let in', () => {
  const { memory, clock } = open();
  memory.noteAccepted(depot, accepted);
  memory.noteDeleted(depot, 'console');
  expect(memory.trace(depot, 'console')).toEqual({
    ...{ checkValue: 'abc123', expiresAtMs: 5_000, deletedAtMs: clock.now() },
  });
  expect(memory.tenantAt(depot)).toBe('app-1');
  memory.noteAccepted(depot, { ...accepted, checkValue: 'def456' });
  expect(memory.trace(depot, 'console')?.deletedAtMs).toBeNull();
});

test('the application at an address may become another one', () => {
  const { memory } = open();
  memory.noteAccepted(depot, accepted);
  memory.noteAccepted(depot, { ...accepted, tenant: 'app-2' });
  expect(memory.tenantAt(depot)).toBe('app-2');
});

test('it does not grow for ever: what was not let in for longest is forgotten', () => {
  const { memory } = open();
  for (let index = 0; index < 60; index++) {
    memory.noteAccepted(at(`https://depot-${String(index)}.example`), accepted);
    memory.noteAccepted(depot, { ...accepted, tokenId: 'a' });
  }
  for (let index = 0; index < 250; index++) memory.noteAccepted(depot, { ...accepted, tokenId: `t${String(index)}` });
  expect(memory.tenantAt(at('https://depot-0.example'))).toBeUndefined();
  expect(memory.tenantAt(at('https://depot-59.example'))).toBe('app-1');
  expect([memory.trace(depot, 'a'), memory.trace(depot, 't49'), memory.trace(depot, 't50')?.checkValue]).toEqual([
    ...[undefined, undefined, 'abc123'],
  ]);
});

test.each([
  ['text', 'text'],
  ['another form', { 'iot-central https://depot.example': { tenant: 5 } }],
])('a memory that was stored as %s is as none', (_form, stored) => {
  const { memory } = open(createMemorySettings({ [accessMemoryKey]: stored }));
  expect(memory.tenantAt(depot)).toBeUndefined();
  memory.noteAccepted(depot, accepted);
  expect(memory.tenantAt(depot)).toBe('app-1');
});

test('a store that refuses costs what was learnt in passing, and not the call that taught it', () => {
  const store = {
    ...createMemorySettings(),
    set: () => {
      throw new Error('The disk is full.');
    },
  };
  const { memory } = open(store);
  memory.noteAccepted(depot, accepted);
  expect(memory.tenantAt(depot)).toBe('app-1');
});

test('a token’s check value tells it from another and gives away no more than a few bits of its hash', () => {
  expect(checkValueOf('one')).toMatch(/^[0-9a-f]{6}$/);
  expect(checkValueOf('one')).not.toBe(checkValueOf('two'));
});
