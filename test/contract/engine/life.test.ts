import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock, type Clock } from '../../../core/clock.ts';
import { createMemorySettings } from '../../../core/settings/settings-store.ts';
import { createMemoryVault } from '../../../core/vault/memory-vault.ts';
import { passwordKey, type Vault } from '../../../core/vault/vault.ts';
import type { ConnectionStatus } from '../../../shared/connection/status.ts';
import { createEngineFixture, plainSettings, type EngineFixture } from '../../support/engine-fixture.ts';
import { startPlainBroker, type PlainBroker } from '../../support/plain-broker.ts';

const isLive = (status: ConnectionStatus) => status.state === 'live';

let broker: PlainBroker;
let url: string;

beforeEach(async () => {
  broker = await startPlainBroker();
  url = `mqtt://127.0.0.1:${String(broker.port)}`;
});

afterEach(() => broker.close());

const managed = (port: number) => [
  { id: 'replay', name: 'Replay', presetId: 'hsl', url: `mqtt://127.0.0.1:${String(port)}` } as const,
];

describe('an engine', () => {
  test('ten in a row leave no client at the broker and no timer', async () => {
    let open = 0;
    const counting: Clock = {
      now: () => systemClock.now(),
      after: (delayMs, callback) => {
        open += 1;
        let isOpen = true;
        const done = (): void => {
          if (isOpen) open -= 1;
          isOpen = false;
        };
        const callOff = systemClock.after(delayMs, () => {
          done();
          callback();
        });
        return () => {
          done();
          callOff();
        };
      },
    };
    for (let round = 0; round < 10; round++) {
      const fixture = await createEngineFixture({ clock: counting, dataDir: ':memory:' });
      const { id } = await fixture.call('connections.save', {
        settings: plainSettings(url, { protocolVersion: 4 }),
        secrets: {},
      });
      await fixture.untilConnection(id, isLive);
      expect(broker.clientIds()).toHaveLength(1);
      await fixture.close();
      expect(open).toBe(0);
    }
    await expect.poll(() => broker.clientIds()).toEqual([]);
  });

  test('closes while a connection is still being made', async () => {
    const fixture = await createEngineFixture({ dataDir: ':memory:' });
    await fixture.call('connections.save', { settings: plainSettings('mqtt://127.0.0.1:9'), secrets: {} });
    await fixture.call('connections.save', { settings: plainSettings(url), secrets: {} });
    await fixture.close();
    await fixture.engine.close();
    await expect.poll(() => broker.clientIds()).toEqual([]);
  });

  test('two in one process share nothing', async () => {
    const [one, other] = [await createEngineFixture(), await createEngineFixture()];
    await one.call('connections.save', { settings: plainSettings(url), secrets: {} });
    const events = await other.until('connections', {}, () => true);
    expect(events[0]?.connections).toEqual([]);
    await one.close();
    await other.close();
  });
});

