import { describe, expect, test } from 'vitest';
import type { CommandOrder, Platform } from '../../../core/platforms/platform.ts';
import { ok, type Result } from '../../../shared/contract/result.ts';
import type { RecordKind } from '../../../shared/platform/record.ts';
import { watsonTokens } from '../../../core/tokens/watson-tokens.ts';
import type { Fault } from '../../../simulator/http/fault.ts';
import type { TestClient } from '../practice/platform.ts';
import { click, failureOf, notOffered, spare, startPractice, valueOf, type Practice } from '../watson/adapter.ts';

// Every kind of call to Watson, with every fault. How lists go on from page to page is with the lists.

type Kind = Fault['kind'];
const passing = ['429', '503', 'slow', 'cut', 'half-page'] as const satisfies readonly Kind[];

interface Scene {
  readonly practice: Practice;
  readonly adapter: Platform;
  readonly jobId: string;
}

const sparePath = '/device/types/van/devices/VAN-SPARE';

/** Vehicles that stand still, with something of each kind that the platform keeps. */
const open = async (withJob = false): Promise<Scene> => {
  const practice = await startPractice({ vehicles: 3 });
  await practice.call('PUT', '/config/lec', { enabled: true, ttlDays: 1 });
  await practice.call('POST', `${sparePath}/diag/logs`, { message: 'Door', severity: 2, data: 'left' });
  await practice.call('POST', `${sparePath}/diag/errorCodes`, { errorCode: 1280 });
  const device = await practice.spareDevice();
  await device.mqtt.publishAsync('iot-2/evt/telemetry/fmt/json', '{"d":{"speed":3}}', { qos: 1 });
  const adapter = practice.adapter({ as: 'operations' });
  const jobId = withJob ? await startJob(adapter, device) : '';
  valueOf(await adapter.identify(click));
  // What was asked so far, beside the adapter, too, counts in the platform's limit for a second.
  await new Promise<void>((resolve) => practice.clock.after(1_100, resolve));
  return { practice, adapter, jobId };
};

/** For a device that takes part in device management and never answers: it stays as it is. */
const startJob = async ({ jobs }: Platform, { mqtt, received }: TestClient): Promise<string> => {
  const supports = { deviceActions: true, firmwareActions: false };
  await mqtt.subscribeAsync('iotdm-1/#', { qos: 1 });
  await mqtt.publishAsync('iotdevice-1/mgmt/manage', JSON.stringify({ reqId: 'm', d: { supports } }), { qos: 1 });
  await received.next();
  const reboot = { name: 'Reboot', actionId: 'device/reboot', values: {} };
  const target = { kind: 'vehicles' as const, vehicleIds: [spare.vehicleId] };
  const made = valueOf((await jobs?.create({ ...reboot, target }, [spare], click)) ?? notOffered);
  await received.next();
  return made.id;
};

type Ask = (scene: Scene) => Promise<Result<unknown>>;

const record =
  (kind: RecordKind): Ask =>
  async ({ adapter }) =>
    (await adapter.records?.read(spare, kind, undefined, click)) ?? notOffered;

/** Without what is told beside: of a key's list, how many could not be read. */
const keys: Ask = async ({ adapter }) => {
  const answer = await watsonTokens(adapter, 'Watson').list(click);
  return answer.ok ? ok({ rows: answer.value.tokens, cut: answer.value.problem }) : answer;
};

const entry: Ask = async ({ adapter }) => {
  const answer = await adapter.registry.get(spare, click);
  return answer.ok ? ok([answer.value.deviceId, answer.value.typeId, answer.value.location]) : answer;
};

/** By their names: what checks their parameters is made anew each time. */
const types: Ask = async ({ adapter }) => {
  const answer = await adapter.listTypes(click);
  return answer.ok ? ok(answer.value.types.map(({ id, title, commands }) => [id, title, commands.length])) : answer;
};

/**
 * What is said of an answer in another form: that it cannot be read; how many of its entries cannot; or nothing, where what
 * is shown is still there.
 */
type Form = 'unreadable' | 'entries' | 'still there';

