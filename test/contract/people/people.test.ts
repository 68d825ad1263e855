import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { methods } from '../../../shared/contract/contract.ts';
import { centralSettings, makeBeside, openAdminDesk, ordinary, type AdminDesk } from '../tokens/desk-fixture.ts';

let desk: AdminDesk;

beforeAll(async () => {
  desk = await openAdminDesk();
});

afterEach(async () => {
  await desk.mend();
});

afterAll(async () => {
  await desk.close();
});

const list = (connectionId = desk.ids['iot-central']) => desk.fixture.call('people.list', { connectionId });

/** A further connection of this console, whose token has an operator's role. */
const openOperator = async (): Promise<string> => {
  const { secret } = await makeBeside(desk.practice, 'iot-central', 'watcher', ordinary['iot-central']);
  const { id } = await desk.fixture.call('connections.save', {
    settings: centralSettings(desk.practice, 'Watcher'),
    secrets: { platformToken: secret },
  });
  await desk.fixture.untilConnection(id, ({ platform }) => platform?.state === 'ready');
  return id;
};

test('users are told with their roles and organisations, and each role with what it may do', async () => {
  const people = await list();
  expect(methods['people.list'].result.safeParse(people).error).toBeUndefined();
  if (people.kind !== 'people') throw new Error(people.explanation);
  expect(people.notes).toEqual([]);
  const roles = new Map(people.roles.map((role) => [role.id, role]));
  const dispatcher = people.users.find(({ name }) => name === 'dispatcher@example.com');
  expect(dispatcher?.roles.map(({ roleId, organization }) => [roles.get(roleId)?.name, organization])).toEqual([
    ['Org Operator', 'leipzig'],
  ]);
  expect([...roles.values()].find(({ name }) => name === 'Org Operator')?.mayDo).toMatch(
    /^May watch vehicles, send commands.*May not see users/s,
  );
});

test('looking at them is on record before it is asked, with how it ended', async () => {
  const entries = async () => {
    const { entries: found } = await desk.fixture.call('audit.query', { limit: 200 });
    return found.filter(({ action }) => action === 'people.list').map(({ outcome }) => outcome);
  };
  const before = await entries();
  await list();
  expect(await entries()).toEqual(['succeeded', 'started', ...before]);
});

test('to a token that may not look it is an explanation that names who may, and no failure', async () => {
  const operator = await openOperator();
  const answer = await list(operator);
  if (answer.kind !== 'not-permitted') throw new Error('An operator was shown the users.');
  expect(answer.explanation).toMatch(/may not look at users and roles. That is no fault/);
  expect(answer.whoCanHelp).toMatch(/In this console, “Central” may\..*Ask whoever administers/s);
  expect(answer.helpers).toEqual([{ connectionId: desk.ids['iot-central'], name: 'Central' }]);
});

test('Watson’s API tells of no users: nothing is asked, and nothing is on record', async () => {
  const answer = await desk.fixture.client.call('people.list', { connectionId: desk.ids.watson });
  expect(answer).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  const { entries } = await desk.fixture.call('audit.query', { limit: 200 });
  expect(
    entries.filter(({ connectionName, action }) => connectionName === 'Watson' && action === 'people.list'),
  ).toEqual([]);
});

test('a platform that cannot be reached is a failure that can be tried again', async () => {
  await desk.spoil('iot-central', { kind: '503', times: 50 });
  const answer = await desk.fixture.client.call('people.list', { connectionId: desk.ids['iot-central'] });
  expect(answer).toMatchObject({ ok: false, error: { code: 'unreachable', retryable: true } });
});
