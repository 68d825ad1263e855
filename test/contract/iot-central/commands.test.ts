import { describe, expect, test } from 'vitest';
import type { CommandOrder } from '../../../core/platforms/platform.ts';
import type { ParameterValues } from '../../../shared/command/definition.ts';
import { background, click, openBench, type Bench } from './adapter.ts';

const orderOf = async (
  bench: Bench,
  name: string,
  parameters: ParameterValues = {},
  id = 'TRUCK-001',
): Promise<CommandOrder> => {
  const device = await bench.vehicle(id);
  const { types } = await bench.value(bench.adapter.listTypes(background));
  const definition = types.find((type) => type.id === device.typeId)?.commands.find((each) => each.name === name);
  if (definition === undefined) throw new Error(`There is no command ${name}.`);
  return { device, definition, parameters, requestId: 'request-1' };
};
const send = (bench: Bench, order: CommandOrder) => bench.adapter.commands.send(order, click);
const posts = (bench: Bench) => bench.requests.filter(({ method }) => method === 'POST');

describe('a command', () => {
  test('of the root is sent with its request, and is completed when the vehicle says so', async () => {
    const bench = await openBench();
    const order = await orderOf(bench, 'flashLights', { seconds: 3 });
    expect(await bench.value(send(bench, order))).toEqual({ state: 'completed', message: null });
    expect(posts(bench)).toMatchObject([
      {
        path: '/devices/TRUCK-001/commands/flashLights',
        body: { request: 3, connectionTimeout: 5, responseTimeout: 30 },
      },
    ]);
  });

  test('of a component goes to the component, and the vehicle’s answer is told in words', async () => {
    const bench = await openBench();
    const order = await orderOf(bench, 'doors.unlockDoors');
    const { state, message } = await bench.value(send(bench, order));
    expect([state, message]).toEqual(['completed', expect.stringContaining('Done yes')]);
    expect(posts(bench)[0]?.path).toBe('/devices/TRUCK-001/components/doors/commands/unlockDoors');
    expect(posts(bench)[0]?.body).not.toHaveProperty('request');
  });

  test('that takes longer is accepted: its end comes over the live feed', async () => {
    const bench = await openBench();
    const order = await orderOf(bench, 'reboot', { delay: 5 });
    expect(await bench.value(send(bench, order))).toMatchObject({ state: 'accepted' });
  });

  test('with an object for an answer tells it field by field', async () => {
    const bench = await openBench();
    const since = new Date(bench.clock.now()).toISOString();
    bench.clock.advance(60_000);
    const order = await orderOf(bench, 'getMaxMinReport', { since });
    const { state, message } = await bench.value(send(bench, order));
    expect(state).toBe('completed');
    expect(message).toMatch(/^Highest -?[\d.]+, Lowest -?[\d.]+, Average -?[\d.]+, From 2030-01-01/);
  });

  test('that the vehicle refuses has failed, with the vehicle’s words', async () => {
    const bench = await openBench();
    const order = await orderOf(bench, 'flashLights', { seconds: 99 });
    expect(await bench.value(send(bench, order))).toEqual({
      state: 'failed',
      message: 'The vehicle refused it (code 400). It says: seconds must be a whole number from 1 to 30 s.',
    });
  });

  test('to a vehicle that is not connected has failed, and nothing was sent', async () => {
    const bench = await openBench();
    await bench.administer('PUT', '/devices/away', { displayName: 'Away', template: 'dtmi:fleetdeckPractice:van;1' });
    const order = await orderOf(bench, 'flashLights', { seconds: 3 }, 'away');
    const { state, message } = await bench.value(send(bench, order));
    expect(state).toBe('failed');
    expect(message).toBe('Away is not connected, and did not come within 5 s. Nothing was sent to it.');
  });

  test('to a vehicle that does not answer in time may have been carried out', async () => {
    const bench = await openBench();
    const order = await orderOf(bench, 'flashLights', { seconds: 30 });
    const hurried = { ...order, definition: { ...order.definition, expiresAfterMs: 11_000 } };
    const error = await bench.failure(send(bench, hurried));
    expect(error).toMatchObject({ code: 'timeout', retryable: false, details: { status: 408, mayHaveHappened: true } });
    expect(error.message).toContain('Truck 001 did not answer in time.');
    expect(posts(bench)[0]?.body).toMatchObject({ connectionTimeout: 5, responseTimeout: 6 });
  });

  test('waits longer for the platform than the platform for the vehicle', async () => {
    const bench = await openBench();
    const order = await orderOf(bench, 'flashLights', { seconds: 3 });
    await bench.addFault({ kind: 'slow', path: '/commands/', seconds: 36, times: 1 });
    expect(await bench.value(send(bench, order))).toMatchObject({ state: 'completed' });
    await bench.addFault({ kind: 'slow', path: '/commands/', seconds: 90, times: 1 });
    const error = await bench.failure(send(bench, order));
    expect(error).toMatchObject({ code: 'timeout', details: { mayHaveHappened: true } });
    expect(posts(bench)).toHaveLength(2);
  });
});