const reads: readonly (readonly [what: string, path: string, form: Form, ask: Ask])[] = [
  ['types', '/device/types', 'unreadable', types],
  ['latest values', '/events', 'still there', ({ adapter }) => adapter.latest(spare, click)],
  ['an entry', '/devices/VAN-SPARE', 'still there', entry],
  ['jobs', '/mgmt/requests', 'unreadable', async ({ adapter }) => (await adapter.jobs?.list(click)) ?? notOffered],
  [
    'the vehicles of a job',
    '/deviceStatus',
    'unreadable',
    async ({ adapter, jobId }) => (await adapter.jobs?.devices(jobId, click)) ?? notOffered,
  ],
  ['groups', '/groups', 'unreadable', async ({ adapter }) => (await adapter.groups?.list(click)) ?? notOffered],
  [
    'the members of a group',
    '/bulk/devices/depot-north',
    'unreadable',
    async ({ adapter }) => (await adapter.groups?.members('depot-north', click)) ?? notOffered,
  ],
  ['the connection log', '/logs/connection', 'entries', record('connection-log')],
  ['the diagnostic log', '/diag/logs', 'entries', record('diagnostic-log')],
  ['error codes', '/diag/errorCodes', 'entries', record('error-codes')],
  ['last events', '/events', 'still there', record('last-events')],
  ['API keys', '/authorization/apikeys', 'entries', keys],
];

describe.each(reads)('reading %s', (what, path, form, ask) => {
  const openScene = () => open(what.includes('job'));

  test.each(passing)('is what it would have been, once %s has passed', async (kind) => {
    const scene = await openScene();
    const undisturbed = valueOf(await ask(scene));
    await scene.practice.fault(kind, { path, times: 1, seconds: 2 });
    expect(valueOf(await ask(scene))).toEqual(undisturbed);
  });

  test('says that the key is refused, and works when it is accepted again', async () => {
    const scene = await openScene();
    const undisturbed = valueOf(await ask(scene));
    await scene.practice.fault('401', { path, times: 1 });
    const failure = failureOf(await ask(scene));
    expect(failure).toMatchObject({ code: 'not-authorised', retryable: false, details: { status: 401 } });
    expect(failure.message).toContain('worked before');
    expect(valueOf(await ask(scene))).toEqual(undisturbed);
  });

  test.each<readonly [Kind, object]>([
    ['429', { code: 'unreachable', details: { reason: 'rate-limited', retryAfterMs: 60_000 } }],
    ['503', { code: 'unreachable', details: { reason: 'platform-fault', status: 503 } }],
    ['cut', { code: 'unreachable', details: { reason: 'closed' } }],
    ['half-page', { code: 'unreachable', details: { reason: 'cut' } }],
  ])('ends with the reason when %s lasts', async (kind, expected) => {
    const scene = await openScene();
    await scene.practice.fault(kind, { path, retryAfter: 60 });
    expect(failureOf(await ask(scene))).toMatchObject(expected);
  });

  test('makes nothing up of an answer in another form', async () => {
    const scene = await openScene();
    const undisturbed = valueOf(await ask(scene));
    await scene.practice.fault('changed-schema', { path });
    const answer = await ask(scene);
    if (form === 'still there') expect(valueOf(answer)).toEqual(undisturbed);
    else if (form === 'entries')
      expect(valueOf(answer)).toMatchObject({
        rows: [],
        cut: expect.stringMatching(/could not be read|form/) as string,
      });
    else expect(failureOf(answer).message).toContain('is not what its API is known to answer');
  });
});

interface Write {
  /** Where the fault strikes. */
  readonly path: string;
  readonly act: Ask;
  /** How often it was done; asks the platform itself. */
  readonly count: (scene: Scene) => Promise<number>;
  /** Doing it twice is the same as doing it once. */
  readonly isRepeatable: boolean;
  /** Its answer is read: one in another form leaves it open what became of it. */
  readonly isAnswered?: true;
}

const occurrences = async ({ practice }: Scene, path: string, text: string): Promise<number> =>
  JSON.stringify(await practice.call('GET', path)).split(text).length - 1;

const newVan = { deviceId: 'NEW', name: '', typeId: 'van', isSimulated: false };
const newKey = { name: 'fresh', roles: [{ roleId: 'PD_STANDARD_APP', organization: null }], expiresAtMs: null };

const writes: Readonly<Record<string, Write>> = {
  'to register a vehicle': {
    ...{ path: '/device/types/van/devices', isRepeatable: false },
    act: async ({ adapter }) => (await adapter.registry.create?.(newVan, click)) ?? notOffered,
    count: (scene) => occurrences(scene, '/bulk/devices', '"NEW"'),
  },
  'to set a location': {
    ...{ path: '/location', isRepeatable: true },
    act: async ({ adapter }) =>
      (await adapter.registry.setLocation?.(spare, { latitude: 1, longitude: 2 }, click)) ?? notOffered,
    count: ({ practice }) =>
      practice.call('GET', `${sparePath}/location`).then(
        () => 1,
        () => 0,
      ),
  },
  'to remove a vehicle': {
    ...{ path: '/devices/VAN-SPARE', isRepeatable: true },
    act: async ({ adapter }) => (await adapter.registry.remove?.(spare, click)) ?? notOffered,
    count: async (scene) => 1 - (await occurrences(scene, '/bulk/devices', '"VAN-SPARE"')),
  },
  'to clear a log': {
    ...{ path: '/diag/logs', isRepeatable: true },
    act: async ({ adapter }) => (await adapter.records?.clear(spare, 'diagnostic-log', click)) ?? notOffered,
    count: async (scene) => 1 - (await occurrences(scene, `${sparePath}/diag/logs`, '"Door"')),
  },
  'to make a key': {
    ...{ path: '/authorization/apikeys', isRepeatable: false, isAnswered: true },
    act: ({ adapter }) => watsonTokens(adapter, 'Watson').create(newKey, click),
    count: (scene) => occurrences(scene, '/authorization/apikeys', '"fresh"'),
  },
};

