import { expect, test } from 'vitest';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import { silentLog } from '../log.ts';
import { createMemorySettings, type SettingsStore } from '../settings/settings-store.ts';
import { createBackup, type Backup } from './backup.ts';
import {
  Machine,
  connectionSettings,
  createTestVault,
  passphrase,
  valueOf,
  type TestVault,
} from './testing/backup-fixture.ts';
import { withSteps, type Interruptible } from './testing/interrupted.ts';

const here = connectionSettings('Oslo', 'mqtts://oslo.example.com:8883');
const moved = connectionSettings('Oslo', 'mqtts://elsewhere.example.net:8883');
const hamburg = connectionSettings('Hamburg', 'mqtts://hamburg.example.com:8883');

const oldState = {
  connections: { 'oslo-1': here } as Readonly<Record<string, ConnectionSettings>>,
  preferences: { theme: 'light' } as Readonly<Record<string, unknown>>,
  secrets: { 'connection/oslo-1/password': 'from-here' } as Readonly<Record<string, string>>,
};
const newState: typeof oldState = {
  connections: { 'oslo-1': moved, 'hamburg-1': hamburg },
  preferences: { ...(new Machine().settings.get('preferences') ?? {}), theme: 'dark' },
  secrets: { 'connection/oslo-1/password': 'from-the-file', 'connection/hamburg-1/password': 'also-from-the-file' },
};

const theFile = async (): Promise<string> => {
  const machine = new Machine()
    .connect('oslo-1', moved, 'from-the-file')
    .connect('hamburg-1', hamburg, 'also-from-the-file');
  machine.settings.set('preferences', { theme: 'dark' });
  return machine.exported(passphrase);
};

const prepare = ({ settings, vault }: { settings: SettingsStore; vault: TestVault }): void => {
  settings.setAll({ connections: oldState.connections, preferences: oldState.preferences });
  for (const [key, secret] of Object.entries(oldState.secrets)) void vault.save(key, secret);
};

const openBackup = (parts: Interruptible): Backup =>
  createBackup({
    ...parts,
    clock: { now: () => 0, after: () => () => undefined },
    log: silentLog,
    managedIds: () => [],
    onImported: () => undefined,
  });

const stateOf = (settings: SettingsStore, vault: TestVault) => ({
  connections: settings.get('connections') as typeof oldState.connections,
  theme: (settings.get('preferences') as { readonly theme?: unknown }).theme,
  secrets: Object.fromEntries(vault.held),
  note: settings.get('importUnderWay'),
});
const asState = ({ connections, preferences, secrets }: typeof oldState) => ({
  connections,
  theme: preferences.theme,
  secrets,
  note: undefined,
});

/** At no moment could a password go to a host that it was not entered for. */
const expectNoPasswordAstray = (settings: SettingsStore, vault: TestVault): void => {
  const oslo = (settings.get('connections') as typeof oldState.connections)['oslo-1'];
  const password = vault.held.get('connection/oslo-1/password');
  if (oslo?.isEnabled === true) expect(password).toBe(oslo.url === here.url ? 'from-here' : 'from-the-file');
};

const importAll = async (backup: Backup, content: string): Promise<void> => {
  const preview = valueOf(await backup.preview(content, passphrase));
  const connections = Object.fromEntries(preview.connections.map(({ id }) => [id, 'take'] as const));
  valueOf(await backup.apply(preview.previewId, { connections, preferences: 'take', managed: 'keep' }));
};

class Death extends Error {}

/** From the step on, nothing this console does reaches its disk. */
const dyingAt = (parts: Interruptible, deadly: number): Interruptible =>
  withSteps(parts, (step) => {
    if (step >= deadly) throw new Death();
  });

/** Counts the steps that a thing takes when nothing goes wrong. */
const stepsOf = async (parts: Interruptible, act: (backup: Backup) => Promise<unknown>): Promise<number> => {
  let steps = 0;
  await act(openBackup(withSteps(parts, (step) => (steps = step))));
  return steps;
};

const fresh = () => {
  const parts = { settings: createMemorySettings(), vault: createTestVault() };
  prepare(parts);
  return parts;
};

test('an import that dies at any step, and again at any step of its repair, leaves the old state or the new one', async () => {
  const content = await theFile();
  const steps = await stepsOf(fresh(), (backup) => importAll(backup, content));
  expect(steps).toBeGreaterThan(15);
  const outcomes = new Set<string>();
  for (let first = 1; first <= steps; first++) {
    for (let second = 1; ; second++) {
      const parts = fresh();
      await importAll(openBackup(dyingAt(parts, first)), content).catch(() => undefined);
      expectNoPasswordAstray(parts.settings, parts.vault);
      let repairSteps = 0;
      const dying = withSteps(parts, (step) => {
        repairSteps = step;
        if (step >= second) throw new Death();
      });
      await openBackup(dying)
        .finishInterrupted()
        .catch(() => undefined);
      expectNoPasswordAstray(parts.settings, parts.vault);
      expect(await openBackup(parts).finishInterrupted()).toEqual({ ok: true, value: [] });
      const state = stateOf(parts.settings, parts.vault);
      expect([asState(oldState), asState(newState)]).toContainEqual(state);
      outcomes.add(state.connections['oslo-1']?.url ?? '');
      if (repairSteps < second) break;
    }
  }
  expect(outcomes.size).toBe(2);
}, 60_000);

