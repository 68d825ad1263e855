import { beforeEach, describe, expect, test } from 'vitest';
import type { CommandRecord } from '../../shared/command/record.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { createManualTimers, type ManualTimers } from '../../test/support/manual-timers.ts';
import type { PublishOutcome } from '../connections/broker-client.ts';
import { silentLog } from '../log.ts';
import type { CommandedVehicle } from './commanded.ts';
import { armedForMs, Commander, type DraftRequest } from './commander.ts';
import { openCommandsSource } from './commands-source.ts';
import { openLedger, type Ledger } from './ledger.ts';

const mapping: Mapping = {
  version: 1,
  title: 'Test',
  expectedIntervalMs: 1000,
  routes: [{ kind: 'ignore', topic: '#' }],
  commandRoute: { topic: 'cmd/{vehicle}/{command}', requestIdField: 'requestId', qos: 1 },
  commands: [
    {
      name: 'unlock',
      title: 'Unlock',
      risk: 'disruptive',
      parameters: [],
      preconditions: [
        { signal: 'Vehicle.Speed', maximum: 5, freshWithinMs: 90_000, explanation: 'Unlock only while it stands' },
      ],
      expiresAfterMs: 30_000,
    },
    {
      name: 'flash',
      title: 'Flash lights',
      risk: 'routine',
      parameters: [{ name: 'seconds', title: 'Seconds', type: 'integer', minimum: 1, maximum: 30 }],
      expiresAfterMs: 30_000,
    },
    { name: 'cool', title: 'Cool', risk: 'routine', vehicleTypes: ['truck'], parameters: [], expiresAfterMs: 30_000 },
  ],
};

let clock: ManualTimers;
let ledger: Ledger;
let commander: Commander;
let vehicle: CommandedVehicle | undefined;
let speed: SignalState | undefined;
let isConnected: boolean;
let published: { topic: string; payload: string; rowState: string | undefined }[];
let settlePublish: (outcome: PublishOutcome) => void;

const newCommander = () =>
  new Commander({
    clock,
    log: silentLog,
    ledger,
    fleet: { find: (_connection, id) => (id === 'van' ? vehicle : undefined), latest: () => speed },
    connections: {
      find: (id) => (id === 'c1' ? { name: 'Depot', mapping, isConnected } : undefined),
      publish: (_id, topic, payload) => {
        const { requestId } = JSON.parse(payload) as { requestId: string };
        published.push({ topic, payload, rowState: ledger.get(requestId)?.state });
        return new Promise((resolve) => {
          settlePublish = resolve;
        });
      },
    },
  });

beforeEach(() => {
  clock = createManualTimers();
  ledger = openLedger(':memory:', clock.now(), silentLog);
  vehicle = {
    reference: { vehicleId: 'van', name: 'Van', type: 'van', captures: { vehicle: 'van' } },
    isConnected: true,
    heardAtMs: clock.now(),
  };
  speed = { path: 'Vehicle.Speed', value: 0, unit: 'km/h', receivedAtMs: clock.now(), vehicleTimeMs: null };
  isConnected = true;
  published = [];
  settlePublish = () => undefined;
  commander = newCommander();
});

const request = (changes: Partial<DraftRequest> = {}): DraftRequest => ({
  connectionId: 'c1',
  vehicleId: 'van',
  name: 'unlock',
  parameters: {},
  ...changes,
});

const draftId = (changes: Partial<DraftRequest> = {}): string => {
  const result = commander.draft(request(changes));
  if (!result.ok) throw new Error(result.error.message);
  return result.value.record.id;
};

