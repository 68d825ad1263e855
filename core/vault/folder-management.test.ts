import { readFile, readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyHandOver, type FolderVault, type VaultHandOver } from './folder-vault.ts';
import { valueOf } from './testing/vault-fixture.ts';
import { recordEvents, startMs, VaultPlace } from './testing/vault-place.ts';
import type { MigrationProgress, VaultBackend, VaultOutcome } from './vault-management.ts';

const key = 'connection/depot/password';
const other = 'connection/yard/password';
const secret = 'correct-horse-battery';
const passphrase = 'four words of no sense';
const nextPassphrase = 'quite another sentence';

let place: VaultPlace;

beforeEach(async () => {
  place = await VaultPlace.make();
});

afterEach(async () => {
  await place.remove();
});

const open = (given?: VaultHandOver): Promise<FolderVault> => place.open(given);
const openWithPassphrase = (): Promise<FolderVault> => place.openWithPassphrase(passphrase);

const problemOf = (outcome: VaultOutcome<unknown>) => (outcome.isDone ? undefined : outcome.problem);

const secretFiles = async () => (await readdir(place.folder)).filter((name) => name.startsWith('secret-'));

describe('a passphrase', () => {
  it('takes what was in memory into the vault, and says so', async () => {
    place.keyring.mode = 'missing';
    const vault = await open();
    await vault.save(key, secret);
    const events = recordEvents(vault);
    expect(valueOf(await vault.management.setPassphrase(null, passphrase))).toEqual({ movedCount: 1, leftBehind: [] });
    expect(vault.info()).toMatchObject({ backend: 'passphrase', isPersistent: true });
    expect(place.handOver.secrets).toEqual({});
    expect(events).toMatchObject([
      { kind: 'backend-changed', backend: 'passphrase', detail: 'from memory' },
      { kind: 'migrated', backend: 'passphrase', detail: '1 secret moved to the passphrase vault' },
    ]);
    expect(await secretFiles()).toHaveLength(1);
  });

  it('takes over when a secret was made and last used, and gives it back to memory', async () => {
    place.keyring.mode = 'missing';
    const vault = await open();
    await vault.save(key, secret);
    place.clock.set(startMs + 60_000);
    await vault.read(key);
    const times = { createdAtMs: startMs, lastUsedAtMs: startMs + 60_000 };
    place.clock.set(startMs + 120_000);
    valueOf(await vault.management.setPassphrase(null, passphrase));
    expect(await vault.entries()).toMatchObject([{ backend: 'passphrase', ...times }]);
    valueOf(await vault.management.migrateTo('memory'));
    expect(await vault.entries()).toMatchObject([{ backend: 'memory', ...times }]);
  });

  it('is asked for after a start: until then secrets are locked, and nothing is overwritten', async () => {
    await (await openWithPassphrase()).save(key, secret);
    const vault = await open();
    const events = recordEvents(vault);
    expect(vault.info().explanation).toContain('until you enter the passphrase');
    expect(await vault.management.state()).toMatchObject({ backend: 'passphrase', isLocked: true, unfinished: null });
    expect(await vault.read(key)).toEqual({ status: 'locked' });
    expect(await vault.read('never saved')).toEqual({ status: 'absent' });
    expect(await vault.save(key, 'another')).toBe('locked');
    expect(await vault.entries()).toMatchObject([
      { key, backend: 'passphrase', createdAtMs: startMs, status: 'locked' },
    ]);
    expect(await vault.management.unlock(passphrase)).toEqual({ isDone: true, value: null });
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    expect(events.map(({ kind }) => kind)).toEqual(['read-failed', 'unlocked']);
    expect(await vault.management.state()).toMatchObject({ isLocked: false });
  });

  it('is not asked for again after a crash of this process, unless the vault was locked', async () => {
    const first = await openWithPassphrase();
    await first.save(key, secret);
    expect(Object.keys(place.handOver.keys)).toHaveLength(1);
    const second = await open(place.handOver);
    expect(await second.read(key)).toEqual({ status: 'ok', secret });
    expect(valueOf(await second.management.lock())).toBeNull();
    expect(place.handOver).toEqual(emptyHandOver);
    expect(await second.read(key)).toEqual({ status: 'locked' });
    expect(await (await open(place.handOver)).read(key)).toEqual({ status: 'locked' });
    expect(problemOf(await second.management.lock())).toMatchObject({ code: 'not-applicable' });
  });

  it('that was handed over wrong opens nothing, and spoils nothing', async () => {
    await (await openWithPassphrase()).save(key, secret);
    const keys = Object.fromEntries(
      Object.keys(place.handOver.keys).map((keyId) => [keyId, Buffer.alloc(32).toString('base64')] as const),
    );
    expect(await (await open({ secrets: {}, keys })).read(key)).toEqual({ status: 'locked' });
  });

  it('that is typed with other code points for the same letters is the same', async () => {
    place.keyring.mode = 'missing';
    const vault = await open();
    valueOf(await vault.management.setPassphrase(null, 'Zürich Genève Köln'.normalize('NFC')));
    await vault.save(key, secret);
    const next = await open();
    valueOf(await next.management.unlock('Zürich Genève Köln'.normalize('NFD')));
    expect(await next.read(key)).toEqual({ status: 'ok', secret });
  });

  it.each(['', 'too short', '14 characters!'])('like "%s" is too weak, and changes nothing', async (weak) => {
    place.keyring.mode = 'missing';
    const vault = await open();
    await vault.save(key, secret);
    expect(problemOf(await vault.management.setPassphrase(null, weak))).toMatchObject({ code: 'weak-passphrase' });
    expect(problemOf(await vault.management.migrateTo('passphrase'))).toMatchObject({ code: 'weak-passphrase' });
    expect(vault.info().backend).toBe('memory');
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
  });

  it('that is wrong may be tried three times, then ever more slowly, also after a restart', async () => {
    await (await openWithPassphrase()).save(key, secret);
    let vault = await open();
    const events = recordEvents(vault);
    for (const expected of [undefined, undefined, startMs + 2000]) {
      const problem = problemOf(await vault.management.unlock('wrong'));
      expect(problem).toMatchObject({ code: 'wrong-passphrase' });
      expect(problem?.retryAtMs).toBe(expected);
    }
    expect(events.map(({ kind }) => kind)).toEqual(['unlock-failed', 'unlock-failed', 'unlock-failed']);
    vault = await open();
    expect((await vault.management.state()).retryUnlockAtMs).toBe(startMs + 2000);
    expect(problemOf(await vault.management.unlock(passphrase))).toMatchObject({
      code: 'too-soon',
      retryAtMs: startMs + 2000,
    });
    place.clock.set(startMs + 2000);
    expect(problemOf(await vault.management.unlock('wrong'))?.retryAtMs).toBe(startMs + 6000);
    place.clock.set(startMs + 6000);
    expect(valueOf(await vault.management.unlock(passphrase))).toBeNull();
    valueOf(await vault.management.lock());
    expect(problemOf(await vault.management.unlock('wrong'))?.retryAtMs).toBeUndefined();
  });

  it('cannot be guessed by asking for a change of it either', async () => {
    const vault = await openWithPassphrase();
    for (let guess = 0; guess < 3; guess += 1) {
      const problem = problemOf(await vault.management.setPassphrase('wrong', nextPassphrase));
      expect(problem).toMatchObject({ code: 'wrong-passphrase' });
    }
    expect(problemOf(await vault.management.setPassphrase(passphrase, nextPassphrase))?.code).toBe('too-soon');
  });

  it('does not stay shut for longer because the clock was set back', async () => {
    await openWithPassphrase();
    const vault = await open();
    for (let guess = 0; guess < 3; guess += 1) await vault.management.unlock('wrong');
    place.clock.set(startMs - 3_600_000);
    expect((await vault.management.state()).retryUnlockAtMs).toBe(startMs - 3_600_000 + 2000);
    place.clock.set(startMs - 3_600_000 + 2000);
    expect(valueOf(await vault.management.unlock(passphrase))).toBeNull();
  });

  it('can be changed, with the former one only, open or locked', async () => {
    await (await openWithPassphrase()).save(key, secret);
    const vault = await open();
    const events = recordEvents(vault);
    expect(valueOf(await vault.management.setPassphrase(passphrase, nextPassphrase))).toMatchObject({ movedCount: 0 });
    expect(events.map(({ kind }) => kind)).toEqual(['unlocked', 'passphrase-changed']);
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
    const next = await open();
    expect(problemOf(await next.management.unlock(passphrase))).toMatchObject({ code: 'wrong-passphrase' });
    expect(valueOf(await next.management.unlock(nextPassphrase))).toBeNull();
    expect(await next.read(key)).toEqual({ status: 'ok', secret });
    expect(problemOf(await next.management.setPassphrase(null, passphrase))).toMatchObject({ code: 'not-applicable' });
  });

  it('is in no file and no answer', async () => {
    const vault = await openWithPassphrase();
    await vault.save(key, secret);
    const answers = [await vault.management.unlock('wrong'), await vault.management.state(), await vault.entries()];
    const names = await readdir(place.folder);
    const texts = await Promise.all(names.map((name) => readFile(join(place.folder, name), 'latin1')));
    for (const text of [...texts, JSON.stringify(answers)]) {
      expect(text).not.toContain(passphrase);
      expect(text).not.toContain(secret);
      for (const dataKey of Object.values(place.handOver.keys)) expect(text).not.toContain(dataKey);
    }
  });
});

