import { afterEach, expect, test } from 'vitest';
import type { ConnectionSettings } from '../../../shared/connection/settings.ts';
import { createEngineFixture, type EngineFixture } from '../../support/engine-fixture.ts';
import { startPractice, type PracticeProcess } from '../../support/practice.ts';
import { askWithinLimit } from '../../support/within-limit.ts';
import { presetById } from '../../../core/presets/presets.ts';
import { isListed, watchFleet } from './both-platforms.ts';

let practice: PracticeProcess;
let fixture: EngineFixture;

afterEach(async () => {
  await fixture.close();
  await practice.stop();
});

const settingsFor = ({ iotCentral }: PracticeProcess['practice']): ConnectionSettings => {
  const { settings } = presetById('iot-central');
  return {
    ...settings,
    name: 'Central',
    url: '',
    platform: {
      kind: 'iot-central',
      address: new URL(iotCentral.restUrl).origin,
      auth: 'api-token',
      live: 'polling',
      usesPreview: false,
      watch: {},
    },
  };
};

const makeToken = async ({ iotCentral }: PracticeProcess['practice'], name: string): Promise<string> => {
  const answer = await askWithinLimit(`${iotCentral.restUrl}/apiTokens/${name}?api-version=2022-07-31`, {
    method: 'PUT',
    headers: { authorization: iotCentral.tokens.administrator, 'content-type': 'application/json' },
    body: JSON.stringify({ roles: [{ role: 'ae2c9854-393b-4f97-8c42-479d70ce626e' }] }),
  });
  const { token } = (await answer.json()) as { token: string };
  return token;
};

test('a token that is revoked in mid-session is said within seconds, whatever is on screen; data stays; a new one goes on where it was', async () => {
  practice = await startPractice(6);
  fixture = await createEngineFixture();
  const settings = settingsFor(practice.practice);
  const first = await makeToken(practice.practice, 'first');
  const { id } = await fixture.call('connections.save', { settings, secrets: { platformToken: first } });
  await fixture.untilConnection(id, isListed);
  await fixture.untilConnection(id, ({ platform }) => platform?.pendingReads === 0);
  const fleet = watchFleet(fixture);
  await fixture.until(
    'vehicle',
    { connectionId: id, vehicleId: 'TRUCK-001' },
    (event) => event.kind === 'snapshot' && event.signals.length > 3,
  );

  const { iotCentral } = practice.practice;
  await askWithinLimit(`${iotCentral.restUrl}/apiTokens/first?api-version=2022-07-31`, {
    method: 'DELETE',
    headers: { authorization: iotCentral.tokens.administrator },
  });
  // Nobody asks for anything, and values are not due for a while.
  const statuses = await fixture.untilConnection(id, ({ state }) => state === 'offline');
  expect(statuses.at(-1)).toMatchObject({
    vehicleCount: 6,
    problem: { code: 'not-authorised', willRetry: false },
    platform: { state: 'refused', devices: { count: 6 } },
  });
  expect(statuses.at(-1)?.problem?.message).toMatch(/revoked|removed/i);
  expect((await fixture.call('connections.get', { id })).secrets.platformToken).toBe('ok');

  const second = await makeToken(practice.practice, 'second');
  await fixture.call('connections.save', { id, settings, secrets: { platformToken: second } });
  const after = await fixture.untilConnection(id, ({ state }) => state === 'live');
  expect(after.every(({ vehicleCount }) => vehicleCount === 6)).toBe(true);
  expect(after.at(-1)?.platform?.token.name).toBe('second');
  expect(fleet.removedCount()).toBe(0);
  expect(fixture.logLines.join('\n')).not.toContain('sig=');
  fleet.close();
}, 60_000);

test('a stored token is not sent to another host, and the refusal says so', async () => {
  practice = await startPractice(3);
  fixture = await createEngineFixture();
  const settings = settingsFor(practice.practice);
  const { id } = await fixture.call('connections.save', {
    settings,
    secrets: { platformToken: practice.practice.iotCentral.tokens.operator },
  });
  const elsewhere = {
    ...settings,
    platform: { ...settings.platform, address: 'https://127.0.0.2' },
  } as ConnectionSettings;
  const saved = await fixture.client.call('connections.save', { id, settings: elsewhere, secrets: {} });
  expect(saved).toMatchObject({ ok: false, error: { code: 'refused' } });
  const tested = await fixture.call('connections.test', { id, settings: elsewhere, secrets: {} });
  expect(tested.isSuccess).toBe(false);
  expect(tested.problem?.message).toContain('belongs to 127.0.0.1');
});

test('a token of another application is told as such at the first attempt, where this one is known already', async () => {
  practice = await startPractice(3);
  const other = await startPractice(3);
  fixture = await createEngineFixture();
  const settings = settingsFor(practice.practice);
  const platformToken = practice.practice.iotCentral.tokens.operator;
  const { id } = await fixture.call('connections.save', { settings, secrets: { platformToken } });
  await fixture.untilConnection(id, isListed);
  const foreign = { platformToken: other.practice.iotCentral.tokens.operator };
  const tested = await fixture.call('connections.test', {
    settings: { ...settings, name: 'Second' },
    secrets: foreign,
  });
  await other.stop();
  expect(tested.problem?.code).toBe('not-authorised');
  expect(tested.problem?.message).toContain('belongs to another IoT Central application');
});