/** Drafts, confirms, and lets the broker answer. */
const send = async (outcome: PublishOutcome = { kind: 'acknowledged' }): Promise<CommandRecord> => {
  const confirmed = commander.confirm(draftId());
  settlePublish(outcome);
  const result = await confirmed;
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const answer = (
  requestId: string,
  state: 'accepted' | 'completed' | 'failed',
  message: string | null = null,
  from = { connectionId: 'c1', vehicleId: 'van' },
): void => {
  commander.acknowledge(from.connectionId, {
    kind: 'acknowledgement',
    vehicle: { vehicleId: from.vehicleId, name: from.vehicleId, type: null, captures: {} },
    requestId,
    state,
    message,
  });
};

const stateOf = (id: string) => ledger.get(id)?.state;

describe('a draft', () => {
  test('shows what would be sent and the evidence, and sends and records nothing', () => {
    const result = commander.draft(request());
    expect(result).toMatchObject({
      ok: true,
      value: {
        record: { state: 'drafted', vehicleName: 'Van', title: 'Unlock', parameters: {} },
        armedUntilMs: clock.now() + armedForMs,
        checks: [{ evidence: 'Speed: 0 km/h, 0 s ago', isMet: true }],
        warnings: [],
      },
    });
    expect(published).toEqual([]);
    expect(commander.newest({}, 10)).toEqual([]);
  });

  test.each<readonly [string, Partial<DraftRequest>, string]>([
    ['a vehicle that is not known', { vehicleId: 'gone' }, 'not-found'],
    ['a connection that is not known', { connectionId: 'gone' }, 'not-found'],
    ['a command that nobody offers', { name: 'explode' }, 'refused'],
    ["another vehicle type's command", { name: 'cool' }, 'refused'],
    ['a parameter that is missing', { name: 'flash' }, 'invalid-params'],
    ['a parameter out of range', { name: 'flash', parameters: { seconds: 31 } }, 'invalid-params'],
    ['a parameter that the command does not have', { parameters: { force: true } }, 'invalid-params'],
  ])('is not made for %s', (_name, changes, code) => {
    expect(commander.draft(request(changes))).toMatchObject({ ok: false, error: { code } });
  });

  test('tells which parameter is wrong and why', () => {
    expect(commander.draft(request({ name: 'flash', parameters: { seconds: 0 } }))).toMatchObject({
      error: { details: { parameters: { seconds: 'Between 1 and 30.' } } },
    });
  });

  test('warns of silence, of a link that the platform calls down, and of a connection that is', () => {
    isConnected = false;
    vehicle = vehicle && { ...vehicle, isConnected: false, heardAtMs: clock.now() - 720_000 };
    expect(commander.draft(request())).toMatchObject({
      value: {
        warnings: [
          '"Depot" is not connected at present: the command cannot be sent.',
          'The platform says that this vehicle is offline.',
          'Last heard 12 min ago.',
        ],
      },
    });
  });

  test('a vehicle whose name would reach into other topics is not sent to', () => {
    vehicle = vehicle && { ...vehicle, reference: { ...vehicle.reference, captures: { vehicle: '+' } } };
    expect(commander.draft(request())).toMatchObject({ ok: false, error: { code: 'refused' } });
  });

  test('ever new drafts do not fill the memory', () => {
    for (let index = 0; index < 200; index++) draftId();
    expect(commander.draft(request())).toMatchObject({ ok: false, error: { code: 'refused' } });
    clock.advance(armedForMs + 1);
    expect(commander.draft(request()).ok).toBe(true);
  });
});

describe('a confirmation', () => {
  test('writes the row before anything is published', async () => {
    const record = await send();
    expect(published).toEqual([
      { topic: 'cmd/van/unlock', payload: JSON.stringify({ requestId: record.id }), rowState: 'confirmed' },
    ]);
    expect(record).toMatchObject({ state: 'sent', confirmedAtMs: clock.now(), sentAtMs: clock.now() });
    expect(ledger.get(record.id)).toEqual(record);
  });

  test('a second one is a conflict and sends nothing again', async () => {
    const id = draftId();
    const first = commander.confirm(id);
    expect(await commander.confirm(id)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    settlePublish({ kind: 'acknowledged' });
    expect((await first).ok).toBe(true);
    expect(await commander.confirm(id)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(published).toHaveLength(1);
  });

  test('is refused after thirty seconds', async () => {
    const id = draftId();
    clock.advance(armedForMs + 1);
    expect(await commander.confirm(id)).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(published).toEqual([]);
  });

  test('is refused once the draft was discarded', async () => {
    const id = draftId();
    commander.discard(id);
    expect(await commander.confirm(id)).toMatchObject({ ok: false, error: { code: 'refused' } });
  });

  test('looks at the values of its own moment: a vehicle that has driven off is not unlocked', async () => {
    const id = draftId();
    speed = speed && { ...speed, value: 30 };
    const result = await commander.confirm(id);
    expect(result).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(result.ok ? '' : result.error.message).toContain('Unlock only while it stands. Speed: 30 km/h');
    expect(published).toEqual([]);
    expect(ledger.get(id)).toBeUndefined();
  });

  test('is refused when the deciding value has become stale or was never heard', async () => {
    const id = draftId();
    speed = speed && { ...speed, receivedAtMs: clock.now() - 90_001 };
    expect(await commander.confirm(id)).toMatchObject({ ok: false, error: { code: 'refused' } });
    speed = undefined;
    expect(await commander.confirm(id)).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(published).toEqual([]);
  });

  test('does not send when the ledger takes no row', async () => {
    const id = draftId();
    ledger.close();
    expect(await commander.confirm(id)).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(published).toEqual([]);
  });
});

describe('publishing', () => {
  test('over a connection that is down fails as not sent', async () => {
    expect(await send({ kind: 'not-connected' })).toMatchObject({
      state: 'failed',
      message: 'Not sent: "Depot" is not connected.',
      sentAtMs: null,
    });
  });

  test("that the broker refuses fails with the broker's words", async () => {
    const record = await send({ kind: 'refused', reason: 'Publish error: Not authorized' });
    expect(record.state).toBe('failed');
    expect(record.message).toContain('Not authorized');
  });

  test('over a connection that is lost meanwhile is unknown, because nobody can say', async () => {
    expect(await send({ kind: 'lost' })).toMatchObject({ state: 'unknown', finishedAtMs: clock.now() });
  });
});

describe('the answers', () => {
  test('accepted and completed are followed with the words of the vehicle', async () => {
    const { id } = await send();
    clock.advance(1_000);
    answer(id, 'accepted');
    expect(ledger.get(id)).toMatchObject({ state: 'accepted', acceptedAtMs: clock.now() });
    clock.advance(1_000);
    answer(id, 'completed', 'Doors unlocked');
    expect(ledger.get(id)).toMatchObject({
      state: 'completed',
      message: 'Doors unlocked',
      finishedAtMs: clock.now(),
    });
    expect(clock.pendingCount()).toBe(0);
  });

  test('a failure keeps its reason', async () => {
    const { id } = await send();
    answer(id, 'failed', 'Door is jammed');
    expect(ledger.get(id)).toMatchObject({ state: 'failed', message: 'Door is jammed' });
  });

  test("an answer that overtakes the broker's acknowledgement counts", async () => {
    const id = draftId();
    const confirmed = commander.confirm(id);
    answer(id, 'completed');
    settlePublish({ kind: 'acknowledged' });
    expect(await confirmed).toMatchObject({ ok: true, value: { state: 'completed' } });
    expect(ledger.get(id)?.sentAtMs).toBe(clock.now());
  });

  test("another vehicle's or connection's answer moves nothing", async () => {
    const { id } = await send();
    answer(id, 'completed', null, { connectionId: 'c1', vehicleId: 'other' });
    answer(id, 'completed', null, { connectionId: 'c2', vehicleId: 'van' });
    answer('no-such-id', 'completed');
    expect(stateOf(id)).toBe('sent');
  });

  test('a record never goes back', async () => {
    const { id } = await send();
    answer(id, 'completed');
    answer(id, 'accepted');
    answer(id, 'failed', 'changed my mind');
    expect(ledger.get(id)).toMatchObject({ state: 'completed', message: null });
  });

  test('without one in time the command expires and says what that means', async () => {
    const { id } = await send();
    clock.advance(30_000);
    expect(ledger.get(id)).toMatchObject({ state: 'expired', finishedAtMs: clock.now() });
    expect(ledger.get(id)?.message).toContain('did not answer in time');
  });

  test('one that comes late is kept beside the record, once, and the record stays expired', async () => {
    const { id } = await send();
    clock.advance(30_000);
    answer(id, 'completed', 'Doors unlocked');
    answer(id, 'completed', 'Doors unlocked');
    const record = ledger.get(id);
    expect(record?.state).toBe('expired');
    expect(record?.message?.match(/Answered after the deadline: completed, Doors unlocked\./g)).toHaveLength(1);
  });

  test('a flood of late answers does not fill the ledger', async () => {
    const { id } = await send();
    clock.advance(30_000);
    for (let index = 0; index < 500; index++) answer(id, 'failed', `${String(index)} ${'x'.repeat(500)}`);
    expect(ledger.get(id)?.message?.length).toBeLessThanOrEqual(2_000);
  });
});

describe('a restart of the engine', () => {
  test('leaves what was under way as unknown, in words, and the rest as it was', async () => {
    const sent = await send();
    const done = await send();
    answer(done.id, 'completed');
    commander.close();
    expect(clock.pendingCount()).toBe(0);
    commander = newCommander();
    expect(ledger.get(sent.id)).toMatchObject({ state: 'unknown' });
    expect(ledger.get(sent.id)?.message).toContain('closed or restarted');
    expect(stateOf(done.id)).toBe('completed');
  });

  test('while the broker is still to answer leaves the row for the next engine', async () => {
    const id = draftId();
    const confirmed = commander.confirm(id);
    commander.close();
    settlePublish({ kind: 'acknowledged' });
    await confirmed;
    expect(stateOf(id)).toBe('confirmed');
    commander = newCommander();
    expect(stateOf(id)).toBe('unknown');
  });
});

describe('the history topic', () => {
  test('is a snapshot first, then what changed, with the last word of each', async () => {
    const before = await send();
    let wakes = 0;
    const source = openCommandsSource(commander, { vehicleId: 'van', limit: 10 }, () => wakes++);
    expect(source.take()).toMatchObject({ kind: 'snapshot', sequence: 1, records: [{ id: before.id }] });
    expect(source.take()).toBeUndefined();
    answer(before.id, 'accepted');
    answer(before.id, 'completed');
    expect(wakes).toBe(2);
    expect(source.take()).toMatchObject({ kind: 'delta', sequence: 2, records: [{ state: 'completed' }] });
    expect(source.take()).toBeUndefined();
    source.close();
    await send();
    expect(wakes).toBe(2);
  });

  test("leaves other vehicles' commands out", async () => {
    const source = openCommandsSource(commander, { vehicleId: 'other', limit: 10 }, () => undefined);
    await send();
    expect(source.take()).toMatchObject({ records: [] });
    await send();
    expect(source.take()).toBeUndefined();
  });
});
