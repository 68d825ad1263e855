import { describe, expect, test } from 'vitest';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { consequencesOf, isAcknowledged, mattersForAdministration } from './consequences.ts';
import type { Desk } from './desk.ts';
import { findOtherAdministrator } from './other-administrator.ts';
import type { ListOptions, PlatformToken, TokenBook, TokenListing } from './token-book.ts';
import { rowOf } from './token-rows.ts';

const nowMs = Date.UTC(2026, 4, 3);
const administrator = 'ca310b8d-2f4a-44e0-a36e-957c202cd8d4';
const operator = 'ae2c9854-393b-4f97-8c42-479d70ce626e';

const token = (id: string, roleId: string | null, expiresAtMs: number | null = null): PlatformToken => ({
  ...{ id, name: id, createdAtMs: null, expiresAtMs },
  roles: roleId === null ? null : [{ roleId, organization: null }],
});

const desk = { connectionId: 'desk', name: 'desk', settings: { kind: 'iot-central' } } as Desk;

/** A platform with pages of one token each; says what was asked of it. */
const platformOf = (tokens: readonly PlatformToken[], problem: string | null = null) => {
  const asked: string[] = [];
  const book: Partial<TokenBook> = {
    get: (id) => {
      asked.push(id);
      const found = tokens.find((one) => one.id === id);
      return Promise.resolve(found === undefined ? fail('not-found', 'There is none.') : ok(found));
    },
    list: (_context, { onPage, isEnough }: ListOptions = {}): Promise<Result<TokenListing>> => {
      const read: PlatformToken[] = [];
      for (const one of tokens) {
        asked.push('page');
        read.push(one);
        onPage?.([one]);
        if (isEnough?.() === true) return Promise.resolve(ok({ tokens: read, problem: null }));
      }
      return Promise.resolve(ok({ tokens: read, problem }));
    },
  };
  const find = (tokenId: string, known: readonly PlatformToken[] = []) =>
    findOtherAdministrator(
      {
        ask: (_desk, _action, ask) => ask(book as TokenBook) ?? Promise.resolve(fail('unsupported', '')),
        record: (_desk, _action, _target, _detail, act) => act(),
      },
      desk,
      tokenId,
      known,
      nowMs,
      { lane: 'click' },
    );
  return { asked, find };
};

const judge = async (
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
  const [first] = tokens;
  if (first === undefined) throw new Error('There is one to judge.');
  const row = rowOf(first, use, 'desk', nowMs);
  if (!mattersForAdministration(row, desk)) return consequencesOf(row, use, undefined, desk);
  const other = await platformOf(tokens, problem).find(first.id);
  if (!other.ok) throw new Error(other.error.message);
  return consequencesOf(row, use, other.value, desk);
};
const codes = async (...given: Parameters<typeof judge>) => (await judge(...given)).map(({ code }) => code);

test('of a token that no connection uses, only what others do with it may stop', async () => {
  expect(await codes([token('a', operator), token('b', administrator)])).toEqual(['used-elsewhere']);
});

test('the last token that may make and delete others is said to be', async () => {
  expect(await codes([token('a', administrator), token('b', operator)])).toEqual([
    'last-administrator',
    'used-elsewhere',
  ]);
  expect(await codes([token('a', administrator), token('b', administrator, nowMs - 1)])).toContain(
    'last-administrator',
  );
  expect(await codes([token('a', administrator), token('b', administrator, nowMs + 1)])).toEqual(['used-elsewhere']);
});

test('where it is not known what the others may, it is not said to be the last, but that it may be', async () => {
  expect(await codes([token('a', administrator), token('b', 'custom')])).toContain('administrators-not-known');
  expect(await codes([token('a', administrator), token('b', null)])).toContain('administrators-not-known');
  expect(await codes([token('a', administrator)], { problem: 'Half of it.' })).toContain('administrators-not-known');
  expect(await codes([token('a', null), token('b', operator)])).toContain('administrators-not-known');
});

test('own use, use by other connections and use that cannot be read are told apart, by name', async () => {
  const [own] = await judge([token('a', operator), token('b', administrator)], { users: { a: 'desk' } });
  expect(own).toMatchObject({ code: 'own-token' });
  const [other] = await judge([token('a', operator), token('b', administrator)], { users: { a: 'Night' } });
  expect(other).toMatchObject({ code: 'used-by-connections' });
  expect(other?.text).toContain('“Night”');
  const [unread] = await judge([token('a', operator), token('b', administrator)], { unknown: ['Yard'] });
  expect(unread).toMatchObject({ code: 'use-not-known' });
  expect(unread?.text).toContain('“Yard”');
});

test('with a token that has ended nothing stops but what signs in with it here', async () => {
  expect(await codes([token('a', administrator, nowMs - 1)])).toEqual([]);
  expect(await codes([token('a', administrator, nowMs - 1)], { users: { a: 'Night' } })).toEqual([
    'used-by-connections',
  ]);
});

test('an acknowledgement counts when it is of exactly the consequences', async () => {
  const consequences = await judge([token('a', administrator)]);
  expect(isAcknowledged(consequences, ['used-elsewhere', 'last-administrator'])).toBe(true);
  expect(isAcknowledged(consequences, ['used-elsewhere'])).toBe(false);
  expect(isAcknowledged(consequences, ['used-elsewhere', 'last-administrator', 'own-token'])).toBe(false);
  expect(isAcknowledged([], [])).toBe(true);
});

describe('whether another token may administer', () => {
  const others = [token('b', operator), token('c', administrator), token('d', administrator)];

  test('is found out by asking for one that is known, whatever there is besides', async () => {
    const { asked, find } = platformOf([token('a', administrator), ...others]);
    expect(await find('a', others)).toEqual(ok('found'));
    expect(asked).toEqual(['c']);
  });

  test('is asked of the platform as it is now: what was listed before may be gone, or have another role', async () => {
    const now = [token('a', administrator), token('c', operator)];
    const { asked, find } = platformOf(now);
    expect(await find('a', others)).toEqual(ok('none'));
    expect(asked).toEqual(['c', 'd', 'page', 'page']);
  });

  test('is read from the list no further than to the first', async () => {
    const { asked, find } = platformOf([token('a', administrator), ...others]);
    expect(await find('a')).toEqual(ok('found'));
    expect(asked).toEqual(['page', 'page', 'page']);
  });

  test('cannot be said where the platform does not answer', async () => {
    const find = findOtherAdministrator(
      {
        ask: () => Promise.resolve(fail('unreachable', 'Away.')),
        record: (_desk, _action, _target, _detail, act) => act(),
      },
      desk,
      'a',
      others,
      nowMs,
      { lane: 'click' },
    );
    expect(await find).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  });
});