describe("a user's connection", () => {
  test('stands beside another of the same client id at the same broker', async () => {
    const fixture = await createEngineFixture({ dataDir: ':memory:' });
    const settings = plainSettings(url, { protocolVersion: 4 });
    const first = await fixture.call('connections.save', { settings, secrets: {} });
    await fixture.untilConnection(first.id, isLive);
    const second = await fixture.call('connections.save', { settings, secrets: {} });
    await fixture.untilConnection(second.id, isLive);
    expect(broker.clientIds()).toHaveLength(2);
    expect(new Set(broker.clientIds()).size).toBe(2);
    await fixture.close();
  });

  let fixture: EngineFixture;
  const settings = createMemorySettings();
  const vault = createMemoryVault();

  beforeEach(async () => {
    fixture = await createEngineFixture({ settings, vault });
  });

  afterEach(() => fixture.close());

  test('survives a restart of the engine with its settings and its password', async () => {
    const { id } = await fixture.call('connections.save', {
      settings: plainSettings(url, { protocolVersion: 4, name: 'Depot Nord / Süd', username: 'me' }),
      secrets: { password: 'pw' },
    });
    expect(id).toMatch(/^depot-nord-su-?d-[a-z0-9]{6}$/);
    await fixture.untilConnection(id, isLive);
    await fixture.engine.close();
    const next = await createEngineFixture({ settings, vault });
    await next.untilConnection(id, isLive);
    expect((await next.call('connections.get', { id })).secrets.password).toBe('ok');
    await next.call('connections.remove', { id });
    await next.close();
  });

  test('keeps its password when it is edited without one, and loses it when told to', async () => {
    const plain = plainSettings(url, { protocolVersion: 4 });
    const { id } = await fixture.call('connections.save', { settings: plain, secrets: { password: 'pw' } });
    const edited = await fixture.call('connections.save', { id, settings: { ...plain, name: 'New' }, secrets: {} });
    expect(edited).toMatchObject({ id, settings: { name: 'New' }, secrets: { password: 'ok' } });
    const cleared = await fixture.call('connections.save', { id, settings: plain, secrets: { password: null } });
    expect(cleared.secrets.password).toBe('absent');
    await fixture.call('connections.remove', { id });
  });

  test('that is edited starts anew with one client, and the others go on undisturbed', async () => {
    const plain = plainSettings(url, { protocolVersion: 4 });
    const edited = await fixture.call('connections.save', { settings: plain, secrets: {} });
    const other = await fixture.call('connections.save', { settings: plain, secrets: {} });
    await fixture.untilConnection(edited.id, isLive);
    const before = (await fixture.untilConnection(other.id, isLive)).at(-1);
    const signedIn = new Promise((resolve) => broker.aedes.once('clientReady', resolve));
    const renamed = { ...plain, name: 'Renamed', clientId: 'renamed-{unique}' };
    await fixture.call('connections.save', { id: edited.id, settings: renamed, secrets: {} });
    await signedIn;
    await fixture.untilConnection(edited.id, (status) => status.name === 'Renamed' && isLive(status));
    const after = (await fixture.untilConnection(other.id, isLive)).at(-1);
    expect(after?.sinceMs).toBe(before?.sinceMs);
    expect(broker.clientIds().filter((id) => id.startsWith('renamed-'))).toHaveLength(1);
    expect(broker.clientIds()).toHaveLength(2);
    await fixture.call('connections.remove', { id: edited.id });
    await fixture.call('connections.remove', { id: other.id });
  });

  test('that is renamed keeps its vehicles; one that is pointed elsewhere does not', async () => {
    const plain = plainSettings(url, { protocolVersion: 4 });
    const { id } = await fixture.call('connections.save', { settings: plain, secrets: {} });
    await fixture.untilConnection(id, isLive);
    await broker.publish('fleet/van-1', { speed: 1 });
    await fixture.untilConnection(id, (status) => status.vehicleCount === 1);
    await fixture.call('connections.save', { id, settings: { ...plain, name: 'Renamed' }, secrets: {} });
    const renamed = await fixture.untilConnection(id, (status) => status.name === 'Renamed');
    expect(renamed.at(-1)?.vehicleCount).toBe(1);
    const elsewhere = { ...plain, topics: [{ filter: 'elsewhere/+', qos: 0 }] as const };
    await fixture.call('connections.save', {
      id,
      settings: { ...elsewhere, topics: [...elsewhere.topics] },
      secrets: {},
    });
    await fixture.untilConnection(id, (status) => status.vehicleCount === 0);
    await fixture.call('connections.remove', { id });
  });

  test('that is removed takes its vehicles, its password and its client with it', async () => {
    const { id } = await fixture.call('connections.save', {
      settings: plainSettings(url, { protocolVersion: 4, username: 'me' }),
      secrets: { password: 'pw' },
    });
    await fixture.untilConnection(id, isLive);
    await broker.publish('fleet/van-1', { speed: 1 });
    await fixture.until('fleet', {}, (frame) => frame.identities.vehicleIds.includes('van-1'));
    await fixture.call('connections.remove', { id });
    expect(await vault.status(passwordKey(id))).toBe('absent');
    expect(await fixture.client.call('connections.get', { id })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    await fixture.until('fleet', {}, (frame) => frame.kind === 'snapshot' && frame.rows.length === 0);
    await expect.poll(() => broker.clientIds()).toEqual([]);
  });

  test('that is switched off is idle without a client, and comes back when it is switched on', async () => {
    const { id } = await fixture.call('connections.save', {
      settings: plainSettings(url, { protocolVersion: 4 }),
      secrets: {},
    });
    await fixture.untilConnection(id, isLive);
    await fixture.call('connections.setEnabled', { id, isEnabled: false });
    await fixture.untilConnection(id, (status) => status.state === 'idle' && !status.isEnabled);
    await expect.poll(() => broker.clientIds()).toEqual([]);
    await fixture.call('connections.setEnabled', { id, isEnabled: true });
    await fixture.untilConnection(id, isLive);
    await fixture.call('connections.remove', { id });
  });
});

describe('a connection that the host brings along', () => {
  test('is connected from the start, and can be switched off and on but not edited or removed', async () => {
    const settings = createMemorySettings();
    const fixture = await createEngineFixture({ settings, managedConnections: managed(broker.port) });
    const status = (await fixture.untilConnection('replay', isLive)).at(-1);
    expect(status).toMatchObject({ isManaged: true, isEnabled: true, name: 'Replay' });
    const view = await fixture.call('connections.get', { id: 'replay' });
    const save = { id: 'replay', settings: view.settings, secrets: {} };
    expect(await fixture.client.call('connections.save', save)).toMatchObject({ error: { code: 'refused' } });
    const removal = await fixture.client.call('connections.remove', { id: 'replay' });
    expect(removal).toMatchObject({ error: { code: 'refused' } });
    expect(removal.ok ? '' : removal.error.message).toContain('"Replay" belongs to this run');
    await fixture.call('connections.setEnabled', { id: 'replay', isEnabled: false });
    await fixture.untilConnection('replay', ({ state }) => state === 'idle');
    await fixture.close();

    const next = await createEngineFixture({ settings, managedConnections: managed(broker.port) });
    const off = await next.untilConnection('replay', () => true);
    expect(off.at(-1)).toMatchObject({ state: 'idle', isEnabled: false });
    await next.call('connections.setEnabled', { id: 'replay', isEnabled: true });
    await next.untilConnection('replay', isLive);
    expect(settings.get('connections')).toBeUndefined();
    await next.close();
  });

  test('of a recording follows the topics of the preset', async () => {
    const fixture = await createEngineFixture({ managedConnections: managed(broker.port) });
    await fixture.untilConnection('replay', isLive);
    const frames = fixture.until('fleet', {}, (frame) => frame.identities.vehicleIds.length > 0);
    const topic = '/hfp/v2/journey/ongoing/vp/bus/0018/01029/2550/2/Kuninkaantie/12:00/1234/5/60;24/19/73/44';
    await broker.publish(topic, { VP: { spd: 10, lat: 60.2, long: 24.9, tst: new Date().toISOString() } });
    expect((await frames).flatMap((frame) => frame.identities.vehicleIds)).toEqual(['0018/01029']);
    await fixture.close();
  });
});

describe('when the vault says no', () => {
  const answering = (status: 'locked' | 'undecryptable'): Vault => ({
    ...createMemoryVault(),
    read: () => Promise.resolve({ status }),
    status: () => Promise.resolve(status),
    save: () => Promise.resolve('locked'),
  });

  test.each([
    ['locked', 'secret-locked'],
    ['undecryptable', 'secret-missing'],
  ] as const)('a password that is %s is said, and nobody is asked without it', async (status, code) => {
    const vault = answering(status);
    const settings = createMemorySettings({
      connections: { depot: plainSettings(url, { protocolVersion: 4, username: 'me' }) },
    });
    const fixture = await createEngineFixture({ vault, settings });
    const statuses = await fixture.untilConnection('depot', ({ state }) => state === 'offline');
    expect(statuses.at(-1)?.problem?.code).toBe(code);
    expect((await fixture.call('connections.get', { id: 'depot' })).secrets.password).toBe(status);
    expect(broker.clientIds()).toEqual([]);
    await fixture.close();
  });

  test('a connection whose password cannot be stored is not saved', async () => {
    const fixture = await createEngineFixture({ vault: answering('locked') });
    const answer = await fixture.client.call('connections.save', {
      settings: plainSettings(url),
      secrets: { password: 'pw' },
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
    const events = await fixture.until('connections', {}, () => true);
    expect(events.at(-1)?.connections).toEqual([]);
    await fixture.close();
  });
});

test('settings that cannot be read are on the list with their reason, untouched, and can be removed', async () => {
  const settings = createMemorySettings({ connections: { depot: { ...plainSettings(url), name: 'Depot', odd: 1 } } });
  const fixture = await createEngineFixture({ settings });
  const status = (await fixture.untilConnection('depot', () => true)).at(-1);
  expect(status).toMatchObject({ name: 'Depot', state: 'offline', problem: { code: 'invalid-settings' } });
  expect(await fixture.client.call('connections.get', { id: 'depot' })).toMatchObject({
    error: { code: 'unsupported' },
  });
  expect(settings.get('unreadableConnections')).toMatchObject({ depot: { odd: 1 } });
  await fixture.call('connections.remove', { id: 'depot' });
  expect(settings.get('unreadableConnections')).toEqual({});
  await fixture.close();
});

test('preferences and information about the console come from the engine', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'fleetdeck-'));
  const fixture = await createEngineFixture({ dataDir });
  const preferences = await fixture.call('preferences.get', {});
  await fixture.call('preferences.save', { ...preferences, theme: 'dark' });
  expect((await fixture.call('preferences.get', {})).theme).toBe('dark');
  expect(await fixture.call('app.info', {})).toMatchObject({
    name: 'Fleetdeck',
    host: 'browser',
    dataFolder: dataDir,
    vault: { backend: 'memory', isPersistent: false },
  });
  await fixture.close();
  rmSync(dataDir, { recursive: true, force: true });
});
