import { afterEach, beforeEach, expect, test } from 'vitest';
import { askWithinLimit } from '../../support/within-limit.ts';
import { centralId, isListed, openBothPlatforms, watchFleet, watsonId, type BothPlatforms } from './both-platforms.ts';

let both: BothPlatforms;

beforeEach(async () => {
  both = await openBothPlatforms(30);
  for (const id of [watsonId, centralId]) await both.fixture.untilConnection(id, isListed);
});

afterEach(() => both.close());

const sides = [
  ['iotCentral', centralId, { kind: 'half-page', path: '/api/devices' }],
  ['watson', watsonId, { kind: 'half-page', path: '/bulk/devices' }],
] as const;

test.each(sides)(
  '%s: a refresh that fails shows what was there, with its age, and says so',
  async (side, id, fault) => {
    const { fixture } = both;
    const fleet = watchFleet(fixture);
    const before = await fixture.untilConnection(id, isListed);
    const listedAtMs = before.at(-1)?.platform?.devices.listedAtMs;
    await both.spoil(side, fault);
    await fixture.call('platforms.refresh', { connectionId: id });
    const failed = await fixture.untilConnection(id, ({ platform }) => (platform?.devices.problem ?? null) !== null);
    await both.mend(side);
    for (const status of failed) {
      expect(status.vehicleCount).toBeGreaterThanOrEqual(30);
      expect(status.platform?.devices.count).toBeGreaterThanOrEqual(30);
    }
    expect(failed.at(-1)?.platform?.devices).toMatchObject({ listedAtMs });

    await fixture.call('platforms.refresh', { connectionId: id });
    const mended = await fixture.untilConnection(
      id,
      ({ platform }) => platform?.devices.problem === null && platform.devices.listedAtMs !== listedAtMs,
    );
    expect(mended.at(-1)?.platform?.devices.count).toBeGreaterThanOrEqual(30);
    expect(fleet.removedCount()).toBe(0);
    fleet.close();
  },
);

test.each(sides)('%s: a vehicle that was removed there leaves, and only it', async (side, id) => {
  const { fixture } = both;
  const fleet = watchFleet(fixture);
  await fixture.untilConnection(id, isListed);
  const { iotCentral, watson } = both.practice.practice;
  const authorization =
    side === 'watson'
      ? `Basic ${Buffer.from(`${watson.apiKey}:${watson.apiToken}`).toString('base64')}`
      : iotCentral.tokens.administrator;
  const place =
    side === 'watson'
      ? `${watson.restUrl}/device/types/van/devices/VAN-002`
      : `${iotCentral.restUrl}/devices/VAN-002?api-version=2022-07-31`;
  const { status } = await askWithinLimit(place, { method: 'DELETE', headers: { authorization } });
  expect(status).toBe(204);
  await fixture.call('platforms.refresh', { connectionId: id });
  await fixture.until('vehicle', { connectionId: id, vehicleId: 'VAN-002' }, ({ kind }) => kind === 'absent');
  await fixture.untilConnection(id, isListed);
  expect(fleet.removedCount()).toBe(1);
  fleet.close();
});
