import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TopicEvent } from '../../../shared/contract/contract.ts';
import { createEngineFixture, plainSettings, type EngineFixture } from '../../support/engine-fixture.ts';
import { hasMosquitto, startMosquitto, type Mosquitto } from '../../support/mosquitto.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';

const users = { dispatcher: 'correct horse' };
const versions = [4, 5] as const;

const isLive = (status: { readonly state: string }) => status.state === 'live';
const hasSpeed = (value: number) => (event: TopicEvent<'fleet'>) => event.speedKmh.includes(value);

const publish = async (
  broker: Mosquitto,
  topic: string,
  body: { readonly speed: number },
  retain = false,
): Promise<void> => {
  const sender = await mqtt.connectAsync(`mqtt://127.0.0.1:${String(broker.port)}`, {
    username: 'dispatcher',
    password: users.dispatcher,
  });
  await sender.publishAsync(topic, JSON.stringify({ ...body, ts: Date.now() }), { qos: 1, retain });
  await sender.endAsync();
};

/** From the broker's own log: a client that signs in with an id that is in use throws the former out. */
const signIns = (log: string, clientIdPart: string): number =>
  log.split('\n').filter((line) => line.includes('New client connected') && line.includes(clientIdPart)).length;
const signOffs = (log: string, clientIdPart: string): number =>
  log
    .split('\n')
    .filter((line) => line.includes(`Client ${clientIdPart}`) && /disconnected|closed its connection/.test(line))
    .length;

describe.skipIf(!hasMosquitto).each(versions)('Mosquitto with MQTT version byte %i', (protocolVersion) => {
  let broker: Mosquitto;
  let fixture: EngineFixture;

  beforeEach(async () => {
    broker = await startMosquitto((folder) => ({
      users,
      lines: ['persistence true', `persistence_location ${folder}/`, 'autosave_interval 1', 'autosave_on_changes true'],
    }));
    fixture = await createEngineFixture();
  });

  afterEach(async () => {
    await fixture.close();
    await broker.stop();
  });

  const add = async (port: number, clientId = 'fleetdeck-{unique}'): Promise<string> => {
    const { id } = await fixture.call('connections.save', {
      settings: plainSettings(`mqtt://127.0.0.1:${String(port)}`, {
        protocolVersion,
        clientId,
        username: 'dispatcher',
      }),
      secrets: { password: users.dispatcher },
    });
    return id;
  };

  test('a vehicle that reports is on screen', async () => {
    const id = await add(broker.port);
    await fixture.untilConnection(id, isLive);
    const frames = fixture.until('fleet', {}, hasSpeed(42));
    await publish(broker, 'fleet/van-1', { speed: 42 });
    const identities = (await frames).flatMap((frame) => frame.identities.vehicleIds);
    expect(identities).toEqual(['van-1']);
  });

  test('a wrong password is final: the reason is shown and nothing is tried until someone asks for it', async () => {
    const { id } = await fixture.call('connections.save', {
      settings: plainSettings(`mqtt://127.0.0.1:${String(broker.port)}`, { protocolVersion, username: 'dispatcher' }),
      secrets: { password: 'wrong' },
    });
    const statuses = await fixture.untilConnection(id, (status) => status.state === 'offline');
    expect(statuses.at(-1)).toMatchObject({
      problem: { code: 'not-authorised', willRetry: false },
      retryAtMs: null,
    });
    await fixture.call('connections.save', {
      id,
      settings: plainSettings(`mqtt://127.0.0.1:${String(broker.port)}`, { protocolVersion, username: 'dispatcher' }),
      secrets: { password: users.dispatcher },
    });
    await fixture.untilConnection(id, isLive);
  });

  test('a broker that is killed and started again: states shown, live without a click, retained value there, one client', async () => {
    const id = await add(broker.port);
    await fixture.untilConnection(id, isLive);
    await publish(broker, 'fleet/van-1', { speed: 11 }, true);
    await fixture.until('fleet', {}, hasSpeed(11));

    const offline = fixture.untilConnection(id, (status) => status.retryAtMs !== null);
    await broker.kill();
    const told = (await offline).at(-1);
    expect(told).toMatchObject({ state: 'offline', problem: { willRetry: true } });
    expect(told?.problem?.message).toContain(String(broker.port));

    await broker.start();
    await publish(broker, 'fleet/van-1', { speed: 12 }, true);
    const back = await fixture.untilConnection(id, isLive);
    expect(back.at(-1)).toMatchObject({ problem: null, retryAtMs: null });
    await fixture.until('fleet', {}, hasSpeed(12));
    expect(signIns(broker.log(), 'fleetdeck-')).toBe(1);
  });

  test('what came with QoS 1 while the wire was cut arrives when it is mended, over one client', async () => {
    const proxy = await startTcpProxy(broker.port);
    const id = await add(proxy.port);
    await fixture.untilConnection(id, isLive);

    const offline = fixture.untilConnection(id, (status) => status.state === 'offline');
    proxy.cut();
    await offline;
    await publish(broker, 'fleet/van-2', { speed: 77 });

    const frames = fixture.until('fleet', {}, hasSpeed(77));
    proxy.mend();
    await frames;
    expect(proxy.peakCount()).toBe(1);
    await fixture.engine.close();
    expect(proxy.openCount()).toBe(0);
    await proxy.close();
  });

  test('the backlog of an earlier engine is not taken for news', async () => {
    const clientId = 'fleetdeck-fixed';
    const former = await mqtt.connectAsync(`mqtt://127.0.0.1:${String(broker.port)}`, {
      clientId,
      clean: false,
      protocolVersion,
      username: 'dispatcher',
      password: users.dispatcher,
      ...(protocolVersion === 5 ? { properties: { sessionExpiryInterval: 3600 } } : {}),
    });
    await former.subscribeAsync('fleet/+', { qos: 1 });
    await former.endAsync();
    await publish(broker, 'fleet/old', { speed: 99 });

    const id = await add(broker.port, clientId);
    await fixture.untilConnection(id, isLive);
    const frames = fixture.until('fleet', {}, hasSpeed(1));
    await publish(broker, 'fleet/new', { speed: 1 });
    const identities = (await frames).flatMap((frame) => frame.identities.vehicleIds);
    expect(identities).toEqual(['new']);
  });

  test('a connection that is switched off leaves nothing behind at the broker', async () => {
    const clientId = 'fleetdeck-fixed';
    const id = await add(broker.port, clientId);
    await fixture.untilConnection(id, isLive);
    await fixture.call('connections.setEnabled', { id, isEnabled: false });
    await fixture.engine.close();
    await publish(broker, 'fleet/van-1', { speed: 5 });

    const next = mqtt.connect(`mqtt://127.0.0.1:${String(broker.port)}`, {
      clientId,
      clean: false,
      protocolVersion,
      username: 'dispatcher',
      password: users.dispatcher,
      reconnectPeriod: 0,
    });
    const isSessionPresent = await new Promise((resolve) =>
      next.once('connect', (packet) => {
        resolve(packet.sessionPresent);
      }),
    );
    await next.endAsync();
    expect(isSessionPresent).toBe(false);
    expect(signOffs(broker.log(), clientId)).toBe(signIns(broker.log(), clientId));
  });
});
