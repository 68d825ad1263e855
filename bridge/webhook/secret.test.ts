import { expect, test } from 'vitest';
import { createSecretCheck } from './secret.ts';

const isSecret = createSecretCheck(['the-first-of-two-words', 'Bearer of good news']);

test.each([
  'the-first-of-two-words',
  'Bearer the-first-of-two-words',
  'bearer  the-first-of-two-words',
  'Bearer of good news',
])('%j is let in', (value) => {
  expect(isSecret(value)).toBe(true);
});

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer ',
  'the-first-of-two-word',
  'THE-FIRST-OF-TWO-WORDS',
  ['the-first-of-two-words'],
])('%j is not', (value) => {
  expect(isSecret(value)).toBe(false);
});
