import { describe, expect, it } from 'vitest';
import type { AuditVerification } from '../../shared/audit/verification.ts';
import { actionWords, shortDetail, targetWords, timeWords, verificationWords, waitingWords } from './audit-words.ts';

const intact: AuditVerification = {
  ...{ isIntact: true, rowCount: 12, breaks: [], breakCount: 0, consistentFrom: 1 },
  ...{ head: { sequence: 12, hash: 'a'.repeat(64) }, end: 'as-noted', checkedAtMs: 0 },
};

describe('the result of a check', () => {
  it('is intact, and says how far that can be trusted', () => {
    const { tone, title, text } = verificationWords(intact);
    expect([tone, title]).toEqual(['neutral', 'Intact: all 12 entries are as they were written.']);
    expect(text.join(' ')).toMatch(/rewrote both/);
  });

  it('does not vouch for an end that nobody noted', () => {
    const { tone, title } = verificationWords({ ...intact, end: 'not-noted' });
    expect(tone).toBe('doubtful');
    expect(title).toMatch(/the end cannot be vouched for/);
  });

  it('says where it broke, what still holds, and what to do, and offers no repair', () => {
    const first = { sequence: 5, explanation: 'It was changed.' };
    const broken = {
      ...intact,
      isIntact: false,
      firstBroken: first,
      breaks: [first],
      breakCount: 3,
      consistentFrom: 9,
    };
    const { tone, title, text } = verificationWords(broken);
    expect(tone).toBe('bad');
    expect(title).toBe('The log is broken at entry 5, and at 2 more places.');
    const words = text.join(' ');
    expect(words).toMatch(/What stands before entry 5 is as it was written\./);
    expect(words).toMatch(/From entry 9 on everything fits together again/);
    expect(words).toMatch(/Export it/);
    expect(words).not.toMatch(/repair/i);
  });

  it('claims nothing about entries before the first', () => {
    const first = { sequence: 1, explanation: 'Another log.' };
    const { text } = verificationWords({
      ...intact,
      isIntact: false,
      breaks: [first],
      breakCount: 1,
      consistentFrom: null,
    });
    expect(text.join(' ')).not.toMatch(/What stands before/);
  });
});

describe('an entry in words', () => {
  it('shows an action of another version by its own name, whatever that is', () => {
    expect(actionWords('token.create')).toBe('Create token');
    for (const action of ['token.teleport', 'constructor', '__proto__']) expect(actionWords(action)).toBe(action);
  });

  it('names a secret, not its place in the vault', () => {
    expect(targetWords({ kind: 'vault', target: 'connection/hamburg-x7/password' })).toBe('Password');
    expect(targetWords({ kind: 'vault', target: 'creation/63c3/secret' })).toBe('Secret of a new token');
    expect(targetWords({ kind: 'vault', target: 'rotation/8d6c/former/night' })).toBe(
      'Secret of the old token of a rotation',
    );
    expect(targetWords({ kind: 'vault', target: 'passphrase' })).toBe('Vault under a passphrase');
    expect(targetWords({ kind: 'device', target: 'connection/a/password' })).toBe('connection/a/password');
  });

  it('does not say twice in one line where secrets are kept', () => {
    expect(shortDetail({ kind: 'vault', detail: 'Kept in: passphrase. 2 secrets moved.' })).toBe('2 secrets moved.');
    expect(shortDetail({ kind: 'command', detail: 'Kept in: the depot. On purpose.' })).toBe(
      'Kept in: the depot. On purpose.',
    );
  });

  it('survives a time that a damaged log made up', () => {
    expect(timeWords(9e15)).toMatch(/no time/);
  });

  it('says when more are waiting than were counted', () => {
    expect(waitingWords(1, false)).toBe('1 new entry');
    expect(waitingWords(200, true)).toBe('More than 200 new entries');
  });
});
