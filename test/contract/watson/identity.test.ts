import { describe, expect, test } from 'vitest';
import type { PlatformAction, Rights } from '../../../shared/platform/rights.ts';
import { roleNames } from '../../../simulator/watson/roles.ts';
import { click, failureOf, startPractice, valueOf } from './adapter.ts';

const statesOf = (rights: Rights, actions: readonly PlatformAction[]) =>
  actions.map((action) => rights[action].state[0]).join('');

const columns: readonly PlatformAction[] = [
  ...(['view-devices', 'create-device', 'send-command', 'run-job', 'view-records'] as const),
  ...(['view-tokens', 'create-token'] as const),
];

test.each([
  // a: allowed, d: denied, u: the platform does not say before one tries.
  ['standard', 'aaaaaad', ['Standard application']],
  ['operations', 'aaaaaaa', ['Operations application']],
  ['admin', 'auuuaau', ['Administrator application']],
  ['backendTrusted', 'aaadadd', null],
  ['dataProcessor', 'adadadd', null],
  ['visualization', 'adddadd', null],
  ['device', 'ddddadd', null],
] as const)('a key of the role %s learns what it may do', async (as, expected, roles) => {
  const practice = await startPractice({ vehicles: 3 });
  const identity = valueOf(await practice.adapter({ as }).identify(click));
  expect(identity.application).toBe('Practice organization');
  expect(identity.roles?.map(({ name }) => name) ?? null).toEqual(roles);
  expect(statesOf(identity.rights, columns)).toBe(expected);
});

test('every right that is denied names a role that has it, and every other role is tried above', async () => {
  expect(roleNames).toHaveLength(7);
  const practice = await startPractice({ vehicles: 3 });
  const { rights } = valueOf(await practice.adapter().identify(click));
  expect(rights['create-token']).toEqual({ state: 'denied', explanation: 'Needs an Operations application key.' });
  const viewer = valueOf(await practice.adapter({ as: 'visualization' }).identify(click)).rights;
  expect(viewer['run-job'].explanation).toBe('Needs a Standard or Operations application key.');
  for (const right of Object.values(viewer)) expect(right.explanation === '').toBe(right.state === 'allowed');
});

test('the name and the end of the key are told, and a role without a public name by its id', async () => {
  const practice = await startPractice();
  const expiresAt = new Date(practice.clock.now() + 86_400_000).toISOString();
  const made = (await practice.call('POST', '/authorization/apikeys', {
    ...{ comment: 'Night shift', roles: ['PRACTICE_VISUALIZATION_APP', 'PD_STANDARD_APP'], expiresAt },
  })) as { readonly key: string; readonly token: string };
  const adapter = practice.adapter({ as: { apiKey: made.key, apiToken: made.token } });
  const { token, roles, rights } = valueOf(await adapter.identify(click));
  expect(token).toEqual({ name: 'Night shift', expiresAtMs: Date.parse(expiresAt) });
  expect(roles?.map(({ name }) => name)).toEqual(['PRACTICE_VISUALIZATION_APP', 'Standard application']);
  expect([rights['run-job'].state, rights['create-token'].state]).toEqual(['allowed', 'unknown']);
});

describe('a key that is refused', () => {
  test('for its token is told apart from one that is unknown, removed or has expired', async () => {
    const practice = await startPractice();
    const { apiKey, apiToken } = practice.platform.info.watson.keys.standard;
    const unknownKey = apiKey.replace(/.{10}$/, '0123456789');
    const identify = (as: { readonly apiKey: string; readonly apiToken: string }) =>
      practice.adapter({ as }).identify(click);

    for (const wrong of ['not-the-token', '']) {
      const failure = failureOf(await identify({ apiKey, apiToken: wrong }));
      expect(failure).toMatchObject({ code: 'not-authorised', retryable: false, details: { status: 401 } });
      expect(failure.message).toContain(`does not accept the token of the API key ${apiKey}`);
    }
    const removed = failureOf(await identify({ apiKey: unknownKey, apiToken }));
    expect(removed).toMatchObject({ code: 'not-authorised', details: { status: 403 } });
    expect(removed.details).not.toHaveProperty('reason');
    expect(removed.message).toContain(`does not know the API key ${unknownKey}`);
    expect(failureOf(await identify({ apiKey: 'use-token-auth', apiToken })).message).toContain('no API key');
    expect(JSON.stringify([removed, practice.log])).not.toContain(apiToken);
  });

  test('in the middle of its work says so at every call', async () => {
    const practice = await startPractice();
    const adapter = practice.adapter({ as: 'dataProcessor' });
    valueOf(await adapter.listTypes(click));
    await practice.call('DELETE', `/authorization/apikeys/${practice.platform.info.watson.keys.dataProcessor.apiKey}`);
    expect(failureOf(await adapter.listTypes(click)).message).toContain('worked before');
    expect(failureOf(await adapter.listTypes(click)).message).toContain('it was removed there');
  });
});

test('a platform that answers nothing yet is no refusal', async () => {
  const practice = await startPractice();
  await practice.fault('503');
  expect(failureOf(await practice.adapter().identify(click))).toMatchObject({ code: 'unreachable' });
});
