import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact, redactionMark } from './redact.ts';

const pem = '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----';

test.each([
  ['an IoT Central token', 'SharedAccessSignature sr=a1&sig=b%2B2&skn=operator&se=1900000000000', ''],
  ['the same, cut in lines', 'SharedAccessSignature\nsr=a1&sig=b%2B2', ''],
  ['a connection string', 'HostName=x;SharedAccessKey=AAAABBBBCCCC=', 'HostName=x;'],
  ['a bearer token', 'Authorization: Bearer abcdefgh12345678', 'Authorization: '],
  ['basic credentials', 'Basic YS1vcmctYWJjOnRva2Vu', ''],
  ['a JSON Web Token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', ''],
  ['a private key', pem, ''],
  ['a private key without its end', pem.slice(0, 45), ''],
  ['an age identity', 'AGE-SECRET-KEY-1QQQQQQ', ''],
  ['a password in an address', 'mqtts://ida:open-sesame@broker', 'mqtts://ida:'],
  ['a named secret', 'token=abcdef123', 'token='],
])('%s is taken out', (_what, text, before) => {
  expect(redact(text)).toContain(`${before}${redactionMark}`);
  for (const word of text.slice(before.length).match(/[\w%+/=-]{6,}/g) ?? []) {
    if (!/^(SharedAccess|Bearer|Basic|broker|PRIVATE|-----)/.test(word)) expect(redact(text)).not.toContain(word);
  }
});

test('ordinary words stay as they are', () => {
  const words =
    'Token "Dispatch 3" (Operator) was created. The bearer of it may watch; basic rights only. Password changed. Basic authentication refused.';
  expect(redact(words, ['short'])).toBe(words);
  expect(redact('The token was too short', ['short'])).toBe('The token was too short');
});

test('a known secret is found as it is and as a URL, JSON or base64 writes it', () => {
  const secret = 'p@ss "word" ü/9';
  for (const form of [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret),
    Buffer.from(secret).toString('base64'),
  ]) {
    expect(redact(`It said ${form}.`, [secret])).toContain(redactionMark);
    expect(redact(`It said ${form}.`, [secret])).not.toContain(form);
  }
});

test('no known secret is left, whatever stands around it and whatever else is known', () => {
  const secret = fc.string({ minLength: 6, maxLength: 20 });
  fc.assert(
    fc.property(secret, fc.array(secret, { maxLength: 3 }), fc.string(), fc.string(), (one, others, before, after) => {
      fc.pre(!redactionMark.includes(one));
      expect(redact(before + one + after, [one, ...others])).not.toContain(one);
    }),
  );
});
