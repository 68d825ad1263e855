import { expect, test } from 'vitest';
import { redactionOf } from './redact.ts';

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

test.each([
  ['the whole header', 'Bearer t0ken-value', 'got Bearer t0ken-value!', 'got •••!'],
  ['a bearer token', 'Bearer t0ken-value', 'got t0ken-value!', 'got •••!'],
  ['a token without a scheme', 't0ken-value', 'got t0ken-value!', 'got •••!'],
  ['basic credentials', basic('a-org-key', 'pass:word'), `got ${basic('a-org-key', 'pass:word').slice(6)}`, 'got •••'],
  ['a basic password', basic('a-org-key', 'pass:word'), 'key a-org-key, token pass:word', 'key a-org-key, token •••'],
  [
    'a signature',
    'SharedAccessSignature sr=app&sig=aB%2Bc%3D&skn=name&se=1',
    'sig aB%2Bc%3D or aB%2bc%3d or aB+c=',
    'sig ••• or ••• or •••',
  ],
])('takes out %s', (_name, authorization, text, expected) => {
  expect(redactionOf(authorization)(text)).toBe(expected);
});

test('leaves texts without a secret as they are', () => {
  expect(redactionOf('Bearer t0ken')('The device d1 does not exist.')).toBe('The device d1 does not exist.');
  expect(redactionOf('')('The device d1 does not exist.')).toBe('The device d1 does not exist.');
});
