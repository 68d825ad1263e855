import { expect, test } from 'vitest';
import { watsonHostsOf } from '../../../shared/platform/watson-hosts.ts';
import { diagnose, type RefusedKey } from './refusal.ts';

const nowMs = Date.UTC(2030, 5, 1);
const host = 'main.iot.example.com';
const known = { checkValue: 'abc123', expiresAtMs: null, deletedAtMs: null };
const listed = { isListed: true, expiresAtMs: null, seenWith: 'Depot' } as const;
const at = (address: string): Partial<RefusedKey> => ({ host: address, hosts: watsonHostsOf(`https://${address}`) });
const refused = (status: 401 | 403, changes: Partial<RefusedKey> = {}): RefusedKey => ({
  ...{ apiKey: 'a-main-a84ps90Ajs', status, platformMessage: '', host, hosts: watsonHostsOf(`https://${host}`) },
  ...{ organisation: undefined, token: { checkValue: 'abc123', length: 18 }, hasWorked: false, expiresAtMs: null },
  ...{ trace: undefined, listing: undefined, nowMs },
  ...changes,
});

test.each<[string, 401 | 403, Partial<RefusedKey>, string, string]>([
  ['that is none', 403, { apiKey: 'use-token-auth' }, 'not-a-token', 'no API key of an application'],
  [
    'of another organisation than the host is named after',
    401,
    { apiKey: 'a-other-a84ps90Ajs' },
    'wrong-organisation',
    'belongs to the organisation other, and main.iot.example.com is the address of main',
  ],
  [
    'of another organisation than those whose keys were let in',
    403,
    { ...at('127.0.0.1:8080'), apiKey: 'a-other-a84ps90Ajs', organisation: 'main' },
    'wrong-organisation',
    '127.0.0.1:8080 is the address of main',
  ],
  ['whose end is known and past', 401, { expiresAtMs: Date.UTC(2030, 0, 5) }, 'expired', 'expired on 5 January 2030'],
  [
    'whose end was learnt in an earlier run, and is past',
    403,
    { trace: { ...known, expiresAtMs: Date.UTC(2030, 0, 5) } },
    'expired',
    'expired on 5 January 2030',
  ],
  ['that worked in this run and is unknown now', 403, { hasWorked: true }, 'revoked', 'it was removed there'],
  ['that worked in an earlier run and is unknown now', 403, { trace: known }, 'revoked', 'it was removed there'],
  [
    'that was deleted from here',
    403,
    { trace: { checkValue: null, expiresAtMs: null, deletedAtMs: Date.UTC(2030, 4, 2) } },
    'revoked',
    'it was deleted from this console on 2 May 2030',
  ],
  ['that worked with this token', 401, { hasWorked: true }, 'expired', 'does not accept its token any more'],
  ['that worked with this token in an earlier run', 401, { trace: known }, 'expired', 'it has expired'],
  [
    'that worked with another token',
    401,
    { trace: { ...known, checkValue: 'def456' } },
    'wrong',
    'was let in with another one before',
  ],
  [
    'with a cut token',
    401,
    { token: { checkValue: 'x', length: 13 } },
    'damaged',
    'has 13 characters, where such tokens',
  ],
  ['with an empty token', 401, { token: { checkValue: 'x', length: 0 } }, 'damaged', 'it is empty'],
  ['that was cut', 403, { apiKey: 'a-main-a84ps' }, 'damaged', 'it has 5 characters after the last hyphen'],
  [
    'that is not in the list',
    403,
    { listing: { isListed: false, seenWith: 'Depot' } },
    'revoked',
    'does not list it any more, as “Depot” sees it',
  ],
  [
    'that is in the list as expired',
    401,
    { listing: { ...listed, expiresAtMs: Date.UTC(2030, 0, 5) } },
    'expired',
    'expired on 5 January 2030, 00:00 UTC, as “Depot” sees it',
  ],
  [
    'that is in the list as valid',
    401,
    { listing: { ...listed, expiresAtMs: Date.UTC(2031, 0, 5) } },
    'wrong',
    'lists the key, which is still valid',
  ],
  ['that is unknown, and is in the list', 403, { listing: listed }, 'wrong-or-revoked', 'does not know the API key'],
  ['nothing is known of, of its token', 401, {}, 'wrong-or-expired', 'it is empty or wrong, or the key has expired'],
  ['nothing is known of', 403, {}, 'wrong-or-revoked', 'it was removed, has expired, or is mistyped'],
  [
    'nothing is known of, nor of the organisation at the address',
    403,
    at('iot.example.com'),
    'wrong-or-revoked',
    'iot.example.com is not the address of its organisation main',
  ],
  [
    'that messaging does not tell from its token',
    403,
    { platformMessage: 'The authentication token is invalid.' },
    'wrong-or-revoked',
    'with its token: one of them is wrong',
  ],
  [
    'that worked, and that messaging does not tell from its token',
    403,
    { platformMessage: 'The authentication token is invalid.', hasWorked: true },
    'wrong-or-revoked',
    'it was removed, or has expired',
  ],
])('a key %s', (_what, status, changes, problem, words) => {
  const verdict = diagnose(refused(status, changes));
  expect(verdict.problem).toBe(problem);
  expect(verdict.message).toContain(words);
});

test('a key of the organisation is not foreign for how the organisation is spelt', () => {
  expect(diagnose(refused(403, { apiKey: 'a-Main-a84ps90Ajs', organisation: 'main' })).problem).toBe(
    'wrong-or-revoked',
  );
});

test('in a domain of one’s own the first part of a host’s name is taken for no organisation', () => {
  expect(diagnose(refused(403, at('fleet.example.com'))).problem).toBe('wrong-or-revoked');
});
