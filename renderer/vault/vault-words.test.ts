import { describe, expect, it } from 'vitest';
import type { VaultView } from '../../shared/vault/vault.ts';
import { fakeVaultView } from '../../test/support/fake-admin.ts';
import { isLocked, vaultNotice, wayToUnlock } from './vault-words.ts';

type Management = NonNullable<VaultView['management']>;

const vaultWith = (
  management: Partial<Management>,
  status: VaultView['entries'][number]['status'] = 'ok',
): VaultView => ({
  ...fakeVaultView,
  entries: fakeVaultView.entries.map((entry) => ({ ...entry, status })),
  management: fakeVaultView.management === null ? null : { ...fakeVaultView.management, ...management },
});

const unfinished = {
  secretCount: 2,
  from: ['passphrase'],
  canContinue: false,
  explanation: '2 secrets are still there.',
};

describe('the notice above every view', () => {
  it('is not there when secrets are in memory only: that is a choice', () => {
    expect(vaultNotice(fakeVaultView)).toBeUndefined();
  });

  it('says how many secrets are locked', () => {
    const notice = vaultNotice(vaultWith({ backend: 'passphrase', isLocked: true }, 'locked'));
    expect(notice?.title).toBe('Secrets are locked.');
    expect(notice?.text).toMatch(/1 password or key cannot be used/);
  });

  it('leaves alone who has an empty vault that is locked: nothing waits for it', () => {
    expect(vaultNotice({ ...vaultWith({ isLocked: true }), entries: [] })).toBeUndefined();
  });

  it('says that a move was interrupted, and whether it can go on or something must be unlocked', () => {
    expect(vaultNotice(vaultWith({ unfinished: { ...unfinished, canContinue: true } }))?.action).toBe('Continue…');
    expect(vaultNotice(vaultWith({ unfinished }))?.action).toBe('Unlock…');
  });
});

describe('the way to unlock', () => {
  it('is the passphrase for what is under one, be it the vault or what a move left behind', () => {
    expect(wayToUnlock(vaultWith({ backend: 'passphrase', isLocked: true }))).toBe('passphrase');
    expect(wayToUnlock(vaultWith({ unfinished }))).toBe('passphrase');
    expect(wayToUnlock(vaultWith({ unfinished: { ...unfinished, canContinue: true } }))).toBeUndefined();
  });

  it('is the keyring where that is shut, also where the host alone decides', () => {
    expect(wayToUnlock(vaultWith({ backend: 'os-keyring', isLocked: true }))).toBe('keyring');
    const desktop = { ...vaultWith({}, 'locked'), management: null };
    expect(isLocked(desktop)).toBe(true);
    expect(wayToUnlock(desktop)).toBe('keyring');
  });
});
