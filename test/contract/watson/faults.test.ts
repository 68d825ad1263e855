import { describe, expect, test } from 'vitest';
import type { CommandOrder, Platform } from '../../../core/platforms/platform.ts';
import type { CommandDefinition } from '../../../shared/command/definition.ts';
import type { Result } from '../../../shared/contract/result.ts';
import type { Fault } from '../../../simulator/http/fault.ts';
import { background, click, failureOf, listOf, notOffered, spare, startPractice, valueOf, van } from './adapter.ts';

const lockDoors: CommandDefinition = {
  ...{ name: 'lockDoors', title: 'Lock doors', risk: 'routine' },
  ...{ parameters: [], expiresAfterMs: 30_000 },
};
const command = (requestId: string): CommandOrder => ({
  device: spare,
  definition: lockDoors,
  parameters: { door: 'rear' },
  requestId,
});

const reboot = async ({ jobs }: Platform): Promise<Result<unknown>> =>
  (await jobs?.create(
    {
      ...{ name: 'Reboot', actionId: 'device/reboot', values: {} },
      target: { kind: 'vehicles', vehicleIds: [van.vehicleId] },
    },
    [van],
    click,
  )) ?? notOffered;

const readLog = async ({ records }: Platform): Promise<Result<unknown>> =>
  (await records?.read(van, 'connection-log', undefined, click)) ?? notOffered;

type Kind = Fault['kind'];

describe('when it happens once', () => {
  test.each<Kind>(['429', '503', 'slow', 'cut', 'half-page', 'changed-schema'])(
    'a listing is whole nevertheless: %s',
    async (kind) => {
      const practice = await startPractice({ vehicles: 3 });
      await practice.fault(kind, { times: 1, seconds: 2 });
      const { listing, ids } = await listOf(practice.adapter(), background);
      expect([valueOf(listing).problem, ids.length]).toEqual([null, 4]);
    },
  );

  test.each<Kind>(['429', '503', 'slow', 'cut', 'half-page'])('records are read nevertheless: %s', async (kind) => {
    const practice = await startPractice({ vehicles: 3 });
    await practice.fault(kind, { times: 1, seconds: 2 });
    expect(valueOf(await readLog(practice.adapter()))).toMatchObject({ rows: [{ title: 'Connected' }] });
  });

  test.each<readonly [Kind, object]>([
    ['401', { code: 'not-authorised', details: { mayHaveHappened: false } }],
    ['503', { code: 'unreachable', details: { mayHaveHappened: true } }],
    ['cut', { code: 'unreachable', details: { mayHaveHappened: true } }],
    ['half-page', { code: 'unreachable', details: { mayHaveHappened: true } }],
    ['changed-schema', { code: 'unreachable', details: { mayHaveHappened: true } }],
  ])('a management request is sent once and not again: %s', async (kind, expected) => {
    const practice = await startPractice({ vehicles: 3 });
    const adapter = practice.adapter();
    // The first call reads the device.
    await practice.fault(kind, { times: 1, path: '/mgmt/requests' });
    expect(failureOf(await reboot(adapter))).toMatchObject(expected);
    const isDone = kind === 'cut' || kind === 'half-page' || kind === 'changed-schema';
    expect(valueOf((await adapter.jobs?.list(click)) ?? notOffered)).toHaveLength(isDone ? 1 : 0);
  });

  test('a management request that the platform takes no time for is sent again, and is one', async () => {
    const practice = await startPractice({ vehicles: 3 });
    const adapter = practice.adapter();
    await practice.fault('429', { times: 1, path: '/mgmt/requests' });
    expect(valueOf(await reboot(adapter))).toMatchObject({ state: 'running' });
    expect(valueOf((await adapter.jobs?.list(click)) ?? notOffered)).toHaveLength(1);
  });

  test('a management request waits for an answer that is slow', async () => {
    const practice = await startPractice({ vehicles: 3 });
    await practice.fault('slow', { times: 1, path: '/mgmt/requests', seconds: 2 });
    expect(valueOf(await reboot(practice.adapter()))).toMatchObject({ state: 'running' });
  });

  test.each<readonly [Kind, number, boolean]>([
    ['401', 1, false],
    ['429', 1, false],
    ['503', 1, true],
    ['cut', 2, true],
  ])('a command by HTTP leaves once and not again: %s', async (kind, heard, mayHaveHappened) => {
    const practice = await startPractice();
    const device = await practice.spareDevice();
    await device.mqtt.subscribeAsync('iot-2/cmd/+/fmt/+', { qos: 1 });
    const { commands } = practice.adapter();
    await practice.fault(kind, { times: 1 });
    const failure = failureOf((await commands?.send(command('one'), click)) ?? notOffered);
    expect(failure).toMatchObject({ details: { mayHaveHappened } });
    valueOf((await commands?.send(command('two'), click)) ?? notOffered);
    const ids: unknown[] = [];
    while (ids.length < heard) {
      const { requestId } = JSON.parse((await device.received.next()).text) as { readonly requestId: string };
      ids.push(requestId);
    }
    expect(ids).toEqual(heard === 1 ? ['two'] : ['one', 'two']);
  });

  test('a command by HTTP waits for an answer that is slow', async () => {
    const practice = await startPractice();
    await practice.fault('slow', { times: 1, seconds: 2 });
    const answer = await practice.adapter().commands?.send(command('one'), click);
    expect(valueOf(answer ?? notOffered).state).toBe('accepted');
  });
});

