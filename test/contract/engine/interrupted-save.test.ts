import { expect, test } from 'vitest';
import { createMemorySettings } from '../../../core/settings/settings-store.ts';
import { createMemoryVault } from '../../../core/vault/memory-vault.ts';
import { createEngineFixture, plainSettings } from '../../support/engine-fixture.ts';

const openDesk = async () => {
  const settings = createMemorySettings();
  const plain = createMemoryVault();
  const seen: { connections?: unknown; all?: Readonly<Record<string, unknown>>; isFailing?: boolean } = {};
  const vault = {
    ...plain,
    save: async (key: string, secret: string) => {
      // What a next process would find, were this one killed here.
      seen.connections = structuredClone(settings.get('connections'));
      seen.all = Object.fromEntries(['connections', 'movingConnections'].map((name) => [name, settings.get(name)]));
      return seen.isFailing === true ? ('locked' as const) : plain.save(key, secret);
    },
  };
  const fixture = await createEngineFixture({ settings, vault });
  const former = plainSettings('mqtt://127.0.0.1:9', { username: 'dispatcher' });
  const { id } = await fixture.call('connections.save', { settings: former, secrets: { password: 'former-password' } });
  return { fixture, settings, seen, former, id, stored: () => settings.get('connections') };
};

const other = 'mqtt://other.invalid';

test('a password for another host is never there beside the former host, to be sent there after a kill', async () => {
  const { fixture, seen, former, id } = await openDesk();
  const moved = { settings: { ...former, url: other }, secrets: { password: 'next-password' } };
  await fixture.call('connections.save', { id, ...moved });
  expect(seen.connections).toMatchObject({ [id]: { url: former.url, isEnabled: false } });
  expect((await fixture.call('connections.get', { id })).settings).toMatchObject({ url: other, isEnabled: true });
  await fixture.close();
});

test('a connection that stays where it is stays on while its password is replaced', async () => {
  const { fixture, seen, former, id } = await openDesk();
  await fixture.call('connections.save', { id, settings: former, secrets: { password: 'next-password' } });
  expect(seen.connections).toMatchObject({ [id]: { url: former.url, isEnabled: true } });
  await fixture.close();
});

test('after a kill in the middle of a move, neither host is sent a password until somebody says whose it is', async () => {
  const { fixture, seen, former, id } = await openDesk();
  const moved = { settings: { ...former, url: other }, secrets: { password: 'next-password' } };
  await fixture.call('connections.save', { id, ...moved });
  await fixture.close();

  const vault = createMemoryVault();
  await vault.save(`connection/${id}/password`, 'next-password');
  const next = await createEngineFixture({ settings: createMemorySettings(seen.all), vault });
  await next.call('connections.setEnabled', { id, isEnabled: true });
  const states = await next.untilConnection(id, ({ problem }) => problem !== null);
  expect(states.at(-1)?.problem).toMatchObject({ code: 'secret-missing' });
  expect(states.at(-1)?.problem?.message).toContain('was taken to another host');
  const renamed = { ...former, name: 'Renamed' };
  expect(await next.client.call('connections.save', { id, settings: renamed, secrets: {} })).toMatchObject({
    ok: false,
    error: { code: 'refused' },
  });
  await next.call('connections.save', { id, ...moved });
  const again = await next.untilConnection(id, ({ problem }) => problem?.code !== 'secret-missing');
  expect(again.at(-1)?.url).toBe(other);
  await next.call('connections.save', { id, settings: { ...moved.settings, name: 'Renamed' }, secrets: {} });
  await next.close();
});

test('where the new password could not be stored, the connection is as it was', async () => {
  const { fixture, seen, former, id, stored } = await openDesk();
  seen.isFailing = true;
  const moved = { settings: { ...former, url: other }, secrets: { password: 'next-password' } };
  expect(await fixture.client.call('connections.save', { id, ...moved })).toMatchObject({ ok: false });
  expect(stored()).toMatchObject({ [id]: { url: former.url, isEnabled: true } });
  await fixture.close();
});
