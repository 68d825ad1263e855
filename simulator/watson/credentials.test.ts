import { expect, test } from 'vitest';
import { createCredentials, isSameSecret, practiceCredentialsSchema } from './credentials.ts';

test('credentials have the platform’s forms and are new every time', () => {
  const first = createCredentials();
  const second = createCredentials();
  expect(first.org).toMatch(/^[a-z0-9]{6}$/);
  expect(first.apiKey).toMatch(new RegExp(`^a-${first.org}-[A-Za-z0-9]{10}$`));
  expect(first.apiToken).toHaveLength(18);
  expect(first.device.token).toHaveLength(18);
  expect(practiceCredentialsSchema.parse(first)).toEqual(first);
  const secrets = [first, second].flatMap(({ apiKey, apiToken, device }) => [apiKey, apiToken, device.token]);
  expect(new Set(secrets).size).toBe(6);
});

test('secrets are compared whole', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true);
  for (const wrong of ['', 'ab', 'abcd', 'ABC']) expect(isSameSecret(wrong, 'abc')).toBe(false);
});