describe('when it lasts', () => {
  test.each<readonly [Kind, object]>([
    ['401', { code: 'not-authorised', details: { status: 401 } }],
    ['429', { code: 'unreachable', details: { reason: 'rate-limited' } }],
    ['503', { code: 'unreachable', details: { status: 503, reason: 'platform-fault' } }],
    ['cut', { code: 'unreachable', details: { reason: 'closed' } }],
    ['half-page', { code: 'unreachable', details: { reason: 'cut' } }],
    ['slow', { code: 'timeout' }],
  ])('a click ends with the reason: %s', async (kind, expected) => {
    const practice = await startPractice({ vehicles: 3 });
    await practice.fault(kind, { seconds: 40, retryAfter: 60 });
    const adapter = practice.adapter();
    const [listing, records] = await Promise.all([listOf(adapter, click), readLog(adapter)]);
    expect(failureOf(listing.listing)).toMatchObject(expected);
    expect(failureOf(records)).toMatchObject(expected);
  });

  test('a token that is refused after some calls is said at the next', async () => {
    const practice = await startPractice({ vehicles: 3 });
    await practice.fault('401', { after: 2 });
    const adapter = practice.adapter();
    valueOf(await adapter.listTypes(click));
    valueOf((await listOf(adapter, click)).listing);
    const failure = failureOf(await readLog(adapter));
    expect(failure.message).toContain('worked before, and');
    expect(failure.message).toContain('PRACTICE0401E');
  });

  test('a changed schema is said and nothing is made up', async () => {
    const practice = await startPractice({ vehicles: 3 });
    const adapter = practice.adapter();
    await practice.fault('changed-schema');
    expect(valueOf(await readLog(adapter))).toMatchObject({
      ...{ rows: [], cut: expect.stringContaining('could not be read') as string },
    });
    // Types have lost their ids, lists of devices what leads to the next page; a device has all that it is shown by.
    expect(failureOf(await adapter.listTypes(click)).message).toContain('is not what its API is known to answer');
    expect(valueOf(await adapter.registry.get(van, click))).toMatchObject({ deviceId: 'VAN-002', location: null });
  });
});

test('a listing that is called off ends', async () => {
  const practice = await startPractice({ vehicles: 3 });
  await practice.fault('slow', { seconds: 20 });
  const controller = new AbortController();
  const adapter = practice.adapter();
  const listing = adapter.listDevices({ lane: 'background', signal: controller.signal }, () => undefined);
  controller.abort();
  expect(failureOf(await listing).code).toBe('cancelled');
  const closed = listOf(adapter, background);
  adapter.close();
  expect(failureOf((await closed).listing).code).toBe('cancelled');
});
