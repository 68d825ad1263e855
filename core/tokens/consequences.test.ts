import { expect, test } from 'vitest';
import type { TokenRow } from '../../shared/access/token.ts';
import { consequencesOf, isAcknowledged } from './consequences.ts';
import type { PlatformToken } from './token-book.ts';
import { rowsOf } from './token-rows.ts';

const nowMs = Date.UTC(2026, 4, 3);
const administrator = 'ca310b8d-2f4a-44e0-a36e-957c202cd8d4';
const operator = 'ae2c9854-393b-4f97-8c42-479d70ce626e';

const token = (id: string, roleId: string | null, expiresAtMs: number | null = null): PlatformToken => ({
  ...{ id, name: id, createdAtMs: null, expiresAtMs },
  roles: roleId === null ? null : [{ roleId, organization: null }],
});

const judge = (
  tokens: readonly PlatformToken[],
  {
    users = {},
    unknown = [],
    problem = null,
  }: { users?: Record<string, string>; unknown?: string[]; problem?: string | null } = {},
) => {
  const user = (name: string) => ({ connectionId: name, name });
  const use = {
    users: new Map(Object.entries(users).map(([id, name]) => [id, [user(name)]])),
    unknown: unknown.map(user),
  };
  const rows: readonly TokenRow[] = rowsOf({ tokens, problem }, use, 'desk', nowMs);
  const desk = { connectionId: 'desk', name: 'desk', settings: { kind: 'iot-central' } } as Parameters<
    typeof consequencesOf
  >[1];
  return consequencesOf({ rows, tokens, problem, use }, desk, 'a', nowMs);
};
const codes = (...given: Parameters<typeof judge>) => judge(...given).map(({ code }) => code);

test('of a token that no connection uses, only what others do with it may stop', () => {
  expect(codes([token('a', operator), token('b', administrator)])).toEqual(['used-elsewhere']);
});

test('the last token that may make and delete others is said to be', () => {
  expect(codes([token('a', administrator), token('b', operator)])).toEqual(['last-administrator', 'used-elsewhere']);
  expect(codes([token('a', administrator), token('b', administrator, nowMs - 1)])).toContain('last-administrator');
  expect(codes([token('a', administrator), token('b', administrator, nowMs + 1)])).toEqual(['used-elsewhere']);
});

test('where it is not known what the others may, it is not said to be the last, but that it may be', () => {
  expect(codes([token('a', administrator), token('b', 'custom')])).toContain('administrators-not-known');
  expect(codes([token('a', administrator), token('b', null)])).toContain('administrators-not-known');
  expect(codes([token('a', administrator)], { problem: 'Half of it.' })).toContain('administrators-not-known');
  expect(codes([token('a', null), token('b', operator)])).toContain('administrators-not-known');
});

test('own use, use by other connections and use that cannot be read are told apart, by name', () => {
  const [own] = judge([token('a', operator), token('b', administrator)], { users: { a: 'desk' } });
  expect(own).toMatchObject({ code: 'own-token' });
  const [other] = judge([token('a', operator), token('b', administrator)], { users: { a: 'Night' } });
  expect(other).toMatchObject({ code: 'used-by-connections' });
  expect(other?.text).toContain('“Night”');
  const [unread] = judge([token('a', operator), token('b', administrator)], { unknown: ['Yard'] });
  expect(unread).toMatchObject({ code: 'use-not-known' });
  expect(unread?.text).toContain('“Yard”');
});

test('with a token that has ended nothing stops but what signs in with it here', () => {
  expect(codes([token('a', administrator, nowMs - 1)])).toEqual([]);
  expect(codes([token('a', administrator, nowMs - 1)], { users: { a: 'Night' } })).toEqual(['used-by-connections']);
});

test('an acknowledgement counts when it is of exactly the consequences', () => {
  const consequences = judge([token('a', administrator)]);
  expect(isAcknowledged(consequences, ['used-elsewhere', 'last-administrator'])).toBe(true);
  expect(isAcknowledged(consequences, ['used-elsewhere'])).toBe(false);
  expect(isAcknowledged(consequences, ['used-elsewhere', 'last-administrator', 'own-token'])).toBe(false);
  expect(isAcknowledged([], [])).toBe(true);
});
