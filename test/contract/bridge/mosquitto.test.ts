import mqtt from 'mqtt';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createAuthority, hasOpenssl, type Authority, type IssuedCertificate } from '../../support/certificates.ts';
import { createCollector } from '../../support/collector.ts';
import { hasMosquitto, startMosquitto, type Mosquitto, type MosquittoOptions } from '../../support/mosquitto.ts';
import { patience, secret, startTestBridge } from './bridge.ts';
import { applicationId, deviceMessages, telemetry } from './export-samples.ts';

const startBroker = async (options: Parameters<typeof startMosquitto>[0] = {}): Promise<Mosquitto> => {
  const broker = await startMosquitto(options);
  onTestFinished(() => broker.stop());
  return broker;
};

const messages = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => JSON.stringify(telemetry(`truck-${index}`, '2026-05-01T12:00:00Z', {})));

describe.skipIf(!hasMosquitto)('with Mosquitto and MQTT 5', () => {
  const bridgeTo = async (broker: Mosquitto) => {
    const running = await startTestBridge({ url: `mqtt://127.0.0.1:${broker.port}`, protocolVersion: 5 });
    await running.untilHealth(200);
    return running;
  };

  test('the messages of a body come through in their order, however few the broker takes at once', async () => {
    const broker = await startBroker({ lines: ['max_inflight_messages 3'] });
    const { post, metric } = await bridgeTo(broker);
    const listener = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`);
    const received = createCollector<string>();
    listener.on('message', (_topic, payload) => received.add(payload.toString()));
    await listener.subscribeAsync('iotcentral/+/+', { qos: 1 });
    expect((await post(messages(300).join('\n'))).status).toBe(200);
    await expect.poll(() => received.items.length, patience).toBe(300);
    expect(received.items).toEqual(messages(300));
    expect(await metric('broker_connections_total')).toBe(1);
    await listener.endAsync();
  });

  test('a message that the broker does not allow is answered 503 with its reason', async () => {
    const broker = await startBroker((folder) => {
      const file = path.join(folder, 'acl');
      writeFileSync(file, 'topic write elsewhere/#\n', { mode: 0o600 });
      return { lines: [`acl_file ${file}`] };
    });
    const { post, metric } = await bridgeTo(broker);
    const answer = await post(deviceMessages.telemetry);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ error: 'The broker refused it: Publish error: Not authorized' });
    expect(await metric('messages_failed_total{reason="refused"}')).toBe(1);
    expect(await metric('broker_connected')).toBe(1);
  });

  test('a message larger than the broker takes is answered 413, and the connection stays', async () => {
    const broker = await startBroker({ lines: ['max_packet_size 2000'] });
    const { post, metric } = await bridgeTo(broker);
    const answer = await post(telemetry('a', '2026-05-01T12:00:00Z', { note: 'x'.repeat(2000) }));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toEqual({ error: 'The broker takes no message as large as this.' });
    expect((await post(deviceMessages.telemetry)).status).toBe(200);
    expect(await metric('broker_connections_total')).toBe(1);
  });

  test('a broker that is killed and started again is found again', async () => {
    const broker = await startBroker();
    const { post, untilHealth } = await bridgeTo(broker);
    await broker.kill();
    await untilHealth(503);
    expect((await post(deviceMessages.telemetry)).status).toBe(503);
    await broker.start();
    await untilHealth(200);
    expect((await post(deviceMessages.telemetry)).status).toBe(200);
  });

  test('a wrong password is said in the log, and the right one gets in', async () => {
    const broker = await startBroker({ users: { bridge: 'right' } satisfies MosquittoOptions['users'] });
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const wrong = await startTestBridge({ url, protocolVersion: 5, username: 'bridge', password: 'wrong' });
    await expect
      .poll(() => wrong.logLines.join('\n'), patience)
      .toMatch(/Connection refused: (Not authorized|Bad User Name)/);
    expect((await wrong.get('/health')).status).toBe(503);
    const right = await startTestBridge({ url, protocolVersion: 5, username: 'bridge', password: 'right' });
    await right.untilHealth(200);
  });
});

describe.skipIf(!hasMosquitto || !hasOpenssl)('with TLS', () => {
  let folder: string;
  let authority: Authority;
  let broker: Mosquitto;
  let client: IssuedCertificate;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'authority-'));
    authority = createAuthority(folder, 'own-authority');
    client = authority.issue('bridge', {});
    const own = authority.issue('broker', { hosts: ['127.0.0.1'] });
    broker = await startMosquitto({
      lines: [
        `cafile ${authority.certificateFile}`,
        `certfile ${own.certificateFile}`,
        `keyfile ${own.keyFile}`,
        'require_certificate true',
      ],
    });
  });

  afterAll(async () => {
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('at both ends a message gets through: HTTPS in, a client certificate and MQTT 5 out', async () => {
    const own = authority.issue('webhook', { hosts: ['127.0.0.1'] });
    const { bridge } = await startTestBridge(
      {
        url: `mqtts://127.0.0.1:${broker.port}`,
        protocolVersion: 5,
        caPem: authority.certificatePem,
        client: { certificatePem: client.certificatePem, keyPem: client.keyPem },
      },
      { tls: { certificatePem: own.certificatePem, keyPem: own.keyPem } },
    );
    expect(bridge.webhookUrl).toMatch(/^https:/);
    const listener = await mqtt.connectAsync(`mqtts://127.0.0.1:${broker.port}`, {
      ca: authority.certificatePem,
      cert: client.certificatePem,
      key: client.keyPem,
    });
    const topics = createCollector<string>();
    listener.on('message', (topic) => topics.add(topic));
    await listener.subscribeAsync('#', { qos: 1 });
    const post = () =>
      new Promise<number | undefined>((resolve, reject) => {
        const outgoing = request(
          bridge.webhookUrl,
          { method: 'POST', ca: authority.certificatePem, headers: { authorization: secret } },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode);
          },
        );
        outgoing.on('error', reject);
        outgoing.end(JSON.stringify(deviceMessages.telemetry));
      });
    await expect.poll(post, patience).toBe(200);
    expect(await topics.next()).toBe(`iotcentral/${applicationId}/real-truck-001`);
    await listener.endAsync();
  });

  test('a broker that is not trusted, or does not trust the bridge, gets nothing', async () => {
    const url = `mqtts://127.0.0.1:${broker.port}`;
    const distrusting = await startTestBridge({ url });
    await expect.poll(() => distrusting.logLines.join('\n'), patience).toMatch(/self-signed|unable to/);
    const anonymous = await startTestBridge({ url, caPem: authority.certificatePem });
    await expect.poll(() => anonymous.logLines.length, patience).toBeGreaterThan(0);
    for (const { get } of [distrusting, anonymous]) expect((await get('/health')).status).toBe(503);
  });
});
