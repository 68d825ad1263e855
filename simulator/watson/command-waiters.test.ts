import { expect, test } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import { CommandWaiters } from './command-waiters.ts';

const van = { typeId: 'van', deviceId: 'VAN-1' };
const lockDoors = { ...van, command: 'lockDoors', format: 'json' };
const payload = new TextEncoder().encode('{}');

const open = () => {
  const clock = createManualTimers();
  const gone = new AbortController();
  const waiters = new CommandWaiters(clock);
  const wait = (command: string | null) => waiters.wait(van, command, 60_000, gone.signal);
  return { clock, gone, waiters, wait };
};

test('whoever waits for a command or for any gets it, once', async () => {
  const { clock, waiters, wait } = open();
  const waiting = [wait('lockDoors'), wait(null)];
  waiters.offer(lockDoors, payload);
  expect(await Promise.all(waiting)).toEqual([
    { command: lockDoors, payload },
    { command: lockDoors, payload },
  ]);
  expect(clock.pendingCount()).toBe(0);
});

test('another command and another device’s are let pass, until the time is over', async () => {
  const { clock, waiters, wait } = open();
  const waiting = wait('lockDoors');
  waiters.offer({ ...lockDoors, command: 'reboot' }, payload);
  waiters.offer({ ...lockDoors, deviceId: 'VAN-2' }, payload);
  waiters.offer({ ...lockDoors, typeId: 'truck' }, payload);
  clock.advance(60_000);
  expect(await waiting).toBeUndefined();
});

test('whoever hangs up leaves nothing behind', async () => {
  const { clock, gone, wait } = open();
  const waiting = wait(null);
  gone.abort();
  expect(await waiting).toBeUndefined();
  expect(clock.pendingCount()).toBe(0);
});
