import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ok } from '../../../shared/contract/result.ts';
import { readToken } from '../../../shared/platform/token.ts';
import { background, click, openBench, passingFaults, type Bench } from './adapter.ts';

const tokenOf = (bench: Bench, role: 'administrator' | 'builder' | 'operator'): string =>
  bench.platform.info.iotCentral.tokens[role];
const states = async (bench: Bench) => {
  const { rights } = await bench.value(bench.adapter.identify(click));
  return Object.fromEntries(Object.entries(rights).map(([action, { state }]) => [action, state]));
};
const jwt = (claims: object): string =>
  [{ alg: 'none' }, claims, 'signature']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
const makeToken = async (bench: Bench, roles: readonly object[], expiry?: string): Promise<string> => {
  const made = await bench.administer('PUT', '/apiTokens/made', { roles, ...(expiry && { expiry }) });
  return (made as { token: string }).token;
};
const roleIds = {
  operator: 'ae2c9854-393b-4f97-8c42-479d70ce626e',
  orgOperator: 'b4935647-30e4-4ed3-9074-dcac66c2f8ef',
  orgViewer: '84cc62c1-dabe-49d3-b16e-8b291232b285',
};

describe('what a token may do', () => {
  test('an administrator’s token knows its own roles, and may do all that IoT Central can', async () => {
    const bench = await openBench();
    const identity = await bench.value(bench.adapter.identify(click));
    const { applicationId, tokens } = bench.platform.info.iotCentral;
    expect(identity).toMatchObject({
      application: applicationId,
      token: { name: 'practice-administrator', expiresAtMs: readToken(tokens.administrator).expiresAtMs },
      roles: [{ name: 'Administrator', organization: null }],
    });
    const unsupported = ['change-location', 'clear-records', 'edit-token'];
    for (const [action, { state, explanation }] of Object.entries(identity.rights)) {
      const isUnsupported = unsupported.includes(action);
      expect([action, state]).toEqual([action, isUnsupported ? 'unsupported' : 'allowed']);
      expect(explanation === '').toBe(!isUnsupported);
    }
    expect(bench.requests).toHaveLength(1);
  });

  test.each(['builder', 'operator'] as const)(
    'a %s’s roles cannot be read: what it may see is tried, what changes something is left to be tried',
    async (role) => {
      const bench = await openBench({ role });
      const { roles, rights } = await bench.value(bench.adapter.identify(click));
      expect(roles).toBeNull();
      expect(await states(bench)).toMatchObject({
        'view-devices': 'allowed',
        'view-settings': 'allowed',
        'view-groups': 'allowed',
        'view-organizations': 'allowed',
        'view-jobs': 'allowed',
        'view-scheduled-jobs': 'allowed',
        'send-command': 'unknown',
        'change-settings': 'unknown',
        'run-job': 'unknown',
        'view-users': 'denied',
        'view-tokens': 'denied',
        'create-token': 'denied',
        'delete-token': 'denied',
      });
      expect(rights['create-token'].explanation).toContain('Needs the role Administrator');
      expect(rights['send-command'].explanation).toContain('Operator');
    },
  );

  test('what was tried and refused is known to be denied from then on', async () => {
    const bench = await openBench({ role: 'operator' });
    await bench.value(bench.adapter.identify(click));
    bench.adapter.noteForbidden('run-job');
    expect(await states(bench)).toMatchObject({ 'run-job': 'denied', 'send-command': 'unknown' });
  });

  test('what was tried and worked is known to be allowed', async () => {
    const bench = await openBench({ role: 'operator' });
    const truck = await bench.vehicle('TRUCK-001');
    await bench.value(bench.adapter.registry.rename(truck, 'First', click));
    expect(await states(bench)).toMatchObject({ 'rename-device': 'allowed', 'delete-device': 'unknown' });
  });

  test('a token of an organization sees that organization’s vehicles, and what it may not is found out', async () => {
    let token = '';
    const bench = await openBench({ token: () => Promise.resolve(ok(token)) });
    token = await makeToken(bench, [{ role: roleIds.orgViewer, organization: 'leipzig' }]);
    const truck = await bench.vehicle('TRUCK-001');
    expect(truck.organizations).toEqual(['leipzig']);
    expect(await states(bench)).toMatchObject({ 'view-devices': 'allowed', 'rename-device': 'unknown' });
    const refused = await bench.failure(bench.adapter.registry.rename(truck, 'Mine', click));
    expect(refused.code).toBe('not-authorised');
    const { rights } = await bench.value(bench.adapter.identify(click));
    expect(rights['rename-device'].state).toBe('denied');
    expect(rights['rename-device'].explanation).toContain('Administrator, Builder, Operator');
  });

  test('a bearer token is identified by what it is let do, where it names nobody', async () => {
    const bench = await openBench({ token: () => Promise.resolve(ok(bearer())), settings: { auth: 'bearer' } });
    const bearer = (): string => bench.platform.info.iotCentral.bearerToken;
    const identity = await bench.value(bench.adapter.identify(click));
    expect(identity.token).toEqual({
      name: 'Practice administrator',
      expiresAtMs: readToken(bearer()).expiresAtMs,
    });
    expect(identity.roles).toBeNull();
    expect(await states(bench)).toMatchObject({ 'view-tokens': 'allowed', 'view-users': 'allowed' });
    expect(bench.requests[0]?.authorization).toBe(`Bearer ${bearer()}`);
  });

  test('with another token what was learnt about the former one is forgotten', async () => {
    let role: 'operator' | 'administrator' = 'operator';
    const bench: Bench = await openBench({ token: () => Promise.resolve(ok(tokenOf(bench, role))) });
    expect(await states(bench)).toMatchObject({ 'view-tokens': 'denied' });
    role = 'administrator';
    expect(await states(bench)).toMatchObject({ 'view-tokens': 'allowed', 'create-token': 'allowed' });
  });
});

