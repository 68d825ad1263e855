import { describe, expect, test } from 'vitest';
import type { CommandDefinition } from '../../../shared/command/definition.ts';
import { ok, type Result } from '../../../shared/contract/result.ts';
import type { RegisteredDevice } from '../../../core/platforms/platform.ts';
import { iotCentralTokens } from '../../../core/tokens/iot-central-tokens.ts';
import type { Fault } from '../../../simulator/http/fault.ts';
import { background, click, openBench, passingFaults, type Bench } from '../iot-central/adapter.ts';

// Every kind of call to IoT Central, with every fault. How lists go on from page to page is with the lists.

type Kind = Fault['kind'];

interface Scene {
  readonly bench: Bench;
  readonly truck: RegisteredDevice;
  readonly jobId: string;
}

const open = async (): Promise<Scene> => {
  const bench = await openBench();
  const { adapter } = bench;
  const truck = await bench.vehicle('TRUCK-001');
  const { types } = await bench.value(adapter.listTypes(background));
  const flash = types
    .find(({ id }) => id === truck.typeId)
    ?.commands.find(({ name }: CommandDefinition) => name === 'flashLights');
  const actions = await bench.value(adapter.jobs.actions(click));
  const colder = actions.find(({ title }) => title.includes('arget temperature'));
  const [parameter] = colder?.parameters ?? [];
  if (flash === undefined || colder === undefined || parameter === undefined) throw new Error('The truck has both.');
  const order = { device: truck, definition: flash, parameters: { seconds: 1 }, requestId: 'request-1' };
  await bench.value(adapter.commands.send(order, click));
  const target = { kind: 'group', groupId: 'refrigerated-trucks' } as const;
  const job = { name: 'Colder', actionId: colder.id, values: { [parameter.name]: -5 }, target };
  const { id: jobId } = await bench.value(adapter.jobs.create(job, [], click));
  bench.clock.advance(5_000);
  return { bench, truck, jobId };
};

type Ask = (scene: Scene) => Promise<Result<unknown>>;

/** By the names of what was told: the vehicle drives on, and its values with it. */
const latestNames: Ask = async ({ bench, truck }) => {
  const answer = await bench.adapter.latest(truck, click);
  if (!answer.ok) return answer;
  const names = answer.value.flatMap(({ payload }) => {
    const { telemetry = {} } = JSON.parse(new TextDecoder().decode(payload)) as { readonly telemetry?: object };
    return Object.keys(telemetry);
  });
  return ok(names.toSorted());
};

/** `again`: one answer in another form is asked for once more. `said`: it is not. `apart`: it has a test of its own. */
const reads: readonly (readonly [what: string, path: string, form: 'again' | 'said' | 'apart', ask: Ask])[] = [
  ['the token itself', '/apiTokens/', 'apart', ({ bench }) => bench.adapter.identify(click)],
  ['types', '/deviceTemplates', 'again', ({ bench }) => bench.adapter.listTypes(click)],
  ['latest values', '/telemetry/', 'apart', latestNames],
  ['settings', '/properties', 'apart', ({ bench, truck }) => bench.adapter.settings.read(truck, click)],
  [
    'records',
    '/commands/',
    'again',
    ({ bench, truck }) => bench.adapter.records.read(truck, 'command-history', 'flashLights', click),
  ],
  ['jobs', '/jobs', 'again', ({ bench }) => bench.adapter.jobs.list(click)],
  ['the vehicles of a job', '/jobs/', 'again', ({ bench, jobId }) => bench.adapter.jobs.devices(jobId, click)],
  ['scheduled jobs', '/scheduledJobs', 'again', ({ bench }) => bench.adapter.jobs.scheduled(click)],
  ['groups', '/deviceGroups', 'again', ({ bench }) => bench.adapter.groups.list(click)],
  ['the members of a group', '/deviceGroups/', 'again', ({ bench }) => bench.adapter.groups.members('vans', click)],
  ['an entry', '/devices/', 'said', ({ bench, truck }) => bench.adapter.registry.get(truck, click)],
  ['credentials', '/credentials', 'said', ({ bench, truck }) => bench.adapter.registry.credentials(truck, click)],
  ['organizations', '/organizations', 'again', ({ bench }) => bench.adapter.people.organizations(click)],
  ['users', '/users', 'again', ({ bench }) => bench.adapter.people.users(click)],
  ['roles', '/roles', 'again', ({ bench }) => bench.adapter.people.roles(click)],
  ['API tokens', '/apiTokens', 'again', ({ bench }) => iotCentralTokens(bench.adapter, bench.clock).list(click)],
];

