import { expect, test } from 'vitest';
import { canKeepSession, resolveClientId, testClientId, uniqueWord } from './client-identity.ts';

test('a unique word is legal in every client id and does not come twice', () => {
  const words = new Set(Array.from({ length: 1000 }, () => uniqueWord()));
  expect(words.size).toBe(1000);
  for (const word of words) expect(word).toMatch(/^[a-z0-9]{10}$/);
});

test('the placeholder is replaced wherever it stands', () => {
  expect(resolveClientId('a:org:deck-{unique}', 'w')).toBe('a:org:deck-w');
  expect(resolveClientId('fixed', 'w')).toBe('fixed');
});

test('a test of an id with a placeholder uses another word', () => {
  expect(testClientId('a:org:deck-{unique}', 'other')).toBe('a:org:deck-other');
});

test('a test of a fixed id signs in beside the live connection, not in its place', () => {
  expect(testClientId('console-7', 'abcdefghij')).toBe('console-7-abcdef');
});

test("a Watson application keeps its form, and its id stays within the platform's 36 characters", () => {
  const id = testClientId(`a:myorg1:${'x'.repeat(36)}`, 'abcdefghij');
  expect(id).toBe(`a:myorg1:${'x'.repeat(29)}-abcdef`);
  expect(id.split(':')[2]).toHaveLength(36);
});

test('a shared application keeps its instance', () => {
  expect(testClientId('A:myorg1:deck:2', 'abcdefghij')).toBe('A:myorg1:deck-abcdef:2');
});

test("a Watson device's id is its identity and is left alone", () => {
  expect(testClientId('d:myorg1:truck:T-1', 'abcdefghij')).toBe('d:myorg1:truck:T-1');
});

const topic = (qos: 0 | 1 | 2) => ({ filter: 'a', qos });

test('a session is kept where the broker has something to keep', () => {
  expect(canKeepSession({ clientId: 'x', topics: [topic(0), topic(1)] })).toBe(true);
  expect(canKeepSession({ clientId: 'x', topics: [topic(0)] })).toBe(false);
});

test('Watson gives no session to a shared application without an instance', () => {
  expect(canKeepSession({ clientId: 'A:org:deck', topics: [topic(1)] })).toBe(false);
  expect(canKeepSession({ clientId: 'A:org:deck:1', topics: [topic(1)] })).toBe(true);
});
