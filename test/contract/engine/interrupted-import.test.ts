import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { OpenLink } from '../../../core/connections/link.ts';
import { createMemorySettings } from '../../../core/settings/settings-store.ts';
import { openTestVault } from '../../../core/vault/testing/vault-fixture.ts';
import { createEngineFixture, plainSettings } from '../../support/engine-fixture.ts';

const passphrase = 'quiet harbour lamp seven';
const former = 'mqtt://a.invalid';
const next = 'mqtt://b.invalid';

test('an import that was killed waits for a vault under a passphrase, sends nothing meanwhile, and is finished when it opens', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'fleetdeck-import-'));
  onTestFinished(() => {
    rmSync(home, { recursive: true, force: true });
  });
  const folder = path.join(home, 'vault');
  mkdirSync(folder);
  const openVault = () =>
    openTestVault({ folder, openKeyring: () => Promise.resolve({ isUsable: false, reason: 'There is none.' }) });
  const sent: string[] = [];
  const openLink: OpenLink = (request) => {
    sent.push(`${request.address.host} ${request.secrets.password ?? '-'}`);
    return { publish: () => Promise.resolve({ kind: 'not-connected' as const }), close: () => Promise.resolve() };
  };
  const settings = createMemorySettings();
  const vault = await openVault();
  const dataDir = path.join(home, 'data');
  const before = await createEngineFixture({ settings, vault, openLink, dataDir });
  await before.call('vault.setPassphrase', { former: null, next: passphrase });
  const { id } = await before.call('connections.save', {
    settings: plainSettings(former, { username: 'dispatcher' }),
    secrets: { password: 'old-password' },
  });
  await before.close();
  // As a kill right after the import's one write of all settings leaves it.
  const [from, to] = [`import/w1/connection/${id}/password`, `connection/${id}/password`];
  await vault.save(from, 'new-password');
  settings.setAll({
    connections: { [id]: plainSettings(next, { username: 'dispatcher', isEnabled: false }) },
    importUnderWay: { moves: [{ from, to }], enable: [id] },
  });
  sent.length = 0;

  const after = await createEngineFixture({ settings, vault: await openVault(), openLink, dataDir });
  await after.call('connections.setEnabled', { id, isEnabled: true });
  await after.untilConnection(id, ({ problem }) => problem !== null);
  expect(sent).toEqual([]);
  await after.call('vault.unlock', { passphrase });
  await vi.waitFor(() => {
    expect(sent).toEqual(['b.invalid new-password']);
  });
  expect(settings.get('importUnderWay') ?? null).toBeNull();
  await after.close();
});