describe('a command is not sent', () => {
  test('to a vehicle that is blocked or has no template, and says why beforehand', async () => {
    const bench = await openBench();
    const order = await orderOf(bench, 'flashLights', { seconds: 3 });
    expect(bench.adapter.commands.objection(order)).toBeUndefined();
    expect(bench.adapter.commands.objection({ ...order, device: { ...order.device, isEnabled: false } })).toContain(
      'is blocked',
    );
    expect(bench.adapter.commands.objection({ ...order, device: { ...order.device, typeId: null } })).toContain(
      'no device template',
    );
    const refused = await bench.failure(send(bench, { ...order, device: { ...order.device, isEnabled: false } }));
    expect(refused).toMatchObject({ code: 'invalid-params', details: { mayHaveHappened: false } });
    expect(posts(bench)).toEqual([]);
  });

  test('with a value that does not fit', async () => {
    const bench = await openBench();
    const order = await orderOf(bench, 'getMaxMinReport', { since: 'yesterday' });
    expect(bench.adapter.commands.objection(order)).toContain('Enter a time such as');
  });
});

describe('a command is never sent twice', () => {
  test.each([
    ['429', false],
    ['503', true],
    ['cut', true],
    ['half-page', true],
    ['changed-schema', true],
    ['401', false],
  ] as const)('when the answer is spoilt by %s', async (kind, mayHaveHappened) => {
    const bench = await openBench();
    const order = await orderOf(bench, 'flashLights', { seconds: 1 });
    await bench.addFault({ kind, path: '/commands/', times: 1 });
    const result = await bench.wait(send(bench, order));
    // An answer whose first member has another name has all that is needed.
    if (kind === 'changed-schema') expect(result).toMatchObject({ ok: true, value: { state: 'completed' } });
    else expect(result).toMatchObject({ ok: false, error: { details: { mayHaveHappened } } });
    expect(posts(bench)).toHaveLength(1);
  });
});

describe('the command history', () => {
  test('tells what was asked and answered, newest first, without a time', async () => {
    const bench = await openBench();
    for (const seconds of [1, 99]) await bench.value(send(bench, await orderOf(bench, 'flashLights', { seconds })));
    const truck = await bench.vehicle('TRUCK-001');
    const { records } = bench.adapter;
    expect([records.kinds, records.clearable]).toEqual([['command-history'], []]);
    const one = await bench.value(records.read(truck, 'command-history', 'flashLights', click));
    expect(one).toEqual({
      kind: 'command-history',
      rows: [
        {
          atMs: null,
          title: 'Flash the hazard lights: 99',
          text: 'Failed (code 400): seconds must be a whole number from 1 to 30 s.',
          severity: 'error',
        },
        {
          atMs: null,
          title: 'Flash the hazard lights: 1',
          text: 'Completed',
          severity: 'information',
        },
      ],
      cut: null,
    });
    const all = await bench.value(records.read(truck, 'command-history', undefined, click));
    expect(all.rows).toEqual(one.rows);
    expect(await bench.failure(records.read(truck, 'command-history', 'none', click))).toMatchObject({
      code: 'not-found',
    });
    expect(await bench.failure(records.read(truck, 'error-codes', undefined, click))).toMatchObject({
      code: 'unsupported',
    });
  });
});