describe('a token that does not open', () => {
  const refusal = async (text: (bench: Bench) => string | Promise<string>, advanceMs = 0) => {
    let token = '';
    const bench = await openBench({ token: () => Promise.resolve(ok(token)) });
    token = await text(bench);
    bench.clock.setNow(bench.clock.now() + advanceMs);
    return { bench, error: await bench.failure(bench.adapter.identify(background)) };
  };
  const dayMs = 24 * 3600 * 1000;

  test('because it has expired is told with the day', async () => {
    const { error } = await refusal(
      (bench) => makeToken(bench, [{ role: roleIds.operator }], '2030-01-02T10:00:00Z'),
      3 * dayMs,
    );
    expect(error).toMatchObject({ code: 'not-authorised', details: { status: 401, tokenProblem: 'expired' } });
    expect(error.message).toContain('The API token “made” expired on 2 January 2030, 10:00 UTC');
  });

  test('because it was revoked is told as such when it worked before', async () => {
    let token = '';
    const bench = await openBench({ token: () => Promise.resolve(ok(token)) });
    token = await makeToken(bench, [{ role: roleIds.operator }]);
    expect((await bench.value(bench.adapter.identify(background))).token.name).toBe('made');
    await bench.administer('DELETE', '/apiTokens/made');
    const error = await bench.failure(bench.adapter.listDevices(background, () => undefined));
    expect(error).toMatchObject({ code: 'not-authorised', details: { status: 401, tokenProblem: 'revoked' } });
    expect(error.message).toContain('The API token “made” worked before');
  });

  test('because it is of another application is told, once a token of this one was seen', async () => {
    const foreign = (bench: Bench): string => tokenOf(bench, 'operator').replace(/sr=[^&]*/, 'sr=elsewhere');
    let token = '';
    const bench = await openBench({ token: () => Promise.resolve(ok(token)) });
    token = foreign(bench);
    const before = await bench.failure(bench.adapter.identify(background));
    expect(before).toMatchObject({ details: { tokenProblem: 'wrong-or-revoked' } });
    token = tokenOf(bench, 'operator');
    await bench.value(bench.adapter.identify(background));
    expect(bench.adapter.applicationId).toBe(bench.platform.info.iotCentral.applicationId);
    token = foreign(bench);
    const after = await bench.failure(bench.adapter.identify(background));
    expect(after).toMatchObject({ code: 'not-authorised', details: { tokenProblem: 'wrong-application' } });
    expect(after.message).toContain('belongs to another IoT Central application');
  });

  test('because it is of another application is told at once where the application is known', async () => {
    const text = 'SharedAccessSignature sr=elsewhere&sig=x&skn=one&se=1924992000000';
    const bench = await openBench({ applicationId: 'known', token: () => Promise.resolve(ok(text)) });
    const error = await bench.failure(bench.adapter.identify(background));
    expect(error).toMatchObject({ details: { tokenProblem: 'wrong-application' } });
  });

  test('because it is a bearer token for another service is told', async () => {
    const { error } = await refusal(() => jwt({ aud: 'https://graph.microsoft.com', upn: 'jo@example.com', exp: 2e9 }));
    expect(error).toMatchObject({ details: { tokenProblem: 'wrong-audience' } });
    expect(error.message).toContain('was made for https://graph.microsoft.com');
  });

  test('because it is a bearer token that has ended is told', async () => {
    const { error } = await refusal((bench) => bench.platform.info.iotCentral.bearerToken, dayMs);
    expect(error).toMatchObject({ details: { tokenProblem: 'expired' } });
    expect(error.message).toContain('bearer tokens last about an hour');
  });

  test('because it was signed elsewhere is told as wrong or revoked', async () => {
    const { error } = await refusal((bench) =>
      tokenOf(bench, 'operator').replace(/sig=[^&]*/, `sig=${'made'.repeat(10)}up0%3D`),
    );
    expect(error).toMatchObject({ code: 'not-authorised', details: { tokenProblem: 'wrong-or-revoked' } });
    expect(error.message).toContain('does not accept the API token “practice-operator”');
    expect(JSON.stringify(error)).not.toContain('sig=');
  });

  test.each([
    ['its end', (text: string) => text.slice(0, -3), 'a part at its end is missing'],
    ['a part of its signature', (text: string) => text.replace(/sig=.{4}/, 'sig='), 'its signature (sig) is not whole'],
  ])('because %s was not copied is told', async (_, cut, words) => {
    const { error } = await refusal((bench) => cut(tokenOf(bench, 'operator')));
    expect(error).toMatchObject({ code: 'not-authorised', details: { tokenProblem: 'damaged' } });
    expect(error.message).toContain(words);
  });

  test.each([
    ['a Watson key', 'a-abc123-a84ps90Ajs', 'Watson IoT Platform'],
    ['a sentence', 'my token', 'not a token of IoT Central'],
    ['nothing', '', 'not a token of IoT Central'],
  ])('because it is %s is told without asking anybody', async (_, text, words) => {
    const { bench, error } = await refusal(() => text);
    expect(error).toMatchObject({ code: 'not-authorised', details: { tokenProblem: 'not-a-token' } });
    expect(error.message).toContain(words);
    expect(bench.requests).toHaveLength(0);
  });
});

