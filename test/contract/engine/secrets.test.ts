import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createMemorySettings, type SettingsStore } from '../../../core/settings/settings-store.ts';
import { createClient } from '../../../shared/contract/client.ts';
import type { Transport } from '../../../shared/contract/transport.ts';
import { createInMemoryTransports } from '../../../shared/contract/transports/in-memory.ts';
import { createEngineFixture, plainSettings } from '../../support/engine-fixture.ts';
import { startPlainBroker } from '../../support/plain-broker.ts';

const password = 'n3ver-to-be-seen';
const managedPassword = 'n3ver-seen-either';
const clientKeyPem = '-----BEGIN PRIVATE KEY-----\nbm90LWEtcmVhbC1rZXk=\n-----END PRIVATE KEY-----\n';
const secrets = [password, managedPassword, 'bm90LWEtcmVhbC1rZXk'];

/** Everything that came out of an engine by any way. */
const collect = () => {
  const heard: string[] = [];
  // As one text, with the contents of columns in it.
  const text = (value: unknown): string => inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null });
  const settings = createMemorySettings();
  const recording: SettingsStore = {
    get: (key) => settings.get(key),
    set: (key, value) => {
      heard.push(text([key, value]));
      settings.set(key, value);
    },
    setAll: (values) => {
      heard.push(text(values));
      settings.setAll(values);
    },
  };
  const wireTap = (): readonly [Transport, Transport] => {
    const [windowEnd, engineEnd] = createInMemoryTransports();
    return [
      windowEnd,
      {
        ...engineEnd,
        send: (message) => {
          heard.push(text(message));
          engineEnd.send(message);
        },
      },
    ];
  };
  return { heard, settings: recording, wireTap };
};

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

test('a password, a token and a key leave the engine towards the broker and nowhere else', async () => {
  const arrived: string[] = [];
  const broker = await startPlainBroker({
    authenticate: (_client, username, given, done) => {
      arrived.push(given?.toString() ?? '');
      if (username === 'welcome') done(null, true);
      else done(Object.assign(new Error('no'), { returnCode: 5 }), null);
    },
  });
  const { heard, settings, wireTap } = collect();
  const url = `mqtt://127.0.0.1:${String(broker.port)}`;
  const fixture = await createEngineFixture({
    settings,
    testListenMs: 200,
    managedConnections: [
      { id: 'practice', name: 'Practice', presetId: 'practice', url, username: 'welcome', password: managedPassword },
    ],
  });
  const [windowEnd, engineEnd] = wireTap();
  fixture.engine.openSession(engineEnd);
  const window = createClient(windowEnd);
  for (const topic of ['connections', 'fleet'] as const) window.subscribe(topic, {}, { onEvent: () => undefined });
  window.subscribe('commands', { limit: 10 }, { onEvent: () => undefined });

  const plain = plainSettings(url, { protocolVersion: 4, username: 'welcome' });
  const saved = await window.call('connections.save', { settings: plain, secrets: { password } });
  const id = saved.ok ? saved.value.id : '';
  await fixture.untilConnection(id, ({ state }) => state === 'live');
  const refused = { ...plain, username: 'nobody' };
  await window.call('connections.save', { id, settings: refused, secrets: {} });
  await fixture.untilConnection(id, ({ state }) => state === 'offline');
  await window.call('connections.get', { id });
  await window.call('connections.get', { id: 'practice' });
  await window.call('connections.test', { id, settings: plain, secrets: {} });
  await window.call('connections.test', { id, settings: refused, secrets: { password } });
  const withCertificate = {
    ...plain,
    url: `mqtts://127.0.0.1:${String(broker.port)}`,
    clientCertificatePem: '-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n',
  };
  await window.call('connections.test', { settings: withCertificate, secrets: { clientKeyPem, password } });
  const second = await window.call('connections.save', {
    settings: withCertificate,
    secrets: { clientKeyPem, password },
  });
  const secondId = second.ok ? second.value.id : '';
  const broken = await fixture.untilConnection(secondId, ({ state }) => state === 'offline');
  expect(broken.at(-1)?.problem?.code).toBe('invalid-settings');
  await window.call('app.info', {});
  window.close();
  await fixture.engine.close();

  expect(arrived).toContain(password);
  expect(arrived).toContain(managedPassword);
  expect(heard.length).toBeGreaterThan(10);
  expect(fixture.logLines.length).toBeGreaterThan(3);
  const files = filesBelow(fixture.dataDir);
  expect(files.length).toBeGreaterThan(0);
  const everything = [...heard, ...fixture.logLines, ...files.map((file) => readFileSync(file, 'latin1'))];
  for (const secret of secrets) {
    expect(everything.filter((text) => text.includes(secret) || text.includes(JSON.stringify(secret)))).toEqual([]);
  }
  await fixture.close();
  await broker.close();
});

test('a stored password goes to the broker that it was entered for, and to no other that an edit names', async () => {
  const arrived: string[] = [];
  const stranger = await startPlainBroker({
    authenticate: (_client, _username, given, done) => {
      arrived.push(given?.toString() ?? '');
      done(null, true);
    },
  });
  const fixture = await createEngineFixture({
    testListenMs: 200,
    managedConnections: [
      {
        id: 'practice',
        name: 'Practice',
        presetId: 'practice',
        url: 'mqtt://broker.invalid',
        username: 'a-key',
        password: managedPassword,
      },
    ],
  });
  const own = plainSettings('mqtt://broker.invalid', { protocolVersion: 4, username: 'me', isEnabled: false });
  const { id } = await fixture.call('connections.save', { settings: own, secrets: { password } });
  const elsewhere = { ...own, url: `mqtt://127.0.0.1:${String(stranger.port)}`, isEnabled: true };

  expect(await fixture.client.call('connections.save', { id, settings: elsewhere, secrets: {} })).toMatchObject({
    ok: false,
    error: { code: 'refused', message: expect.stringContaining('belongs to broker.invalid') as string },
  });
  for (const victim of [id, 'practice']) {
    const test = await fixture.call('connections.test', { id: victim, settings: elsewhere, secrets: {} });
    expect(test).toMatchObject({ isSuccess: false, problem: { code: 'secret-missing' } });
  }
  expect(arrived).toEqual([]);

  await fixture.call('connections.save', { id, settings: elsewhere, secrets: { password: 'for-the-new-one' } });
  await fixture.untilConnection(id, ({ state }) => state === 'live');
  expect(arrived).toEqual(['for-the-new-one']);
  await fixture.close();
  await stranger.close();
});
