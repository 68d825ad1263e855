import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommandRecord } from '../../../shared/command/record.ts';
import { centralId, isListed, openBothPlatforms, watchFleet, watsonId, type BothPlatforms } from './both-platforms.ts';

let both: BothPlatforms;

beforeAll(async () => {
  both = await openBothPlatforms(9);
  for (const id of [watsonId, centralId]) await both.fixture.untilConnection(id, isListed);
});

afterAll(() => both.close());

const truck = 'TRUCK-001';

const untilEnd = async (id: string): Promise<CommandRecord> => {
  const isEnd = (record: CommandRecord) => record.id === id && ['completed', 'failed'].includes(record.state);
  const events = await both.fixture.until('commands', { limit: 20 }, ({ records }) => records.some(isEnd));
  const record = events.at(-1)?.records.find(isEnd);
  if (record === undefined) throw new Error('The record was there a moment ago.');
  return record;
};

test('the same vehicle stands once for each platform, under the name that it has there', async () => {
  await both.fixture.call('devices.rename', { connectionId: centralId, vehicleId: truck, name: 'Cold one' });
  const fleet = watchFleet(both.fixture);
  await both.fixture.until(
    'vehicle',
    { connectionId: centralId, vehicleId: truck },
    (event) => event.kind !== 'absent' && event.vehicle.name === 'Cold one',
  );
  const watson = await both.fixture.until(
    'vehicle',
    { connectionId: watsonId, vehicleId: truck },
    (event) => event.kind !== 'absent',
  );
  expect(watson.at(-1)).toMatchObject({ vehicle: { name: truck, connectionId: watsonId } });
  fleet.close();
});

test('each platform hears only its own token, and no token of the other', () => {
  const { practice, witnesses } = both;
  const { iotCentral, watson } = practice.practice;
  const ofWatson = `Basic ${Buffer.from(`${watson.apiKey}:${watson.apiToken}`).toString('base64')}`;
  expect(witnesses.watson.seen.length).toBeGreaterThan(0);
  expect(witnesses.iotCentral.seen.length).toBeGreaterThan(0);
  expect(new Set(witnesses.watson.seen.map(({ authorization }) => authorization))).toEqual(new Set([ofWatson]));
  expect(new Set(witnesses.iotCentral.seen.map(({ authorization }) => authorization))).toEqual(
    new Set([iotCentral.tokens.administrator]),
  );
  for (const { path } of [...witnesses.watson.seen, ...witnesses.iotCentral.seen]) {
    expect(path).not.toContain('sig=');
    expect(path).not.toContain(watson.apiToken);
  }
});

test('a command of one connection is not offered by, and never reaches, the other', async () => {
  const { fixture, witnesses } = both;
  const crossed = await fixture.client.call('commands.draft', {
    connectionId: centralId,
    vehicleId: truck,
    name: 'setCargoTemperature',
    parameters: { temperature: -20 },
  });
  expect(crossed).toMatchObject({ ok: false, error: { code: 'refused' } });

  const commandsAtCentral = () => witnesses.iotCentral.seen.filter(({ path }) => path.includes('/commands/')).length;
  const draft = await fixture.call('commands.draft', {
    connectionId: watsonId,
    vehicleId: truck,
    name: 'setCargoTemperature',
    parameters: { temperature: -19 },
  });
  await fixture.call('commands.confirm', { id: draft.record.id });
  const record = await untilEnd(draft.record.id);
  expect(record).toMatchObject({ state: 'completed', connectionId: watsonId });
  expect(commandsAtCentral()).toBe(0);
});

test('a setting that is changed on one platform is asked of that platform alone', async () => {
  const { fixture, witnesses } = both;
  const { settings } = await fixture.call('settings.read', { connectionId: centralId, vehicleId: truck });
  const writable = settings.find(({ form }) => form?.type === 'number');
  if (writable === undefined) throw new Error('The practice truck has a number to set.');
  const before = witnesses.watson.seen.length;
  await fixture.call('settings.change', {
    connectionId: centralId,
    vehicleId: truck,
    values: { [writable.path]: writable.form?.minimum ?? 1 },
  });
  // Values are read in the background meanwhile.
  const changes = witnesses.iotCentral.seen.filter(({ method }) => method === 'PATCH').map(({ path }) => path);
  expect(changes.at(-1)).toContain(`/devices/${truck}/properties`);
  const writes = witnesses.watson.seen.slice(before).filter(({ method }) => method !== 'GET');
  expect(writes).toEqual([]);
  const onWatson = await fixture.call('settings.read', { connectionId: watsonId, vehicleId: truck });
  expect(onWatson.settings.map(({ path, desired }) => [path, desired])).toEqual([
    ['cargoSetpoint', null],
    ['speedLimit', null],
  ]);
  await fixture.call('settings.change', { connectionId: watsonId, vehicleId: truck, values: { cargoSetpoint: 3 } });
  const onCentral = await fixture.call('settings.read', { connectionId: centralId, vehicleId: truck });
  expect(onCentral.settings.find(({ path }) => path === writable.path)?.desired).toBe(writable.form?.minimum ?? 1);
});

test('a vehicle that only one platform knows is asked for nowhere else', async () => {
  const { fixture, witnesses } = both;
  const device = { deviceId: 'VAN-777', name: '', typeId: 'van', isSimulated: false };
  await fixture.call('devices.create', { connectionId: watsonId, device });
  const asked = await fixture.client.call('devices.get', { connectionId: centralId, vehicleId: 'VAN-777' });
  expect(asked).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(witnesses.iotCentral.seen.filter(({ path }) => path.includes('VAN-777'))).toEqual([]);
});

test('one that is switched off is asked nothing, and the other goes on', async () => {
  const { fixture, witnesses } = both;
  await fixture.call('connections.setEnabled', { id: centralId, isEnabled: false });
  const before = witnesses.iotCentral.seen.length;
  const refused = await fixture.client.call('devices.get', { connectionId: centralId, vehicleId: truck });
  expect(refused).toMatchObject({ ok: false, error: { code: 'refused' } });
  await fixture.call('devices.get', { connectionId: watsonId, vehicleId: truck });
  expect(witnesses.iotCentral.seen.length).toBe(before);
});
