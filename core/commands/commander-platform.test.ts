import { beforeEach, expect, test } from 'vitest';
import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';
import { createManualTimers, type ManualTimers } from '../../test/support/manual-timers.ts';
import { silentLog } from '../log.ts';
import type { SendOutcome } from './command-lives.ts';
import type { CommandedPlatform, PlatformOrder } from './commanded.ts';
import { Commander } from './commander.ts';
import { openLedger, type Ledger } from './ledger.ts';

const mapping: Mapping = {
  version: 1,
  title: 'Test',
  expectedIntervalMs: 1000,
  routes: [{ kind: 'ignore', topic: '#' }],
};

const flash: CommandDefinition = {
  name: 'lights.flash',
  title: 'Flash lights',
  risk: 'routine',
  parameters: [{ name: 'seconds', title: 'Seconds', type: 'integer', minimum: 1, maximum: 30 }],
  expiresAfterMs: 30_000,
};

let clock: ManualTimers;
let ledger: Ledger;
let commander: Commander;
let objection: string | undefined;
let refusal: string | undefined;
let sent: { order: PlatformOrder; rowState: string | undefined }[];
let end: (outcome: SendOutcome) => void;

beforeEach(() => {
  clock = createManualTimers();
  ledger = openLedger(':memory:', clock.now(), silentLog);
  objection = undefined;
  refusal = undefined;
  sent = [];
  const platform: CommandedPlatform = {
    objection: () => objection,
    end: () => Promise.resolve(undefined),
    send: (order) => {
      sent.push({ order, rowState: ledger.get(order.requestId)?.state });
      return new Promise((resolve) => (end = resolve));
    },
  };
  const reference = { vehicleId: 'van', name: 'Van', type: 'van', captures: {} };
  commander = new Commander({
    clock,
    log: silentLog,
    ledger,
    fleet: { find: () => ({ reference, isConnected: true, heardAtMs: clock.now() }), latest: () => undefined },
    connections: {
      find: () => ({
        ...{ name: 'Depot', mapping, isConnected: true, refusal, platform },
        describe: (vehicleId) => (vehicleId === 'van' ? { commands: [flash] } : undefined),
      }),
      publish: () => {
        throw new Error('A command of the platform does not go over the broker.');
      },
    },
  });
});

const draft = (parameters = { seconds: 5 }) =>
  commander.draft({ connectionId: 'c1', vehicleId: 'van', name: 'lights.flash', parameters });

const send = async (): Promise<string> => {
  const drafted = draft();
  if (!drafted.ok) throw new Error(drafted.error.message);
  const confirmed = await commander.confirm(drafted.value.record.id);
  expect(confirmed).toMatchObject({ ok: true, value: { state: 'sent' } });
  return drafted.value.record.id;
};

const settle = async (outcome: SendOutcome): Promise<void> => {
  end(outcome);
  await Promise.resolve();
  await Promise.resolve();
};

test('a command of the platform leaves once, after its row is on disk, and does not keep the window waiting', async () => {
  const id = await send();
  expect(sent).toMatchObject([{ rowState: 'confirmed', order: { requestId: id, parameters: { seconds: 5 } } }]);
  expect(await commander.confirm(id)).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(sent).toHaveLength(1);
});

test.each([
  [{ kind: 'answered', state: 'completed', message: 'Done.' }, 'completed', 'Done.'],
  [{ kind: 'answered', state: 'failed', message: 'No bulbs.' }, 'failed', 'No bulbs.'],
  [{ kind: 'answered', state: 'accepted', message: null }, 'accepted', null],
  [{ kind: 'not-sent', message: 'The vehicle is gone.' }, 'failed', '"Depot": The vehicle is gone.'],
  [{ kind: 'lost', message: 'Look at it.' }, 'unknown', '"Depot": Look at it.'],
] as const)('what came of it is its end: %j', async (outcome, state, message) => {
  const id = await send();
  await settle(outcome);
  expect(ledger.get(id)).toMatchObject({ state, message });
  expect(sent).toHaveLength(1);
});

test('an answer after the deadline is kept beside the record, which stays expired', async () => {
  const id = await send();
  clock.advance(30_000);
  expect(ledger.get(id)?.state).toBe('expired');
  await settle({ kind: 'answered', state: 'completed', message: null });
  expect(ledger.get(id)).toMatchObject({ state: 'expired', message: expect.stringContaining('completed') as string });
});

test('an answer after the console has closed touches nothing; the next start calls the command unknown', async () => {
  const id = await send();
  commander.close();
  await settle({ kind: 'answered', state: 'completed', message: null });
  expect(ledger.get(id)?.state).toBe('sent');
});

test('what the platform objects to is refused before anything is recorded', () => {
  objection = 'The van is blocked.';
  expect(draft()).toMatchObject({ ok: false, error: { code: 'refused', message: 'The van is blocked.' } });
  expect(sent).toEqual([]);
});

test('values that its type forbids are refused, each with its reason', () => {
  expect(draft({ seconds: 300 })).toMatchObject({
    ok: false,
    error: { code: 'invalid-params', details: { parameters: { seconds: expect.any(String) as string } } },
  });
});

test('a token that may send no commands is refused before anything leaves, whatever the window showed', async () => {
  const drafted = draft();
  if (!drafted.ok) throw new Error(drafted.error.message);
  refusal = 'Needs the role Operator.';
  expect(draft()).toMatchObject({ ok: false, error: { code: 'not-authorised', message: refusal } });
  expect(await commander.confirm(drafted.value.record.id)).toMatchObject({ ok: false, error: { message: refusal } });
  expect(sent).toEqual([]);
});