describe('a move', () => {
  const waysRound: readonly (readonly VaultBackend[])[] = [
    ['memory', 'passphrase', 'os-keyring', 'memory'],
    ['os-keyring', 'passphrase', 'memory', 'os-keyring'],
  ];

  it.each(waysRound)('from %s to %s, to %s and back loses nothing, and leaves nothing behind', async (...way) => {
    const vault = await open();
    const [first, ...rest] = way;
    valueOf(await vault.management.migrateTo(first ?? 'memory'));
    await vault.save(key, secret);
    await vault.save(other, 'the other');
    place.clock.set(startMs + 1000);
    for (const backend of rest) {
      const progress: MigrationProgress[] = [];
      const onProgress = (step: MigrationProgress) => progress.push(step);
      const report = valueOf(await vault.management.migrateTo(backend, { passphrase, onProgress }));
      expect(report).toEqual({ movedCount: 2, leftBehind: [] });
      expect(progress).toEqual([0, 1, 2].map((doneCount) => ({ doneCount, totalCount: 2 })));
      expect(vault.info()).toMatchObject({ backend, isPersistent: backend !== 'memory' });
      expect(await vault.read(key)).toEqual({ status: 'ok', secret });
      expect(await vault.read(other)).toEqual({ status: 'ok', secret: 'the other' });
      expect(await vault.entries()).toMatchObject([
        { key, backend, createdAtMs: startMs, status: 'ok' },
        { key: other, backend, status: 'ok' },
      ]);
      expect((await vault.management.state()).unfinished).toBeNull();
      expect(place.keyring.entries.size).toBe(backend === 'os-keyring' ? 1 : 0);
      const keySlots = (await readdir(place.folder)).filter((name) => /^key-[^.]+\.json$/.test(name));
      expect(keySlots).toHaveLength(backend === 'memory' ? 0 : 1);
      expect((await secretFiles()).length === 0).toBe(backend === 'memory');
      expect(Object.keys(place.handOver.secrets)).toHaveLength(backend === 'memory' ? 2 : 0);
    }
  });

  it('is remembered: memory stays the choice although there is a keyring', async () => {
    valueOf(await (await open()).management.migrateTo('memory'));
    expect((await open()).info().backend).toBe('memory');
  });

  it('to a keyring that is not there says so, and changes nothing', async () => {
    const vault = await openWithPassphrase();
    await vault.save(key, secret);
    expect(problemOf(await vault.management.migrateTo('os-keyring'))).toMatchObject({
      code: 'unavailable',
      message: "This computer's keyring cannot be used: no keyring runs here.",
    });
    expect(await vault.read(key)).toEqual({ status: 'ok', secret });
  });

  it('from a locked vault is refused, or leaves what cannot be read until it can be', async () => {
    await (await openWithPassphrase()).save(key, secret);
    place.keyring.mode = 'open';
    const vault = await open();
    expect(problemOf(await vault.management.migrateTo('os-keyring'))).toMatchObject({ code: 'locked' });
    expect(vault.info().backend).toBe('passphrase');
    const report = valueOf(await vault.management.migrateTo('os-keyring', { leaveUnreadable: true }));
    expect(report).toEqual({ movedCount: 0, leftBehind: [key] });
    expect(await vault.save(other, 'new')).toBe('saved');
    expect(await vault.read(key)).toEqual({ status: 'locked' });
    const { unfinished } = await vault.management.state();
    expect(unfinished).toMatchObject({ secretCount: 1, from: ['passphrase'], canContinue: false });
    expect(unfinished?.explanation).toContain('Enter the passphrase that they were saved under');
    const next = await open();
    valueOf(await next.management.unlock(passphrase));
    expect(await next.read(key)).toEqual({ status: 'ok', secret });
    expect((await next.management.state()).unfinished).toMatchObject({ canContinue: true });
    expect(valueOf(await next.management.migrateTo('os-keyring'))).toEqual({ movedCount: 1, leftBehind: [] });
    expect((await next.management.state()).unfinished).toBeNull();
  });

  it('passes by a secret that is damaged, and keeps it', async () => {
    const vault = await openWithPassphrase();
    await vault.save(key, secret);
    await vault.save(other, 'whole');
    const damaged = (await secretFiles()).find((name) => name.includes('depot')) ?? '';
    await truncate(join(place.folder, damaged), 40);
    place.keyring.mode = 'open';
    expect(valueOf(await vault.management.migrateTo('os-keyring'))).toEqual({ movedCount: 1, leftBehind: [] });
    expect(await vault.read(key)).toEqual({ status: 'undecryptable' });
    expect(await vault.read(other)).toEqual({ status: 'ok', secret: 'whole' });
    expect((await readFile(join(place.folder, damaged))).length).toBe(40);
    const slots = (await readdir(place.folder)).filter((name) => /^key-[^.]+\.json$/.test(name));
    expect(slots, 'the key of the damaged one may still be of use').toHaveLength(2);
  });
});