describe.each(reads)('reading %s', (_what, path, form, ask) => {
  test.each(passingFaults)('is what it would have been, once %s has passed', async (kind) => {
    const scene = await open();
    const undisturbed = await scene.bench.value(ask(scene));
    await scene.bench.addFault({ kind, path, times: 1, seconds: 20 });
    expect(await scene.bench.value(ask(scene))).toEqual(undisturbed);
  });

  test('says that the token is refused, and works when it is accepted again', async () => {
    const scene = await open();
    const undisturbed = await scene.bench.value(ask(scene));
    await scene.bench.addFault({ kind: '401', path, times: 1 });
    const failure = await scene.bench.failure(ask(scene));
    expect(failure).toMatchObject({ code: 'not-authorised', retryable: false, details: { status: 401 } });
    expect(failure.message).toContain('worked before');
    expect(await scene.bench.value(ask(scene))).toEqual(undisturbed);
  });

  test.each<readonly [Kind, object]>([
    ['429', { code: 'unreachable', details: { reason: 'rate-limited', retryAfterMs: 60_000 } }],
    ['503', { code: 'unreachable', details: { reason: 'platform-fault', status: 503 } }],
    ['slow', { code: 'timeout' }],
    ['cut', { code: 'unreachable', details: { reason: 'closed' } }],
    ['half-page', { code: 'unreachable', details: { reason: 'cut' } }],
  ])('ends with the reason when %s lasts', async (kind, expected) => {
    const scene = await open();
    await scene.bench.addFault({ kind, path, seconds: 40, retryAfter: 60 });
    expect(await scene.bench.failure(ask(scene))).toMatchObject(expected);
  });

  if (form === 'apart') return;
  test('says that the answer has another form than is known', async () => {
    const scene = await open();
    const undisturbed = await scene.bench.value(ask(scene));
    await scene.bench.addFault({ kind: 'changed-schema', path, times: 1 });
    if (form === 'again') expect(await scene.bench.value(ask(scene))).toEqual(undisturbed);
    await scene.bench.addFault({ kind: 'changed-schema', path });
    expect(await scene.bench.failure(ask(scene))).toMatchObject({ code: 'unsupported', retryable: false });
  });
});

describe('an answer in another form', () => {
  test('about settings makes nothing up: wishes and ages are unknown, and what has a strange name is told under it', async () => {
    const { bench, truck } = await open();
    const read = () => bench.value(bench.adapter.settings.read(truck, click));
    const before = await read();
    const known = new Set(before.map(({ path }) => path));
    expect(before.find(({ path }) => path === 'TargetTemperature')).toMatchObject({ desired: -5, state: 'reported' });
    await bench.addFault({ kind: 'changed-schema', path: '/properties', times: 1 });
    const settings = await read();
    expect(settings.filter(({ path }) => !known.has(path)).map(({ path }) => path)).toEqual(
      expect.arrayContaining(['$metadataV2', 'doors.$metadataV2']),
    );
    const ofTemplate = settings.filter(({ path }) => known.has(path));
    expect(ofTemplate.map(({ path, reported }) => [path, reported])).toEqual(
      before.map(({ path, reported }) => [path, reported]),
    );
    for (const { desired, desiredAtMs, reportedAtMs } of ofTemplate) {
      expect([desired, desiredAtMs, reportedAtMs]).toEqual([null, null, null]);
    }
    expect(await read()).toEqual(before);
  });

  test('about a value leaves that value out, and no other', async () => {
    const scene = await open();
    const names = (await scene.bench.value(latestNames(scene))) as readonly string[];
    await scene.bench.addFault({ kind: 'changed-schema', path: '/telemetry/', times: 1 });
    const rest = (await scene.bench.value(latestNames(scene))) as readonly string[];
    expect(rest).toHaveLength(names.length - 1);
    expect(names).toEqual(expect.arrayContaining([...rest]));
  });

  test('about the token leaves its roles unknown, and refuses nothing because of it', async () => {
    const { bench } = await open();
    await bench.addFault({ kind: 'changed-schema', path: '/apiTokens/' });
    const { roles, rights } = await bench.value(bench.adapter.identify(click));
    expect(roles).toBeNull();
    expect(Object.values(rights).filter(({ state }) => state === 'denied')).toEqual([]);
  });
});

interface Write {
  /** Where the fault strikes; what is asked at that path before goes well. */
  readonly path: string;
  readonly after?: number;
  readonly act: Ask;
  /** Asks the platform itself. */
  readonly isDone: (scene: Scene) => Promise<boolean>;
  /** Its answer is read: one in another form leaves it open what became of it. */
  readonly isAnswered?: true;
}

const holds = async ({ bench }: Scene, path: string, text: string): Promise<boolean> =>
  JSON.stringify(await bench.administer('GET', path)).includes(text);

const newVan = { deviceId: 'NEW', name: 'New', typeId: 'dtmi:fleetdeckPractice:van;1', isSimulated: true };

