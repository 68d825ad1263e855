import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectionSettings } from '../../../shared/connection/settings.ts';
import { createEngineFixture, plainMapping, plainSettings, type EngineFixture } from '../../support/engine-fixture.ts';
import { freePort } from '../../support/mosquitto.ts';
import { startPlainBroker, startRawServer, type PlainBroker } from '../../support/plain-broker.ts';

let broker: PlainBroker;
let fixture: EngineFixture;
let reporting: NodeJS.Timeout;

const settingsFor = (url: string, changes: Partial<ConnectionSettings> = {}) =>
  plainSettings(url, { protocolVersion: 4, ...changes });

beforeAll(async () => {
  broker = await startPlainBroker({
    authenticate: (_client, username, password, done) => {
      const isRight = username === undefined || password?.toString() === 'right';
      if (isRight) done(null, true);
      else done(Object.assign(new Error('no'), { returnCode: 5 }), null);
    },
    authorizeSubscribe: (_client, subscription, done) => {
      done(null, subscription.topic.startsWith('secret/') ? null : subscription);
    },
  });
  fixture = await createEngineFixture({ testListenMs: 1_000 });
  reporting = setInterval(() => {
    void broker.publish('fleet/van-1', { speed: 1 });
    void broker.publish('fleet/van-2', { speed: 'fast' });
    void broker.publish('garbage/1', 'no json');
  }, 50);
});

afterAll(async () => {
  clearInterval(reporting);
  await fixture.close();
  await broker.close();
});

const diagnose = (settings: ConnectionSettings, password?: string) =>
  fixture.call('connections.test', { settings, secrets: password === undefined ? {} : { password } });

test('a connection that works says how many messages and vehicles came, and what was rejected', async () => {
  const result = await diagnose(settingsFor(`mqtt://127.0.0.1:${String(broker.port)}`));
  expect(result).toMatchObject({ isSuccess: true, problem: null, vehicleCount: 2 });
  expect(result.messageCount).toBeGreaterThanOrEqual(2);
  expect(result.rejectedCount).toBeGreaterThanOrEqual(1);
  expect(result.sampleTopics).toEqual(['fleet/van-1', 'fleet/van-2']);
  expect(result.steps.map(({ title, outcome }) => [title, outcome])).toEqual([
    ['Address', 'passed'],
    ['Network', 'passed'],
    ['Sign-in', 'passed'],
    ['Topics', 'passed'],
    ['Messages', 'passed'],
    ['Mapping', 'warning'],
  ]);
});

test('the same over a WebSocket', async () => {
  const result = await diagnose(settingsFor(`ws://127.0.0.1:${String(broker.webSocketPort)}/mqtt`));
  expect(result).toMatchObject({ isSuccess: true, vehicleCount: 2 });
});