test.each(passingFaults)('with %s on the way, a token is identified once that has passed', async (kind) => {
  const bench = await openBench();
  await bench.addFault({ kind, times: 1, seconds: 60 });
  expect((await bench.value(bench.adapter.identify(background))).token.name).toBe('practice-administrator');
});

test('while the platform is away, nothing is said against the token', async () => {
  const bench = await openBench();
  await bench.addFault({ kind: '503' });
  const error = await bench.failure(bench.adapter.identify(click));
  expect(error).toMatchObject({ code: 'unreachable', details: { status: 503 } });
});

test.skipIf(process.platform === 'win32')('tokens come from the Azure CLI where the connection says so', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'az-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const azureCli = path.join(folder, 'az');
  const bench = await openBench({ settings: { auth: 'azure-cli' }, azureCli });
  const { bearerToken } = bench.platform.info.iotCentral;
  const expires = String(Math.floor(bench.clock.now() / 1000) + 3600);
  const answer = JSON.stringify({ accessToken: bearerToken, expires_on: Number(expires) });
  await writeFile(azureCli, `#!/bin/sh\necho '${answer}'\n`);
  await chmod(azureCli, 0o755);
  // The program runs in real time, which must not become minutes on the test's clock.
  const identity = await bench.adapter.identify(click);
  expect(identity).toMatchObject({ ok: true, value: { token: { name: 'Practice administrator' } } });
  expect(bench.requests[0]?.authorization).toBe(`Bearer ${bearerToken}`);
});
