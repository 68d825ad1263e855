import { describe, expect, test } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import type { KindName } from '../vehicle/kinds.ts';
import { Vehicle } from '../vehicle/vehicle.ts';
import { CommandDesk, type Answer } from './command-desk.ts';

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

const openDesk = (kind: KindName = 'refrigerated-truck', hasStuckDoors = false) => {
  const clock = createManualTimers();
  const vehicle = new Vehicle({ kind, seed: 1, hasFault: false });
  const answers: Answer[] = [];
  const restarts: number[] = [];
  const after = (delayS: number, action: () => void) => void clock.after(delayS * 1000, action);
  const desk = new CommandDesk(
    {
      vehicle,
      hasStuckDoors,
      after,
      restart: (downS, done) => {
        restarts.push(clock.now());
        after(downS, done);
      },
    },
    (answer) => answers.push(answer),
  );
  const order = (command: string, parameters: object = {}, requestId = 'r1') =>
    desk.receive(command, encode({ requestId, ...parameters }));
  return { clock, vehicle, answers, restarts, desk, order, states: () => answers.map(({ status }) => status) };
};

describe('a command that is in order', () => {
  test('is accepted at once and completed when it has taken effect', () => {
    const { clock, vehicle, answers, order } = openDesk();
    vehicle.doorsLocked = true;
    order('unlockDoors');
    expect(answers).toEqual([{ requestId: 'r1', command: 'unlockDoors', status: 'accepted' }]);
    expect(vehicle.doorsLocked).toBe(true);
    clock.advance(5000);
    expect(answers[1]).toEqual({ requestId: 'r1', command: 'unlockDoors', status: 'completed' });
    expect(vehicle.doorsLocked).toBe(false);
    order('lockDoors', {}, 'r2');
    clock.advance(5000);
    expect(vehicle.doorsLocked).toBe(true);
  });

  test('flashLights flashes for as long as it was told', () => {
    const { clock, vehicle, order, states } = openDesk();
    order('flashLights', { seconds: 10 });
    clock.advance(9999);
    expect([vehicle.hazardLights, states()]).toEqual([true, ['accepted']]);
    clock.advance(1);
    expect([vehicle.hazardLights, states()]).toEqual([false, ['accepted', 'completed']]);
  });

  test('setCargoTemperature and limitSpeed change what they name', () => {
    const { clock, vehicle, order } = openDesk();
    order('setCargoTemperature', { temperature: -18.5 });
    order('limitSpeed', { limit: 60 }, 'r2');
    clock.advance(5000);
    expect(vehicle.cargo?.setpointC).toBe(-18.5);
    expect(vehicle.speedLimitKmh).toBe(60);
  });

  test('reboot waits for its delay, restarts, and is completed when the vehicle is back', () => {
    const { clock, restarts, order, states } = openDesk();
    const startMs = clock.now();
    order('reboot', { delay: 30 });
    clock.advance(29_999);
    expect(restarts).toEqual([]);
    clock.advance(1);
    expect([restarts, states()]).toEqual([[startMs + 30_000], ['accepted']]);
    clock.advance(60_000);
    expect(states()).toEqual(['accepted', 'completed']);
  });
});

describe('a command that is not', () => {
  test.each([
    ['flashLights', { seconds: 0 }, 'seconds must be a whole number from 1 to 30 s.'],
    ['flashLights', { seconds: 2.5 }, 'seconds must be a whole number from 1 to 30 s.'],
    ['flashLights', { seconds: '5' }, 'seconds must be a whole number from 1 to 30 s.'],
    ['flashLights', {}, 'seconds must be a whole number from 1 to 30 s.'],
    ['setCargoTemperature', { temperature: -31 }, 'temperature must be a number from -30 to 25 °C.'],
    ['setCargoTemperature', { temperature: null }, 'temperature must be a number from -30 to 25 °C.'],
    ['limitSpeed', { limit: 500 }, 'limit must be a number from 10 to 120 km/h.'],
    ['reboot', { delay: 61 }, 'delay must be a whole number from 0 to 60 s.'],
    ['fly', {}, 'This vehicle does not know the command fly.'],
    ['__proto__', {}, 'This vehicle does not know the command __proto__.'],
  ])('%s %j fails and says why', (command, parameters, message) => {
    const { clock, vehicle, answers, order } = openDesk();
    order(command, parameters);
    clock.advance(120_000);
    expect(answers).toEqual([{ requestId: 'r1', command, status: 'failed', message }]);
    expect([vehicle.hazardLights, vehicle.speedLimitKmh]).toEqual([false, null]);
  });

  test('a van has no cargo to cool', () => {
    const { answers, order } = openDesk('van');
    order('setCargoTemperature', { temperature: 4 });
    expect(answers).toMatchObject([{ status: 'failed', message: 'This vehicle has no refrigerated cargo box.' }]);
  });

  test('doors with a broken actuator accept, and then fail without moving', () => {
    const { clock, vehicle, order, states } = openDesk('van', true);
    order('unlockDoors');
    clock.advance(5000);
    expect(states()).toEqual(['accepted', 'failed']);
    expect(vehicle.doorsLocked).toBe(true);
  });

  test.each(['not json', '[]', '7', 'null', '{"requestId":7}', '{"requestId":""}', '{}'])('%s is refused', (text) => {
    const { answers, desk } = openDesk();
    desk.receive('lockDoors', new TextEncoder().encode(text));
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ command: 'lockDoors', status: 'failed' });
    expect(answers[0]).not.toHaveProperty('requestId');
  });
});

test('a request that arrives twice is carried out once, and its newest answer is repeated', () => {
  const { clock, restarts, order, states } = openDesk();
  order('reboot', { delay: 1 });
  order('reboot', { delay: 1 });
  clock.advance(20_000);
  expect([restarts.length, states()]).toEqual([1, ['accepted', 'accepted', 'completed']]);
  order('reboot', { delay: 1 });
  clock.advance(20_000);
  expect([restarts.length, states()]).toEqual([1, ['accepted', 'accepted', 'completed', 'completed']]);
});