describe('what is wrong is said in words', () => {
  test('a name that is not found', async () => {
    const result = await diagnose(settingsFor('mqtt://no-such-broker.invalid:1883'));
    expect(result).toMatchObject({ isSuccess: false, problem: { code: 'name-not-found' } });
    expect(result.steps).toMatchObject([{ title: 'Address', outcome: 'failed' }]);
  });

  test('a port on which nothing listens', async () => {
    const result = await diagnose(settingsFor(`mqtt://127.0.0.1:${String(await freePort())}`));
    expect(result.problem?.code).toBe('refused');
    expect(result.steps.at(-1)).toMatchObject({ title: 'Network', outcome: 'failed' });
  });

  test('a wrong password', async () => {
    const settings = settingsFor(`mqtt://127.0.0.1:${String(broker.port)}`, { username: 'me' });
    const result = await diagnose(settings, 'wrong');
    expect(result.problem?.code).toBe('not-authorised');
    expect(result.steps.at(-1)).toMatchObject({ title: 'Sign-in', outcome: 'failed' });
  });

  test('a password without a user name', async () => {
    const result = await diagnose(settingsFor(`mqtt://127.0.0.1:${String(broker.port)}`), 'right');
    expect(result.problem?.code).toBe('invalid-settings');
    expect(result.problem?.message).toContain('user name');
  });

  test('a protocol version that the broker does not speak', async () => {
    const settings = settingsFor(`mqtt://127.0.0.1:${String(broker.port)}`, { protocolVersion: 5 });
    const result = await diagnose(settings);
    expect(result.problem?.code).toBe('wrong-protocol');
    expect(result.problem?.message).toContain('3.1.1');
  });

  test('a topic that the broker refuses, by its name', async () => {
    const topics = [
      { filter: 'fleet/+', qos: 0 },
      { filter: 'secret/+', qos: 0 },
    ] as const;
    const settings = settingsFor(`mqtt://127.0.0.1:${String(broker.port)}`, { topics: [...topics] });
    const result = await diagnose(settings);
    expect(result.problem?.code).toBe('topic-refused');
    expect(result.problem?.message).toContain('secret/+');
    expect(result.problem?.message).not.toContain('fleet/+');
  });

  test('topics on which nothing comes', async () => {
    const settings = settingsFor(`mqtt://127.0.0.1:${String(broker.port)}`, {
      topics: [{ filter: 'Fleet/+', qos: 0 }],
    });
    const result = await diagnose(settings);
    expect(result.problem?.code).toBe('no-messages');
    expect(result.problem?.message).toContain('upper from lower case');
    expect(result.steps.at(-1)).toMatchObject({ title: 'Messages', outcome: 'failed' });
  });

  test('a mapping that waits for a topic which is not watched', async () => {
    const settings = settingsFor(`mqtt://127.0.0.1:${String(broker.port)}`, {
      topics: [{ filter: 'garbage/+', qos: 0 }],
    });
    const result = await diagnose(settings);
    expect(result.steps).toContainEqual({
      title: 'Mapping',
      outcome: 'warning',
      message: 'Route 1: none of the watched topics brings fleet/{vehicle}.',
    });
  });

  test('a mapping that cannot do what it says is not saved', async () => {
    const settings = settingsFor(`mqtt://127.0.0.1:${String(broker.port)}`, {
      mapping: {
        ...plainMapping,
        routes: [{ kind: 'telemetry', topic: 'fleet/{truck}', vehicle: '{vehicle}', signals: [] }],
      },
    });
    const result = await fixture.client.call('connections.save', { settings, secrets: {} });
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'invalid-params',
        message: expect.stringContaining('{vehicle} is used, but is no level of the topic fleet/{truck}.') as string,
      },
    });
  });

  test('messages in which the mapping finds no vehicle, with the topics that came', async () => {
    const settings = settingsFor(`mqtt://127.0.0.1:${String(broker.port)}`, {
      topics: [{ filter: 'garbage/+', qos: 0 }],
    });
    const result = await diagnose(settings);
    expect(result).toMatchObject({ isSuccess: false, vehicleCount: 0, sampleTopics: ['garbage/1'] });
    expect(result.steps.at(-1)).toMatchObject({ title: 'Mapping', outcome: 'failed' });
  });

  test.each([
    ['a web server', 'mqtt', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'is a web server'],
    ['a web server', 'ws', 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n', '404'],
    ['an SSH server', 'mqtt', 'SSH-2.0-OpenSSH_9.2\r\n', 'SSH'],
    ['an SSH server', 'ws', 'SSH-2.0-OpenSSH_9.2\r\n', 'no web server'],
    ['some other server', 'mqtt', '220 mail.example.com ESMTP\r\n', 'does not speak MQTT'],
  ])('%s where %s:// was expected', async (_what, protocol, greeting, words) => {
    const server = await startRawServer((socket) => {
      socket.once('data', () => socket.end(greeting));
    });
    const result = await diagnose(settingsFor(`${protocol}://127.0.0.1:${String(server.port)}`));
    await server.close();
    expect(result.problem?.code).toBe('wrong-protocol');
    expect(result.problem?.message).toContain(words);
  });

  test('a broker that closes the connection when it is asked for the topics, as Watson does', async () => {
    const strict = await startPlainBroker({
      authorizeSubscribe: (client) => {
        client.conn.destroy();
      },
    });
    const result = await diagnose(settingsFor(`mqtt://127.0.0.1:${String(strict.port)}`));
    await strict.close();
    expect(result.problem?.code).toBe('topic-refused');
  });

  test('a WebSocket server that carries no MQTT', async () => {
    const server = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const result = await diagnose(settingsFor(`ws://127.0.0.1:${String(port)}/mqtt`));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(result.problem?.code).toBe('wrong-protocol');
    expect(result.problem?.message).toContain('HTTP status 200');
  });
});

test('a test disturbs no live connection, not even one with a fixed client id', async () => {
  const settings = settingsFor(`mqtt://127.0.0.1:${String(broker.port)}`, { clientId: 'console-7' });
  const { id } = await fixture.call('connections.save', { settings, secrets: {} });
  const before = await fixture.untilConnection(id, (status) => status.state === 'live');
  await fixture.call('connections.test', { id, settings, secrets: {} });
  const after = await fixture.untilConnection(id, () => true);
  expect(after.at(-1)).toMatchObject({ state: 'live', sinceMs: before.at(-1)?.sinceMs });
  expect(broker.clientIds()).toEqual(['console-7']);
  await fixture.call('connections.remove', { id });
});

test('a test that is cancelled ends at once and leaves no client behind', async () => {
  const settings = settingsFor(`mqtt://127.0.0.1:${String(broker.port)}`, { topics: [{ filter: 'quiet', qos: 0 }] });
  const controller = new AbortController();
  const signedIn = new Promise((resolve) => broker.aedes.once('subscribe', resolve));
  const signedOff = new Promise((resolve) => broker.aedes.once('clientDisconnect', resolve));
  const call = fixture.client.call('connections.test', { settings, secrets: {} }, { signal: controller.signal });
  await signedIn;
  controller.abort();
  expect(await call).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  await signedOff;
});
