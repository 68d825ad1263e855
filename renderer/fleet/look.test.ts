import { expect, it } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import type { VehicleKey } from './fleet-store.ts';
import { createLook } from './look.ts';

const vehicle = (vehicleId: string, connectionId = 'polled'): VehicleKey => ({ connectionId, vehicleId });

const start = () => {
  const timers = createManualTimers();
  const sent: (readonly VehicleKey[])[] = [];
  const look = createLook({
    connectionIds: new Set(['polled']),
    send: (vehicles) => sent.push(vehicles),
    after: (delayMs, callback) => timers.after(delayMs, callback),
  });
  return { timers, sent, look };
};

it('tells what is on screen when the scrolling has come to rest, and once', () => {
  const { timers, sent, look } = start();
  look.see([vehicle('A')]);
  timers.advance(200);
  look.see([vehicle('B')]);
  timers.advance(299);
  expect(sent).toEqual([]);
  timers.advance(1);
  expect(sent).toEqual([[vehicle('B')]]);
  look.see([vehicle('B')]);
  timers.advance(1000);
  expect(sent).toHaveLength(1);
});

it('leaves out vehicles without a platform, and never tells of more than two hundred', () => {
  const { timers, sent, look } = start();
  look.see([vehicle('MQTT', 'broker'), ...Array.from({ length: 300 }, (_, index) => vehicle(String(index)))]);
  timers.advance(300);
  expect(sent[0]).toHaveLength(200);
  expect(sent[0]?.[0]).toEqual(vehicle('0'));
});

it('says nothing where there is nothing to ask a platform for', () => {
  const { timers, sent, look } = start();
  look.see([vehicle('MQTT', 'broker')]);
  timers.advance(1000);
  look.sendAgain();
  look.close();
  expect(sent).toEqual([]);
});

it('tells an engine that has started again, and takes it back when the view is left', () => {
  const { timers, sent, look } = start();
  look.see([vehicle('A')]);
  timers.advance(300);
  look.sendAgain();
  look.close();
  expect(sent).toEqual([[vehicle('A')], [vehicle('A')], []]);
});
