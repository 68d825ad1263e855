import { expect, test } from 'vitest';
import { isSealed, openSealed } from '../sealed-file/sealed-file.ts';
import { Machine, connectionSettings, passphrase, valueOf } from './testing/backup-fixture.ts';

const hamburg = connectionSettings('Hamburg', 'mqtts://hamburg.example.com:8883');

test('an export holds connections and preferences, names the secrets, and has none of them', async () => {
  const machine = new Machine().connect('hamburg-1', hamburg, 'pass-word-hamburg');
  machine.settings.setAll({
    preferences: { theme: 'dark' },
    disabledManagedConnections: ['practice'],
    windowBounds: { x: 1 },
    auditAnchor: { latest: 'x' },
  });
  const file = valueOf(await machine.backup.export({ withSecrets: null }));
  expect(file).toMatchObject({
    fileName: 'fleetdeck-settings-2030-01-01.json',
    isSealed: false,
    connectionCount: 1,
    secretCount: 0,
    leftOut: [],
  });
  expect(file.content).not.toContain('pass-word-hamburg');
  expect(JSON.parse(file.content)).toEqual({
    format: 'fleetdeck-settings',
    version: 1,
    exportedAtMs: Date.UTC(2030, 0, 1),
    preferences: { theme: 'dark' },
    disabledManagedConnections: ['practice'],
    connections: [{ id: 'hamburg-1', settings: hamburg, secretNames: ['password'] }],
  });
});

test('with secrets the whole file is under the passphrase', async () => {
  const machine = new Machine().connect('hamburg-1', hamburg, 'pass-word-hamburg');
  const file = valueOf(await machine.backup.export({ withSecrets: passphrase }));
  expect(file).toMatchObject({ fileName: 'fleetdeck-settings-2030-01-01.json.age', isSealed: true, secretCount: 1 });
  expect(isSealed(file.content)).toBe(true);
  expect(file.content).not.toMatch(/hamburg/i);
  expect(valueOf(await openSealed(file.content, passphrase))).toContain('pass-word-hamburg');
});

test('a weak passphrase exports nothing', async () => {
  const machine = new Machine().connect('hamburg-1', hamburg, 'pass-word-hamburg');
  expect(await machine.backup.export({ withSecrets: 'short' })).toMatchObject({
    ok: false,
    error: { code: 'invalid-params', details: { reason: 'weak-passphrase' } },
  });
});

test('a locked vault stops an export with secrets, and not one without', async () => {
  const machine = new Machine().connect('hamburg-1', hamburg, 'pass-word-hamburg');
  machine.vault.broken.set('connection/hamburg-1/password', 'locked');
  expect(await machine.backup.export({ withSecrets: passphrase })).toMatchObject({
    ok: false,
    error: { code: 'vault-locked' },
  });
  expect((await machine.backup.export({ withSecrets: null })).ok).toBe(true);
});

test('a secret that cannot be decrypted is left out, and that is said', async () => {
  const machine = new Machine().connect('hamburg-1', hamburg, 'pass-word-hamburg');
  machine.vault.broken.set('connection/hamburg-1/password', 'undecryptable');
  expect(valueOf(await machine.backup.export({ withSecrets: passphrase }))).toMatchObject({
    secretCount: 0,
    leftOut: ['Password of hamburg-1: it is stored, but cannot be decrypted on this computer.'],
  });
});

test('settings that no import could take again are not exported', async () => {
  const machine = new Machine();
  machine.settings.set('unreadableConnections', { large: 'x'.repeat(3_500_000) });
  expect(await machine.backup.export({ withSecrets: null })).toMatchObject({ ok: false, error: { code: 'too-large' } });
});

test('a connection that this version cannot read is taken along as it is', async () => {
  const machine = new Machine();
  machine.settings.set('unreadableConnections', { later: { novelty: true } });
  expect(JSON.parse(await machine.exported())).toMatchObject({
    connections: [{ id: 'later', settings: { novelty: true } }],
  });
});
