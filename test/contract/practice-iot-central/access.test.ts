import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { anything, errorCode, list, openApi, previewVersion, stableVersion } from './api.ts';

const yearMs = 365 * 24 * 3600 * 1000;
const operatorRole = 'ae2c9854-393b-4f97-8c42-479d70ce626e';
const orgOperatorRole = 'b4935647-30e4-4ed3-9074-dcac66c2f8ef';
const tokenSchema = z.object({ id: z.string(), token: z.string(), expiry: z.string() });

describe('a token', () => {
  test('says itself which application it is for, what it is called and until when it is good', async () => {
    const { platform, clock } = await openApi();
    const { tokens, applicationId } = platform.info.iotCentral;
    const form = /^SharedAccessSignature sr=([\w-]+)&sig=[\w%]+&skn=([\w-]+)&se=(\d+)$/;
    const [, application, name, expiry] = form.exec(tokens.operator) ?? [];
    expect([application, name]).toEqual([applicationId, 'practice-operator']);
    expect(Number(expiry) - clock.now()).toBe(yearMs);
  });

  test.each([
    ['missing', () => ''],
    ['malformed', () => 'SharedAccessSignature nonsense'],
    ['of another kind', () => 'Basic YTpi'],
    ['of another application', (token: string) => token.replace(/sr=[^&]+/, 'sr=11111111-2222-4333-8444-555555555555')],
    ['signed by somebody else', (token: string) => token.replace(/sig=[^&]+/, 'sig=AAAA')],
    ['given another name', (token: string) => token.replace('skn=practice-administrator', 'skn=practice-builder')],
    ['given more time', (token: string) => `${token}0`],
    ['badly encoded', (token: string) => token.replace(/sig=[^&]+/, 'sig=%zz')],
  ])('that is %s is refused', async (_what, spoil) => {
    const api = await openApi();
    const authorization = spoil(api.platform.info.iotCentral.tokens.administrator);
    const reply = await api.call('GET /devices', { as: { authorization } });
    expect([reply.status, errorCode(reply)]).toEqual([401, 'Unauthenticated']);
  });

  test('is refused once it has expired', async () => {
    const api = await openApi({ vehicles: 0 });
    api.clock.setNow(api.clock.now() + yearMs);
    expect((await api.call('GET /devices')).status).toBe(401);
  });

  test('that was created is shown once, works with its role until its own time, and not after it was deleted', async () => {
    const api = await openApi({ vehicles: 0 });
    const expiry = new Date(api.clock.now() + 60_000).toISOString();
    const body = { roles: [{ role: operatorRole }], expiry };
    const made = await api.expect(200, 'PUT /apiTokens/mine', tokenSchema, { body });
    expect(made).toMatchObject({ id: 'mine', expiry });
    const again = await api.expect(200, 'GET /apiTokens/mine', z.looseObject({}));
    expect(again).not.toHaveProperty('token');
    const as = { authorization: made.token };
    expect((await api.call('GET /devices', { as })).status).toBe(200);
    expect((await api.call('GET /apiTokens', { as })).status).toBe(403);
    expect((await api.call('PUT /apiTokens/mine', { body })).status).toBe(409);
    await api.expect(204, 'DELETE /apiTokens/mine', anything);
    expect((await api.call('GET /devices', { as })).status).toBe(401);
    const second = await api.expect(200, 'PUT /apiTokens/mine', tokenSchema, { body });
    api.clock.advance(60_000);
    expect((await api.call('GET /devices', { as: { authorization: second.token } })).status).toBe(401);
  });

  test.each([
    [{ roles: [] }],
    [{ roles: [{ role: 'nobody' }] }],
    [{ roles: [{ role: operatorRole, organization: 'nowhere' }] }],
    [{}],
  ])('%j makes none', async (body) => {
    const reply = await (await openApi()).call('PUT /apiTokens/mine', { body });
    expect([reply.status, errorCode(reply)]).toEqual([422, 'InvalidBody']);
  });

  test('of an organization sees that organization’s vehicles and nothing else', async () => {
    const api = await openApi();
    const make = async (organization: string) => {
      const body = { roles: [{ role: orgOperatorRole, organization }] };
      const { token } = await api.expect(200, `PUT /apiTokens/of-${organization}`, tokenSchema, { body });
      return { as: { authorization: token } };
    };
    const dresden = await make('dresden');
    const ids = async (options: object) =>
      (await api.expect(200, 'GET /devices', list, options)).value.map(({ id }) => id);
    expect(await ids(dresden)).toEqual(['VAN-002']);
    expect((await api.call('GET /devices/TRUCK-001', dresden)).status).toBe(404);
    expect((await api.call('PATCH /devices/TRUCK-001', { ...dresden, body: { enabled: false } })).status).toBe(404);
    expect(await ids(await make('saxony'))).toEqual(['TRUCK-001', 'VAN-002', 'BUS-003']);
  });
});

describe('a bearer token', () => {
  test('opens what an administrator may, for an hour', async () => {
    const api = await openApi();
    const as = { authorization: `Bearer ${api.platform.info.iotCentral.bearerToken}` };
    expect((await api.call('GET /apiTokens', { as })).status).toBe(200);
    api.clock.setNow(api.clock.now() + 3600 * 1000);
    expect((await api.call('GET /apiTokens', { as })).status).toBe(401);
  });

  test('that was changed is refused', async () => {
    const api = await openApi();
    const [header = '', , signature = ''] = api.platform.info.iotCentral.bearerToken.split('.');
    const claims = Buffer.from(JSON.stringify({ exp: 9e9 })).toString('base64url');
    const as = { authorization: `Bearer ${header}.${claims}.${signature}` };
    expect((await api.call('GET /devices', { as })).status).toBe(401);
  });
});

describe('the api-version', () => {
  test.each([null, '1.0-nonsense'])('%j is refused', async (version) => {
    const reply = await (await openApi()).call('GET /devices', { version });
    expect([reply.status, errorCode(reply)]).toEqual([400, 'InvalidApiVersion']);
  });

  test('decides whether there are queries and exports', async () => {
    const api = await openApi();
    const codes = [stableVersion, previewVersion].map(
      async (version) => (await api.call('GET /dataExport/exports', { version })).status,
    );
    expect(await Promise.all(codes)).toEqual([404, 200]);
  });
});
