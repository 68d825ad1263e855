import { expect, it } from 'vitest';
import type { FleetFrame } from '../../shared/fleet/frame.ts';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { FleetSession } from './fleet-session.ts';
import { frameOf, snapshotOf } from './testing/frames.ts';

/** Keeps every fleet subscription that is open, and lets a test tell each a frame. */
const createEngine = () => {
  const open = new Set<(frame: FleetFrame) => void>();
  let opened = 0;
  const subscribe = ((_topic: string, _params: unknown, onEvent: (frame: FleetFrame) => void) => {
    opened += 1;
    open.add(onEvent);
    return () => open.delete(onEvent);
  }) as unknown as EngineLink['subscribe'];
  return {
    engine: { subscribe },
    open,
    openedCount: () => opened,
    tell: (frame: FleetFrame) => {
      for (const onEvent of [...open]) onEvent(frame);
    },
  };
};

it('asks the engine only while the fleet is shown', () => {
  const { engine, open } = createEngine();
  const fleet = new FleetSession(engine, createManualTimers());
  expect(open.size).toBe(0);
  const leave = fleet.show();
  expect(open.size).toBe(1);
  leave();
  expect(open.size).toBe(0);
});

it('subscribes anew after a lost frame, and goes on from the snapshot', () => {
  const { engine, open, openedCount, tell } = createEngine();
  const fleet = new FleetSession(engine, createManualTimers());
  fleet.show();
  tell(snapshotOf([{ row: 0, name: 'A', speedKmh: 1 }]));
  tell(frameOf('delta', 3, [{ row: 0, speedKmh: 3 }]));
  expect([open.size, openedCount()]).toEqual([1, 2]);
  expect(fleet.store.columns.speedKmh[0]).toBe(1);
  tell(snapshotOf([{ row: 0, name: 'A', speedKmh: 4 }]));
  expect(fleet.store.columns.speedKmh[0]).toBe(4);
});

it('holds values and time still while it is paused, and is live again afterwards', () => {
  const { engine, open } = createEngine();
  const clock = createManualTimers(5000);
  const fleet = new FleetSession(engine, clock);
  fleet.show();
  fleet.pause();
  expect(open.size).toBe(0);
  clock.advance(60_000);
  expect(fleet.nowMs()).toBe(5000);
  expect(fleet.getPausedAtMs()).toBe(5000);
  fleet.resume();
  expect(open.size).toBe(1);
  expect(fleet.nowMs()).toBe(65_000);
});
