import { describe, expect, test } from 'vitest';
import type { Result } from '../../../shared/contract/result.ts';
import { linkOf, parsePlatformAddress, urlOf, type PlatformAddress } from './address.ts';

const address = (baseUrl: string): PlatformAddress => {
  const parsed = parsePlatformAddress(baseUrl);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

const central = address('https://contoso.azureiotcentral.com/api');
const text = (result: Result<URL>) => (result.ok ? result.value.href : result.error.code);

describe("a platform's address", () => {
  test.each([
    ['https://contoso.azureiotcentral.com/api/', 'contoso.azureiotcentral.com', '/api', 443],
    ['https://org.messaging.example.com:8443', 'org.messaging.example.com:8443', '', 8443],
    ['http://127.0.0.1:3000/api/v0002', '127.0.0.1:3000', '/api/v0002', 3000],
    ['http://localhost/api', 'localhost', '/api', 80],
    ['http://[::1]:3000/api', '[::1]:3000', '/api', 3000],
  ])('%s is read', (baseUrl, label, basePath, port) => {
    expect(address(baseUrl)).toMatchObject({ label, basePath, port });
  });

  test.each([
    ['contoso.azureiotcentral.com', 'This is not an address'],
    ['ftp://contoso.example.com', 'This is not an address'],
    ['http://contoso.example.com/api', 'the access token would travel unencrypted'],
    ['http://127.0.0.1.example.com/api', 'the access token would travel unencrypted'],
    ['https://user:secret@contoso.example.com', 'Leave user name and password out'],
    ['https://contoso.example.com/api?x=1', 'Leave out what follows'],
  ])('%s is refused in words', (baseUrl, words) => {
    const parsed = parsePlatformAddress(baseUrl);
    expect(parsed).toMatchObject({ ok: false, error: { code: 'invalid-params' } });
    expect(parsed.ok ? '' : parsed.error.message).toContain(words);
    expect(JSON.stringify(parsed)).not.toContain('secret');
  });
});

describe('a request', () => {
  test('goes below the base path, with its query encoded', () => {
    const url = urlOf(central, { path: '/devices/a%2Fb', query: { filter: "name eq 'a&b'", max: 5, none: undefined } });
    expect(text(url)).toBe('https://contoso.azureiotcentral.com/api/devices/a%2Fb?filter=name+eq+%27a%26b%27&max=5');
  });

  test.each([
    '/devices/..',
    '/devices/../../admin',
    '/devices/%2e%2e/x',
    '/devices?x=1',
    '/a#b',
    'x.example.com/',
    '@x/y',
  ])('to %s is refused', (path) => {
    expect(text(urlOf(central, { path }))).toBe('invalid-params');
  });
});

describe('a next-page link', () => {
  test.each([
    [
      'https://contoso.azureiotcentral.com/api/devices?$skiptoken=x',
      'https://contoso.azureiotcentral.com/api/devices?$skiptoken=x',
    ],
    ['/api/devices?page=2#part', 'https://contoso.azureiotcentral.com/api/devices?page=2'],
    ['devices?page=2', 'https://contoso.azureiotcentral.com/api/devices?page=2'],
  ])('%s is followed', (link, expected) => {
    expect(text(linkOf(central, link))).toBe(expected);
  });

  test.each([
    'https://evil.example.com/api/devices',
    'https://contoso.azureiotcentral.com.evil.example.com/api/devices',
    'https://contoso.azureiotcentral.com@evil.example.com/api/devices',
    'https://user:pw@contoso.azureiotcentral.com/api/devices',
    'http://contoso.azureiotcentral.com/api/devices',
    'https://contoso.azureiotcentral.com:444/api/devices',
    '//evil.example.com/api/devices',
    '\\\\evil.example.com\\api\\devices',
    'https://contoso.azureiotcentral.com/admin',
    'https://contoso.azureiotcentral.com/api/../admin',
    'https://contoso.azureiotcentral.com/apiary/devices',
    'javascript:alert(1)',
    'https://',
  ])('%s is not followed', (link) => {
    expect(linkOf(central, link)).toMatchObject({
      ok: false,
      error: { code: 'refused', retryable: false, details: { reason: 'foreign-link' } },
    });
  });
});
