import { expect, test } from 'vitest';
import { readToken } from '../../../shared/platform/token.ts';
import { diagnose, type RefusedToken } from './refusal.ts';

const expiresAtMs = Date.UTC(2031, 4, 1, 12);
const token = (changes: Partial<{ sr: string; skn: string; se: number }> = {}) => {
  const { sr = 'app-1', skn = 'console', se = expiresAtMs } = changes;
  return readToken(`SharedAccessSignature sr=${sr}&sig=x&skn=${skn}&se=${String(se)}`);
};
const known = { checkValue: 'abc123', expiresAtMs, deletedAtMs: null };
const listing = { isListed: true, expiresAtMs, seenWith: 'Depot' } as const;
const refused = (changes: Partial<RefusedToken> = {}): RefusedToken => ({
  ...{ reading: token(), damage: null, checkValue: 'abc123', applicationId: 'app-1', hasWorked: false },
  ...{ trace: undefined, listing: undefined, nowMs: Date.UTC(2030, 0, 1), label: 'depot.example' },
  ...changes,
});

test.each<[string, Partial<RefusedToken>, string, string]>([
  ['has ended', { nowMs: expiresAtMs }, 'expired', '“console” expired on 1 May 2031, 12:00 UTC'],
  ['has ended, whatever else is wrong with it', { nowMs: expiresAtMs, damage: 'signature' }, 'expired', 'expired on'],
  ['has an end that was cut off', { reading: token({ se: 16475 }), damage: 'end' }, 'damaged', 'a part at its end'],
  ['has no whole signature', { damage: 'signature' }, 'damaged', 'its signature (sig) is not whole'],
  ['is of another application', { reading: token({ sr: 'app-2' }) }, 'wrong-application', 'belongs to another'],
  ['worked in this run', { hasWorked: true }, 'revoked', 'worked before'],
  ['worked in an earlier run', { trace: known }, 'revoked', 'worked before'],
  [
    'was deleted from here',
    { trace: { ...known, deletedAtMs: Date.UTC(2029, 5, 2) } },
    'revoked',
    'it was deleted from this console on 2 June 2029',
  ],
  [
    'was deleted from here without ever being used here',
    { trace: { checkValue: null, expiresAtMs: null, deletedAtMs: 0 } },
    'revoked',
    'it was deleted from this console',
  ],
  [
    'has the name and end, but not the text of one that worked',
    { checkValue: 'other', trace: known },
    'wrong',
    'signature',
  ],
  ['is not in the list', { listing: { isListed: false, seenWith: 'Depot' } }, 'revoked', 'as “Depot” sees it'],
  ['is in the list', { listing }, 'wrong', 'that is still valid, as “Depot” sees it'],
  ['is in the list, where no end is told', { listing: { ...listing, expiresAtMs: null } }, 'wrong', 'still valid'],
  [
    'has a successor of the same name in the list',
    { listing: { ...listing, expiresAtMs: Date.UTC(2032, 0, 1) } },
    'revoked',
    'another one has its name at depot.example by now, which ends on 1 January 2032',
  ],
  ['nothing is known of', {}, 'wrong-or-revoked', 'it was revoked, or something in it was changed'],
  [
    'nothing is known of, nor of the application',
    { applicationId: undefined },
    'wrong-or-revoked',
    'it was revoked, belongs to another application, or',
  ],
])('a token that %s', (_what, changes, problem, words) => {
  const verdict = diagnose(refused(changes));
  expect(verdict.problem).toBe(problem);
  expect(verdict.message).toContain(words);
});

test('one that was made under the name of a deleted one is not taken for it', () => {
  const trace = { ...known, deletedAtMs: 0 };
  const successor = { reading: token({ se: expiresAtMs + 86_400_000 }), checkValue: 'def456', trace };
  expect(diagnose(refused(successor)).problem).toBe('wrong-or-revoked');
  expect(
    diagnose(refused({ ...successor, listing: { ...listing, expiresAtMs: expiresAtMs + 86_400_000 } })).problem,
  ).toBe('wrong');
});
