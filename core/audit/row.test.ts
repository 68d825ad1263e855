import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalEncoding, hashOf, type AuditRow } from './row.ts';

/** Texts that a careless encoding confuses: separators, quotes, digits, escapes, nothing. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('"', ',', '\\', '[', ']', ' ', '\n', 'u', '0', 'n', '1'), maxLength: 6 }),
  fc.constantFrom('', 'null', '0'),
);
const whole = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger());
const row: fc.Arbitrary<Omit<AuditRow, 'hash'>> = fc.record({
  sequence: whole,
  atMs: whole,
  user: text,
  kind: text,
  connectionId: fc.option(text),
  connectionName: fc.option(text),
  action: text,
  target: text,
  outcome: text,
  detail: text,
  operationId: fc.option(text),
  previousHash: text,
});

test('no two different rows have the same encoding', () => {
  fc.assert(
    fc.property(row, row, (a, b) => {
      const isSame = Object.keys(a).every((key) => Object.is(Reflect.get(a, key), Reflect.get(b, key)));
      expect(canonicalEncoding(a) === canonicalEncoding(b)).toBe(isSame);
    }),
    { numRuns: 500 },
  );
});

test('moving a character from one field to the next makes another encoding', () => {
  fc.assert(
    fc.property(row, text, (base, moved) => {
      fc.pre(moved !== '');
      const here = { ...base, action: base.action + moved };
      const there = { ...base, target: moved + base.target };
      expect(canonicalEncoding(here)).not.toBe(canonicalEncoding(there));
    }),
    { numRuns: 500 },
  );
});

test('an encoding can be read back, so nothing of the row is lost in it', () => {
  fc.assert(
    fc.property(row, (value) => {
      // Negative zero is no whole number that a database keeps.
      expect(JSON.parse(canonicalEncoding(value))).toEqual(['fleetdeck-audit/1', ...Object.values(value)]);
    }),
  );
});

test('the encoding is the one that is documented', () => {
  const example = {
    sequence: 1,
    atMs: 1_893_456_000_000,
    user: 'ida',
    kind: 'token',
    connectionId: null,
    connectionName: null,
    action: 'token.create',
    target: 'Dépôt "3"',
    outcome: 'succeeded',
    detail: 'a\tb',
    operationId: null,
    previousHash: '0'.repeat(64),
  };
  const encoding = `["fleetdeck-audit/1",1,1893456000000,"ida","token",null,null,"token.create","Dépôt \\"3\\"","succeeded","a\\tb",null,"${'0'.repeat(64)}"]`;
  expect(canonicalEncoding(example)).toBe(encoding);
  expect(hashOf(example)).toBe(createHash('sha256').update(encoding).digest('hex'));
});
