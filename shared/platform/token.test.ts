import { expect, test } from 'vitest';
import { damageOf, iotCentralAuthorization, readToken, tidyToken } from './token.ts';

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object): string => `${base64url({ typ: 'JWT', alg: 'RS256' })}.${base64url(claims)}.c2lnbmF0dXJl`;

const apiToken =
  'SharedAccessSignature sr=5782ed70-b703-4f13-bda3-1f5f0f5c678e&sig=made%2Bup%3D&skn=operator-token&se=1647950487889';

test('an API token tells its application, its name and, in milliseconds, when it ends', () => {
  expect(readToken(apiToken)).toMatchObject({
    kind: 'iot-central-api-token',
    name: 'operator-token',
    applicationId: '5782ed70-b703-4f13-bda3-1f5f0f5c678e',
    expiresAtMs: Date.parse('2022-03-22T12:01:27.889Z'),
  });
});

test('an API token without an expiry is still one', () => {
  expect(readToken('SharedAccessSignature sr=app&sig=x&skn=a%20b')).toMatchObject({
    kind: 'iot-central-api-token',
    name: 'a b',
    expiresAtMs: null,
  });
});

test('a bearer token tells whose it is, for whom, and until when, with or without its prefix', () => {
  const text = jwt({
    aud: 'https://apps.azureiotcentral.com',
    tid: 'tenant',
    oid: 'object',
    upn: 'jürgen@contoso.com',
    exp: 1_900_000_000,
    roles: ['Reader', 7],
  });
  const expected = {
    kind: 'bearer',
    name: 'jürgen@contoso.com',
    audience: 'https://apps.azureiotcentral.com',
    tenantId: 'tenant',
    objectId: 'object',
    expiresAtMs: 1_900_000_000_000,
    roles: ['Reader'],
  };
  expect(readToken(text)).toMatchObject(expected);
  expect(readToken(`Bearer ${text}`)).toMatchObject(expected);
  expect(readToken(`authorization: bearer ${text}\n`)).toMatchObject(expected);
});

test('a Watson key tells its organisation', () => {
  expect(readToken('a-abc123-a84ps90Ajs')).toMatchObject({
    kind: 'watson-key',
    name: 'a-abc123-a84ps90Ajs',
    organisation: 'abc123',
  });
});

test('a Watson token is guessed by its length', () => {
  expect(readToken('MP$08VKz!8rXwnR-Q*').kind).toBe('watson-token');
});

test.each([
  ['nothing', ''],
  ['a sentence', 'please use my token'],
  ['three words with dots that hold no JSON', 'www.example.com'],
  ['a signature without an application', 'SharedAccessSignature sig=x&se=1'],
  ['a token of which a part is missing', `${base64url({ alg: 'x' })}.${base64url([1])}.x`],
  ['bytes that are no text', `${base64url({ alg: 'x' })}._____w.x`],
])('%s is unknown', (_, text) => {
  expect(readToken(text)).toMatchObject({ kind: 'unknown', name: null, roles: [] });
  expect(iotCentralAuthorization(text)).toBeUndefined();
});

test('what came along with a copy is taken off', () => {
  expect(tidyToken(` "${apiToken}"\r\n`)).toBe(apiToken);
  expect(tidyToken(`Authorization: ${apiToken}`)).toBe(apiToken);
  // Terminals break long lines.
  expect(tidyToken(`${apiToken.slice(0, 40)}\n${apiToken.slice(40)}`)).toBe(apiToken);
});

test('the header is the token itself, or the bearer token with its prefix', () => {
  const text = jwt({ aud: 'x' });
  expect(iotCentralAuthorization(`${apiToken}\n`)).toBe(apiToken);
  expect(iotCentralAuthorization(apiToken.replace(' ', '\n'))).toBe(apiToken);
  expect(iotCentralAuthorization(`Bearer\n${text}`)).toBe(`Bearer ${text}`);
  expect(iotCentralAuthorization(text)).toBe(`Bearer ${text}`);
  expect(iotCentralAuthorization(`bearer ${text}`)).toBe(`Bearer ${text}`);
  expect(iotCentralAuthorization('a-abc123-a84ps90Ajs')).toBeUndefined();
});

const wholeToken = apiToken.replace('made%2Bup%3D', `${'jKY8W%2B'.repeat(7)}a%3D`);

test.each([
  ['whole', wholeToken, null],
  ['whole, with characters that came decoded', decodeURIComponent(wholeToken), null],
  ['cut in its expiry', wholeToken.slice(0, -4), 'end'],
  ['cut before its expiry', wholeToken.replace(/&se=.*/, ''), 'end'],
  ['cut in its name', wholeToken.replace(/&skn=.*/, ''), 'end'],
  ['cut in its signature', wholeToken.replace(/W%2BjKY8.*/, ''), 'end'],
  ['short of a part of its signature', wholeToken.replace('jKY8W', ''), 'signature'],
  ['no token at all', 'my token', null],
])('of an API token that is %s, it is seen whether it is whole', (_how, token, damage) => {
  expect(damageOf(token)).toBe(damage);
});

test('a bearer token without all of its signature is not whole', () => {
  const [head = '', body = ''] = jwt({}).split('.');
  const signed = (alg: string, length: number) =>
    damageOf(`Bearer ${base64url({ alg })}.${body}.${'x'.repeat(length)}`);
  expect([signed('RS256', 342), signed('HS256', 43)]).toEqual([null, null]);
  expect([signed('RS256', 341), signed('HS256', 42), damageOf(`${head}.${body}.`)]).toEqual(['end', 'end', 'end']);
});