const writes: Readonly<Record<string, Write>> = {
  'to make a vehicle': {
    ...{ path: '/devices/NEW', after: 1, isAnswered: true },
    act: ({ bench }) => bench.adapter.registry.create(newVan, click),
    isDone: (scene) => holds(scene, '/devices', '"NEW"'),
  },
  'to rename a vehicle': {
    path: '/devices/TRUCK-001',
    act: ({ bench, truck }) => bench.adapter.registry.rename(truck, 'Ice', click),
    isDone: (scene) => holds(scene, '/devices', '"Ice"'),
  },
  'to block a vehicle': {
    path: '/devices/TRUCK-001',
    act: ({ bench, truck }) => bench.adapter.registry.setBlocked(truck, true, click),
    isDone: (scene) => holds(scene, '/devices', '"enabled":false'),
  },
  'to remove a vehicle': {
    path: '/devices/TRUCK-001',
    act: ({ bench, truck }) => bench.adapter.registry.remove(truck, click),
    isDone: async (scene) => !(await holds(scene, '/devices', '"TRUCK-001"')),
  },
  'to change a setting': {
    path: '/properties',
    act: ({ bench, truck }) => bench.adapter.settings.change(truck, { speedLimit: 60 }, click),
    isDone: (scene) => holds(scene, '/devices/TRUCK-001/properties', '"desiredValue":60'),
  },
};

describe.each(Object.entries(writes))('asking %s', (_what, { path, after = 0, act, isDone, isAnswered }) => {
  test.each(passingFaults)('is done, once %s has passed', async (kind) => {
    const scene = await open();
    await scene.bench.addFault({ kind, path, after, times: 1, seconds: 20 });
    await scene.bench.value(act(scene));
    await scene.bench.clearFaults();
    expect(await isDone(scene)).toBe(true);
  });

  test('is not done with a token that is refused', async () => {
    const scene = await open();
    await scene.bench.addFault({ kind: '401', path, after, times: 1 });
    const expected = { code: 'not-authorised', details: { status: 401, mayHaveHappened: false } };
    expect(await scene.bench.failure(act(scene))).toMatchObject(expected);
    expect(await isDone(scene)).toBe(false);
  });

  test('that is declined for longer than a person waits has not happened, and says when to ask again', async () => {
    const scene = await open();
    await scene.bench.addFault({ kind: '429', path, after, retryAfter: 60 });
    const failure = await scene.bench.failure(act(scene));
    expect(failure.details).toMatchObject({ reason: 'rate-limited', mayHaveHappened: false, retryAfterMs: 60_000 });
    await scene.bench.clearFaults();
    expect(await isDone(scene)).toBe(false);
  });

  test('whose answer has another form is done, and that nobody knows so is said where the answer matters', async () => {
    const scene = await open();
    await scene.bench.addFault({ kind: 'changed-schema', path, after, times: 1 });
    const answer = await scene.bench.wait(act(scene));
    if (isAnswered === true)
      expect(answer).toMatchObject({ error: { code: 'unsupported', details: { mayHaveHappened: true } } });
    else expect(answer).toMatchObject({ ok: true });
    expect(await isDone(scene)).toBe(true);
  });
});

describe('asking to make a token', () => {
  const roles = [{ roleId: 'ae2c9854-393b-4f97-8c42-479d70ce626e', organization: null }];
  const make = ({ bench }: Scene) =>
    iotCentralTokens(bench.adapter, bench.clock).create({ name: 'fresh', roles, expiresAtMs: null }, click);
  const puts = ({ bench }: Scene) =>
    bench.requests.filter(({ method, path }) => method === 'PUT' && path === '/apiTokens/fresh').length;

  test.each<readonly [Kind, asked: number]>([
    ['429', 2],
    ['slow', 1],
  ])('is done once, and its secret is told: %s', async (kind, asked) => {
    const scene = await open();
    await scene.bench.addFault({ kind, path: '/apiTokens/fresh', times: 1, seconds: 20 });
    expect((await scene.bench.value(make(scene))).secret).toContain('SharedAccessSignature');
    expect(puts(scene)).toBe(asked);
  });

  test.each<readonly [Kind, mayHaveHappened: boolean, isMade: boolean]>([
    ['401', false, false],
    ['503', true, false],
    ['cut', true, true],
    ['half-page', true, true],
    ['changed-schema', true, true],
  ])('leaves once, for a second one would cost the secret of the first: %s', async (kind, mayHaveHappened, isMade) => {
    const scene = await open();
    await scene.bench.addFault({ kind, path: '/apiTokens/fresh', times: 1 });
    expect(await scene.bench.failure(make(scene))).toMatchObject({ details: { mayHaveHappened } });
    expect(puts(scene)).toBe(1);
    await scene.bench.clearFaults();
    expect(await holds(scene, '/apiTokens', '"fresh"')).toBe(isMade);
  });
});
