import { expect, test } from 'vitest';
import { differences } from './differences.ts';

test('equal settings have no differences', () => {
  expect(differences({ a: [1, { b: null }] }, { a: [1, {}], c: undefined })).toEqual([
    { field: 'a › 2', former: null, next: 'empty' },
  ]);
  expect(differences({ a: [1, 2] }, { a: [1, 2] })).toEqual([]);
});

test('fields are named in words, and deeper ones by the way to them', () => {
  const former = { url: 'mqtt://a', isEnabled: true, mapping: { routes: [{ topic: 'a/+' }] } };
  const next = {
    url: 'mqtt://b',
    isEnabled: false,
    mapping: { routes: [{ topic: 'b/+' }, { topic: 'c' }] },
    username: 'ida',
  };
  expect(differences(former, next)).toEqual([
    { field: 'Address', former: 'mqtt://a', next: 'mqtt://b' },
    { field: 'Switched on', former: 'yes', next: 'no' },
    { field: 'Mapping › routes › 1 › topic', former: 'a/+', next: 'b/+' },
    { field: 'Mapping › routes › 2 › topic', former: null, next: 'c' },
    { field: 'User name', former: null, next: 'ida' },
  ]);
});

test('a certificate is shown by its fingerprint, a long text in part', () => {
  const [certificate, text] = differences(
    { caPem: '-----BEGIN CERTIFICATE-----\na', clientId: 'x'.repeat(300) },
    { caPem: '-----BEGIN CERTIFICATE-----\nb', clientId: `${'x'.repeat(300)}y` },
  );
  expect(certificate?.former).toMatch(/^SHA-256 [0-9a-f]{16}…$/);
  expect(certificate?.next).not.toBe(certificate?.former);
  expect(text?.former).toBe(`${'x'.repeat(200)}…`);
});
