import { expect, test } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import type { MonitorEvent } from '../watson/monitor-message.ts';
import type { Quirk } from './roster.ts';
import { Unit } from './unit.ts';

interface Happening {
  readonly what: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly monitored?: MonitorEvent;
}

const board = (quirk: Quirk) => {
  const clock = createManualTimers();
  const happenings: Happening[] = [];
  const unit = new Unit(
    { deviceId: 'VAN-002', kind: 'van', quirk, seed: 11 },
    {
      publishEvent: (_device, event, payload) =>
        happenings.push({ what: event, payload: JSON.parse(payload) as Readonly<Record<string, unknown>> }),
      announceDevice: (_device, event) => happenings.push({ what: event.action, monitored: event }),
      sendManagement: () => undefined,
    },
    clock,
  );
  unit.connect();
  return {
    clock,
    unit,
    happenings,
    drive: (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(1000);
        unit.turn();
      }
    },
    order: (command: string, parameters: object) =>
      unit.receive(command, new TextEncoder().encode(JSON.stringify({ requestId: 'r', ...parameters }))),
    /** Equal happenings in a row count as one. */
    story: () => happenings.map(({ what }) => what).filter((what, index, all) => what !== all[index - 1]),
  };
};

test('a vehicle connects, then reports what it does', () => {
  const { unit, happenings, drive, story } = board('none');
  drive(60);
  expect(story()).toEqual(['Connect', 'telemetry']);
  expect(happenings).toHaveLength(61);
  expect(happenings.at(-1)?.payload?.speed).toBeCloseTo(unit.vehicle.drive.speedMs * 3.6, 1);
});

test('one that drops out is said to have timed out, with what it had sent, and to be back later', () => {
  const { happenings, drive, story } = board('drops-out');
  drive(20 * 60);
  expect(story().slice(0, 5)).toEqual(['Connect', 'telemetry', 'Disconnect', 'Connect', 'telemetry']);
  const sent = happenings.findIndex(({ what }) => what === 'Disconnect') - 1;
  const { monitored } = happenings[sent + 1] ?? {};
  expect(monitored).toMatchObject({ action: 'Disconnect', closeCode: 160, traffic: { readMessages: sent } });
});

test('nothing reaches a vehicle that is not connected', () => {
  const { unit, order, drive, happenings } = board('drops-out');
  while (happenings.at(-1)?.what !== 'Disconnect') drive(1);
  order('unlockDoors', {});
  drive(30);
  expect(happenings.at(-1)?.what).toBe('Disconnect');
  expect(unit.vehicle.doorsLocked).toBe(true);
});

test('a restart interrupts the reports and nothing else', () => {
  const { order, drive, story, unit } = board('none');
  drive(5);
  const before = unit.vehicle.drive.odometerM;
  order('reboot', { delay: 3 });
  drive(20);
  expect(story()).toEqual([
    ...['Connect', 'telemetry', 'commandResult', 'telemetry'],
    ...['Disconnect', 'Connect', 'commandResult', 'telemetry'],
  ]);
  expect(unit.vehicle.drive.odometerM).toBeGreaterThanOrEqual(before);
});

test('after a long sleep the drive goes on where it was', () => {
  const { clock, unit, drive } = board('none');
  drive(10);
  const before = unit.vehicle.drive.odometerM;
  clock.setNow(clock.now() + 8 * 3_600_000);
  unit.turn();
  expect(unit.vehicle.drive.odometerM - before).toBeLessThan(5000);
});

test('a closed vehicle lets go of what it was about to do', () => {
  const { clock, unit, order, happenings } = board('none');
  order('flashLights', { seconds: 5 });
  unit.close();
  clock.advance(60_000);
  expect(clock.pendingCount()).toBe(0);
  expect(happenings.at(-1)?.payload?.status).toBe('accepted');
});