test('a full disk while the secrets are put aside changes nothing and says why', async () => {
  const parts = fresh();
  const full = { ...parts.vault, save: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC' })) };
  const backup = openBackup({ settings: parts.settings, vault: full });
  const preview = valueOf(await backup.preview(await theFile(), passphrase));
  const decision = { connections: { 'oslo-1': 'take' }, preferences: 'take', managed: 'keep' } as const;
  expect(await backup.apply(preview.previewId, decision)).toMatchObject({
    ok: false,
    error: { message: 'Nothing was imported: the disk is full.' },
  });
  expect(stateOf(parts.settings, parts.vault)).toEqual(asState(oldState));
});

test('a full disk at the one write of the settings changes nothing and leaves no secret behind', async () => {
  const parts = fresh();
  const full: SettingsStore = {
    ...parts.settings,
    setAll: () => {
      throw Object.assign(new Error('x'), { code: 'ENOSPC' });
    },
  };
  await expect(importAll(openBackup({ settings: full, vault: parts.vault }), await theFile())).rejects.toThrow(
    'Nothing was imported: the disk is full.',
  );
  expect(stateOf(parts.settings, parts.vault)).toEqual(asState(oldState));
});

test('a locked vault changes nothing', async () => {
  const parts = fresh();
  const locked = { ...parts.vault, save: () => Promise.resolve('locked' as const) };
  await expect(importAll(openBackup({ settings: parts.settings, vault: locked }), await theFile())).rejects.toThrow(
    'vault-locked',
  );
  expect(stateOf(parts.settings, parts.vault)).toEqual(asState(oldState));
});

test('a vault that does not give back what it stored changes nothing', async () => {
  const parts = fresh();
  const forgetful = { ...parts.vault, save: () => Promise.resolve('saved' as const) };
  await expect(importAll(openBackup({ settings: parts.settings, vault: forgetful }), await theFile())).rejects.toThrow(
    'did not give back',
  );
  expect(stateOf(parts.settings, parts.vault)).toEqual(asState(oldState));
});

test('a vault that locks after the settings were written keeps the connections off until it is open again', async () => {
  const parts = fresh();
  let isLocked = false;
  const vault = {
    ...parts.vault,
    read: (key: string) => (isLocked ? Promise.resolve({ status: 'locked' as const }) : parts.vault.read(key)),
  };
  const settings: SettingsStore = {
    ...parts.settings,
    setAll: (values) => {
      parts.settings.setAll(values);
      isLocked = true;
    },
  };
  const backup = openBackup({ settings, vault });
  const preview = valueOf(await backup.preview(await theFile(), passphrase));
  const decision = { connections: { 'oslo-1': 'take' }, preferences: 'keep', managed: 'keep' } as const;
  const outcome = valueOf(await backup.apply(preview.previewId, decision));
  expect(outcome.notices[0]).toContain('switched off');
  expectNoPasswordAstray(parts.settings, parts.vault);
  expect(await backup.finishInterrupted()).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
  isLocked = false;
  expect(await openBackup(parts).finishInterrupted()).toEqual({ ok: true, value: [] });
  expect(parts.settings.get('connections')).toEqual({ 'oslo-1': moved });
  expect([...parts.vault.held]).toEqual([['connection/oslo-1/password', 'from-the-file']]);
});

test('a secret that was put aside and cannot be decrypted any more is said, and its connection stays off without the former one', async () => {
  const content = await theFile();
  let parts = fresh();
  for (let step = 1; parts.settings.get('importUnderWay') === undefined; step++) {
    parts = fresh();
    await importAll(openBackup(dyingAt(parts, step)), content).catch(() => undefined);
  }
  const aside = [...parts.vault.held.keys()].find(
    (key) => key.endsWith('oslo-1/password') && key.startsWith('import/'),
  );
  parts.vault.broken.set(aside ?? '', 'undecryptable');
  const finished = valueOf(await openBackup(parts).finishInterrupted());
  expect(finished).toEqual([
    'Password of oslo-1 could not be taken over. Enter it again, then switch the connection on.',
  ]);
  expect(parts.settings.get('connections')).toEqual({ 'oslo-1': { ...moved, isEnabled: false }, 'hamburg-1': hamburg });
  expect([...parts.vault.held.keys()]).toEqual(['connection/hamburg-1/password']);
});

test('while an import is not finished, no other one begins', async () => {
  const parts = fresh();
  parts.settings.set('importUnderWay', { moves: [], enable: [] });
  await expect(importAll(openBackup(parts), await theFile())).rejects.toThrow('not finished yet');
});
