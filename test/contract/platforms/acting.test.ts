import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { isFinal, type CommandRecord } from '../../../shared/command/record.ts';
import { centralId, isListed, openBothPlatforms, type BothPlatforms } from './both-platforms.ts';

let both: BothPlatforms;
const truck = { connectionId: centralId, vehicleId: 'TRUCK-001' };

beforeAll(async () => {
  both = await openBothPlatforms(3, 'polling');
  await both.fixture.untilConnection(centralId, isListed);
});

afterEach(() => both.mend('iotCentral'));
afterAll(() => both.close());

const posts = () =>
  both.witnesses.iotCentral.seen.filter(({ method, path }) => method === 'POST' && path.includes('/commands/')).length;

const flash = async (seconds: number, vehicle = truck): Promise<CommandRecord> => {
  const { fixture } = both;
  const draft = await fixture.call('commands.draft', { ...vehicle, name: 'flashLights', parameters: { seconds } });
  const { id } = draft.record;
  const ended = fixture.until('commands', { limit: 50 }, ({ records }) =>
    records.some((record) => record.id === id && isFinal(record.state)),
  );
  await fixture.call('commands.confirm', { id });
  const record = (await ended).at(-1)?.records.find((each) => each.id === id);
  if (record === undefined) throw new Error('The record was there a moment ago.');
  return record;
};

test('a command over the API is completed when the vehicle says so, and failed with its words when it refuses', async () => {
  expect(await flash(2)).toMatchObject({ state: 'completed' });
  const refused = await flash(3_000);
  expect(refused.state).toBe('failed');
  expect(refused.message).toContain('from 1 to 30');
});

test.each([
  ['whose answer never comes is unknown', { kind: 'cut', path: '/commands/' }, 'unknown'],
  ['whose answer is cut off is unknown', { kind: 'half-page', path: '/commands/' }, 'unknown'],
  ['at which the platform has a fault of its own is unknown', { kind: '503', path: '/commands/' }, 'unknown'],
  ['that the platform takes no time for has failed', { kind: '429', path: '/commands/', times: 1 }, 'failed'],
  ['with a token that is refused has failed', { kind: '401', path: '/commands/', times: 1 }, 'failed'],
] as const)('a command %s, and leaves once', async (_title, fault, state) => {
  await both.spoil('iotCentral', fault);
  const before = posts();
  const record = await flash(2);
  expect(record.state).toBe(state);
  expect(record.message).not.toBeNull();
  expect(posts() - before).toBe(1);
});

test.each([
  ['slow', { kind: 'slow', seconds: 2 }],
  ['in another form, with all that is needed', { kind: 'changed-schema' }],
])('a command whose answer comes %s is completed, and leaves once', async (_title, fault) => {
  await both.spoil('iotCentral', { ...fault, path: '/commands/' });
  const before = posts();
  expect(await flash(1)).toMatchObject({ state: 'completed' });
  expect(posts() - before).toBe(1);
});

test('a command to a vehicle that is not connected has failed, and says that nothing was sent to it', async () => {
  const { fixture } = both;
  const types = await fixture.call('platforms.types', { connectionId: centralId });
  const typeId = types.find(({ name }) => name === 'Van')?.id ?? '';
  const device = { deviceId: 'AWAY-1', name: 'Away', typeId, isSimulated: false };
  await fixture.call('devices.create', { connectionId: centralId, device });
  const before = posts();
  const record = await flash(1, { connectionId: centralId, vehicleId: 'AWAY-1' });
  expect(record.state).toBe('failed');
  expect(record.message).toBe('Away is not connected, and did not come within 5 s. Nothing was sent to it.');
  expect(posts() - before).toBe(1);
});

test.each([
  [408, 'GatewayTimeout', 'Gateway timeout waiting for device TRUCK-001 to respond. Error code: 408.330.011.001.'],
  [504, 'GatewayTimeout', 'The device did not respond in time.'],
])(
  'a command that the vehicle did not answer in time is unknown, and leaves once: %i',
  async (status, code, message) => {
    both.witnesses.iotCentral.answerNext('/commands/', status, { error: { code, message } });
    const before = posts();
    const record = await flash(1);
    expect(record.state).toBe('unknown');
    expect(record.message).toContain('did not answer in time. Whether it carried the command out is not known');
    expect(posts() - before).toBe(1);
  },
);

test('a long-running command is accepted first, and completed when the vehicle reports its end', async () => {
  const { fixture } = both;
  const draft = await fixture.call('commands.draft', { ...truck, name: 'reboot', parameters: { delay: 0 } });
  const { id } = draft.record;
  const seen: string[] = [];
  const ended = fixture.until('commands', { limit: 50 }, ({ records }) => {
    const record = records.find((each) => each.id === id);
    if (record !== undefined) seen.push(record.state);
    return record !== undefined && isFinal(record.state);
  });
  await fixture.call('commands.confirm', { id });
  const record = (await ended).at(-1)?.records.find((each) => each.id === id);
  expect(record).toMatchObject({ state: 'completed', message: 'The control unit is back.' });
  expect(seen).toContain('accepted');
});

test('the vehicles of a job are told by the names that they have on the platform', async () => {
  const { fixture } = both;
  await fixture.call('devices.rename', { ...truck, name: 'Cold one' });
  const actions = await fixture.call('jobs.actions', { connectionId: centralId });
  const action = actions.find(
    ({ parameters, title }) => parameters.length === 1 && title.includes('arget temperature'),
  );
  const parameter = action?.parameters[0]?.name;
  if (action === undefined || parameter === undefined) throw new Error('The practice truck has a target temperature.');
  const target = { kind: 'group' as const, groupId: 'refrigerated-trucks' };
  const job = { name: 'Colder', actionId: action.id, values: { [parameter]: -22 }, target };
  const { id: jobId } = await fixture.call('jobs.create', { connectionId: centralId, job });
  const devices = await fixture.call('jobs.devices', { connectionId: centralId, jobId });
  expect(devices.map(({ vehicleId, name }) => [vehicleId, name])).toEqual([['TRUCK-001', 'Cold one']]);
});

test('a setting that is changed is pending until the vehicle has it', async () => {
  const { fixture } = both;
  const target = async () => {
    const { settings } = await fixture.call('settings.read', truck);
    return settings.find(({ path }) => path === 'TargetTemperature');
  };
  const { settings } = await fixture.call('settings.change', { ...truck, values: { TargetTemperature: -24 } });
  expect(settings.find(({ path }) => path === 'TargetTemperature')).toMatchObject({ state: 'pending', desired: -24 });
  await expect.poll(target, { timeout: 15_000 }).toMatchObject({ state: 'reported', reported: -24 });
});

test('a setting out of its range is refused here, with the reason', async () => {
  const changed = await both.fixture.client.call('settings.change', { ...truck, values: { TargetTemperature: 400 } });
  expect(changed).toMatchObject({ ok: false, error: { code: 'invalid-params' } });
});
