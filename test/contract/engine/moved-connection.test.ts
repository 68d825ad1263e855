import { expect, test, vi } from 'vitest';
import { failureBeforeConnect } from '../../../core/connections/link-failure.ts';
import type { OpenLink } from '../../../core/connections/link.ts';
import { createMemorySettings } from '../../../core/settings/settings-store.ts';
import { createMemoryVault } from '../../../core/vault/memory-vault.ts';
import { VaultError } from '../../../core/vault/vault-error.ts';
import { createEngineFixture, plainSettings } from '../../support/engine-fixture.ts';

const former = 'mqtt://a.invalid';
const next = 'mqtt://b.invalid';
const passwords = { former: 'old-password', next: 'new-password' };

/** Brokers that say nothing, and write down who was signed in to with what. */
const openWitness = () => {
  const sent: string[] = [];
  let hangUp: () => void = () => undefined;
  const openLink: OpenLink = (request, { onClosed }) => {
    sent.push(`${request.address.host} ${request.secrets.password ?? '-'}`);
    hangUp = () => {
      onClosed(failureBeforeConnect(new Error('gone')));
    };
    return { publish: () => Promise.resolve({ kind: 'not-connected' as const }), close: () => Promise.resolve() };
  };
  return {
    sent,
    openLink,
    hangUp: () => {
      hangUp();
    },
  };
};

const settingsFor = (url: string, isEnabled = true) => plainSettings(url, { username: 'dispatcher', isEnabled });
const first = { settings: settingsFor(former), secrets: { password: passwords.former } };

test('a connection that tries again while it is being moved sends the new password to the new host only', async () => {
  const { sent, openLink, hangUp } = openWitness();
  const plain = createMemoryVault();
  let meanwhile: () => Promise<unknown> = () => Promise.resolve();
  const vault = {
    ...plain,
    remove: async (key: string) => {
      await meanwhile();
      return plain.remove(key);
    },
  };
  const fixture = await createEngineFixture({ vault, openLink });
  const { id } = await fixture.call('connections.save', first);
  await vi.waitFor(() => {
    expect(sent).toEqual(['a.invalid old-password']);
  });
  hangUp();
  // The password is stored already, the settings are not.
  meanwhile = async () => {
    await fixture.client.call('connections.retry', { id });
    await fixture.untilConnection(id, ({ problem }) => problem?.code === 'secret-missing');
  };
  const secrets = { password: passwords.next, clientKeyPem: null };
  await fixture.call('connections.save', { id, settings: settingsFor(next), secrets });
  await vi.waitFor(() => {
    expect(sent).toEqual(['a.invalid old-password', 'b.invalid new-password']);
  });
  await fixture.close();
});

test('where only the first of two secrets could be stored, the former host is not sent the new one', async () => {
  const { sent, openLink } = openWitness();
  const plain = createMemoryVault();
  let isFull = false;
  const vault = {
    ...plain,
    save: (key: string, secret: string) => {
      if (isFull && key.endsWith('clientKeyPem')) throw new VaultError('The disk is full.');
      return plain.save(key, secret);
    },
  };
  const fixture = await createEngineFixture({ vault, openLink });
  const { id } = await fixture.call('connections.save', first);
  await vi.waitFor(() => {
    expect(sent).toHaveLength(1);
  });
  isFull = true;
  const clientKeyPem = ['-----BEGIN', 'PRIVATE KEY-----\nAAAA\n-----END', 'PRIVATE KEY-----'].join(' ');
  const secrets = { password: passwords.next, clientKeyPem };
  const answer = await fixture.client.call('connections.save', { id, settings: settingsFor(next), secrets });
  expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } });
  await fixture.untilConnection(id, ({ isEnabled }) => !isEnabled);
  await fixture.call('connections.setEnabled', { id, isEnabled: true });
  await fixture.untilConnection(id, ({ problem }) => problem?.code === 'secret-missing');
  expect(sent).toEqual(['a.invalid old-password']);
  await fixture.close();
});

test('a move that was broken off stays in doubt when it is tried again and the vault is locked', async () => {
  const { sent, openLink } = openWitness();
  const id = 'depot-1';
  const plain = createMemoryVault();
  await plain.save(`connection/${id}/password`, passwords.next);
  const settings = createMemorySettings({ connections: { [id]: settingsFor(former, false) }, movingConnections: [id] });
  const vault = { ...plain, save: () => Promise.resolve('locked' as const) };
  const fixture = await createEngineFixture({ settings, vault, openLink });
  const moved = { settings: settingsFor(next), secrets: { password: passwords.next } };
  expect(await fixture.client.call('connections.save', { id, ...moved })).toMatchObject({ ok: false });
  await fixture.call('connections.setEnabled', { id, isEnabled: true });
  await fixture.untilConnection(id, ({ problem }) => problem?.code === 'secret-missing');
  expect(sent).toEqual([]);
  await fixture.close();
});

test('a connection that was moved in the browser is not signed in to with the password that the desktop has of before', async () => {
  const settings = createMemorySettings();
  const desktop = createMemoryVault();
  const hostInfo = { name: 'Fleetdeck', version: '0.0.0' };
  const inDesktop = { settings, vault: desktop, appInfo: { ...hostInfo, host: 'desktop' as const } };
  const inBrowser = { settings, appInfo: { ...hostInfo, host: 'browser' as const } };
  const before = await createEngineFixture({ ...inDesktop, openLink: openWitness().openLink });
  const { id } = await before.call('connections.save', first);
  await before.close();
  const moving = await createEngineFixture({ ...inBrowser, openLink: openWitness().openLink });
  const secrets = { password: passwords.next };
  await moving.call('connections.save', { id, settings: settingsFor(next), secrets });
  await moving.close();

  const { sent, openLink } = openWitness();
  const after = await createEngineFixture({ ...inDesktop, openLink });
  await after.untilConnection(id, ({ problem }) => problem?.code === 'secret-missing');
  expect(sent).toEqual([]);
  await after.call('connections.save', { id, settings: settingsFor(next), secrets });
  await vi.waitFor(() => {
    expect(sent).toEqual(['b.invalid new-password']);
  });
  await after.call('connections.save', { id, settings: settingsFor(next), secrets: {} });
  await after.close();
});