describe.each(Object.entries(writes))('asking %s', (_what, { path, act, count, isRepeatable, isAnswered }) => {
  const lost = { ok: false, error: { retryable: false, details: { mayHaveHappened: true } } };

  test.each<readonly [Kind, done: number, isDoubtful: boolean]>([
    ['429', 1, false],
    ['slow', 1, false],
    ['503', isRepeatable ? 1 : 0, !isRepeatable],
    ['cut', 1, !isRepeatable],
  ])('is done once at most, and what nobody knows is said: %s', async (kind, done, isDoubtful) => {
    const scene = await open();
    await scene.practice.fault(kind, { path, times: 1, seconds: 2 });
    expect(await act(scene)).toMatchObject(isDoubtful ? lost : { ok: true });
    expect(await count(scene)).toBe(done);
  });

  test('is not done with a key that is refused', async () => {
    const scene = await open();
    await scene.practice.fault('401', { path, times: 1 });
    const expected = { code: 'not-authorised', details: { status: 401, mayHaveHappened: false } };
    expect(failureOf(await act(scene))).toMatchObject(expected);
    expect(await count(scene)).toBe(0);
  });

  test('that is declined for longer than a person waits has not happened, and says when to ask again', async () => {
    const scene = await open();
    await scene.practice.fault('429', { path, times: 1, retryAfter: 60 });
    const { details } = failureOf(await act(scene));
    expect(details).toMatchObject({ reason: 'rate-limited', mayHaveHappened: false, retryAfterMs: 60_000 });
    expect(await count(scene)).toBe(0);
  });

  test('whose answer has another form is done, and that nobody knows so is said where the answer matters', async () => {
    const scene = await open();
    await scene.practice.fault('changed-schema', { path, times: 1 });
    const answer = await act(scene);
    if (isAnswered === true) expect(answer).toMatchObject({ error: { details: { mayHaveHappened: true } } });
    else expect(answer).toMatchObject({ ok: true });
    expect(await count(scene)).toBe(1);
  });
});

describe('a command by HTTP messaging', () => {
  const order = (requestId: string): CommandOrder => ({
    device: spare,
    definition: {
      ...{ name: 'lockDoors', title: 'Lock doors', risk: 'routine' },
      ...{ parameters: [], expiresAfterMs: 30_000 },
    },
    parameters: {},
    requestId,
  });

  test.each<readonly [Kind, outcome: object, heard: readonly string[]]>([
    ['401', { error: { code: 'not-authorised', details: { mayHaveHappened: false } } }, ['next']],
    ['429', { error: { details: { reason: 'rate-limited', mayHaveHappened: false } } }, ['next']],
    ['503', { error: { details: { status: 503, mayHaveHappened: true } } }, ['next']],
    ['slow', { value: { state: 'accepted' } }, ['first', 'next']],
    ['cut', { error: { code: 'unreachable', details: { mayHaveHappened: true } } }, ['first', 'next']],
    // The platform answers with nothing, of which there is neither half nor another form.
    ['half-page', { value: { state: 'accepted' } }, ['first', 'next']],
    ['changed-schema', { value: { state: 'accepted' } }, ['first', 'next']],
  ])('leaves once: %s', async (kind, outcome, heard) => {
    const practice = await startPractice();
    const device = await practice.spareDevice();
    await device.mqtt.subscribeAsync('iot-2/cmd/+/fmt/+', { qos: 1 });
    const { commands } = practice.adapter();
    const send = async (requestId: string) => (await commands?.send(order(requestId), click)) ?? notOffered;
    await practice.fault(kind, { times: 1, seconds: 2, path: '/commands/' });
    expect(await send('first')).toMatchObject(outcome);
    valueOf(await send('next'));
    const ids: string[] = [];
    while (ids.at(-1) !== 'next') {
      const { requestId } = JSON.parse((await device.received.next()).text) as { readonly requestId: string };
      ids.push(requestId);
    }
    expect(ids).toEqual(heard);
  });
});
