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

const flash = async (seconds: number): Promise<CommandRecord> => {
  const { fixture } = both;
  const draft = await fixture.call('commands.draft', { ...truck, name: 'flashLights', parameters: { seconds } });
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
] as const)('a command %s, and leaves once', async (_title, fault, state) => {
  await both.spoil('iotCentral', fault);
  const before = posts();
  const record = await flash(2);
  expect(record.state).toBe(state);
  expect(record.message).not.toBeNull();
  expect(posts() - before).toBe(1);
});

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
