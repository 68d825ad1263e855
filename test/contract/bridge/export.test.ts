import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseTemplate } from '../../../bridge/export/topic-template.ts';
import { createCollector, type Collector } from '../../support/collector.ts';
import { startPlainBroker, type PlainBroker } from '../../support/plain-broker.ts';
import { secret, startTestBridge, type TestBridge } from './bridge.ts';
import { applicationId, applicationMessages, deviceMessages, telemetry } from './export-samples.ts';

interface Received {
  readonly topic: string;
  readonly text: string;
  readonly qos: number;
}

let broker: PlainBroker;
let received: Collector<Received>;

beforeEach(async () => {
  broker = await startPlainBroker();
  received = createCollector();
  broker.aedes.on('publish', ({ topic, payload, qos }, client) => {
    if (client !== null) received.add({ topic, text: payload.toString(), qos });
  });
});

afterEach(() => broker.close());

const connected = async (...[changes]: [Parameters<typeof startTestBridge>[1]?]): Promise<TestBridge> => {
  const bridge = await startTestBridge({ url: `mqtt://127.0.0.1:${broker.port}` }, changes);
  await bridge.untilHealth(200);
  return bridge;
};

describe('a message of a device', () => {
  test.each(Object.entries(deviceMessages))('goes out as it came in: %s', async (_kind, message) => {
    const { post } = await connected();
    const text = JSON.stringify(message, null, 2);
    const answer = await post(text);
    expect(await answer.json()).toEqual({ published: 1, ignored: 0 });
    expect(answer.status).toBe(200);
    expect(received.items).toEqual([{ topic: `iotcentral/${applicationId}/real-truck-001`, text, qos: 1 }]);
  });

  test('keeps numbers that parsing and writing again would change', async () => {
    const { post } = await connected();
    const one = `{"messageSource":"telemetry","applicationId":"a","deviceId":"d","telemetry":{"t":21.0,"n":9007199254740993}}`;
    expect((await post(`[${one}, ${one}]`)).status).toBe(200);
    expect(received.items.map(({ text }) => text)).toEqual([one, one]);
  });

  test('stays on its own level of the topic whatever its id is', async () => {
    const { post } = await connected();
    expect((await post(telemetry('../+/#/100%', '2026-05-01T12:00:00Z', {}))).status).toBe(200);
    expect(received.items[0]?.topic).toBe(`iotcentral/${applicationId}/..%2F%2B%2F%23%2F100%25`);
  });

  test('goes to the topic of the pattern that was given', async () => {
    const { post } = await connected({ deviceTopic: parseTemplate('fleet/{device}/{source}') });
    await post(deviceMessages.telemetry);
    expect(received.items[0]?.topic).toBe('fleet/real-truck-001/telemetry');
  });
});

describe('a message of no device', () => {
  test('is dropped and counted, and not asked for again', async () => {
    const { post, metric } = await connected();
    expect(await (await post(Object.values(applicationMessages))).json()).toEqual({ published: 0, ignored: 2 });
    expect(received.items).toEqual([]);
    expect(await metric('messages_received_total{source="audit"}')).toBe(1);
    expect(await metric('messages_published_total{source="audit"}')).toBe(0);
  });

  test('is published where there is a topic for it', async () => {
    const { post } = await connected({ applicationTopic: parseTemplate('iotcentral/{application}/-/{source}') });
    expect((await post(Object.values(applicationMessages))).status).toBe(200);
    expect(received.items.map(({ topic }) => topic)).toEqual([
      `iotcentral/${applicationId}/-/deviceTemplateLifecycle`,
      `iotcentral/${applicationId}/-/audit`,
    ]);
  });
});

test('a message of an unknown source is dropped, counted and named in the log', async () => {
  const { post, metric, logLines } = await connected();
  const answer = await post([deviceMessages.telemetry, { messageSource: 'weather', deviceId: 'x' }]);
  expect(await answer.json()).toEqual({ published: 1, ignored: 1 });
  expect(await metric('messages_received_total{source="unknown"}')).toBe(1);
  expect(logLines.join('\n')).toContain('"messageSource":"weather"');
});

describe('a body', () => {
  test('of many is published in its order', async () => {
    const { post } = await connected({ maxInFlight: 3 });
    const devices = Array.from({ length: 50 }, (_, index) => `truck-${index}`);
    const messages = devices.map((device) => JSON.stringify(telemetry(device, '2026-05-01T12:00:00Z', {})));
    expect(await (await post(messages.join('\n'))).json()).toEqual({ published: 50, ignored: 0 });
    expect(received.items.map(({ text }) => text)).toEqual(messages);
  });

  test.each([
    ['{"messageSource":', 'The body is not JSON.'],
    ['', 'The body is empty.'],
    [[deviceMessages.telemetry, 7], 'Message 2: A message is a JSON object.'],
  ])('of %j is answered 400 with the reason, and nothing of it is published', async (body, error) => {
    const { post } = await connected();
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error });
    expect(received.items).toEqual([]);
  });

  test('that is too large is answered 413, with and without its length said', async () => {
    const { bridge, post } = await connected({ maxBodyBytes: 1024 });
    expect((await post('x'.repeat(1025))).status).toBe(413);
    const pieces = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(512));
      },
    });
    const streamed = { method: 'POST', body: pieces, duplex: 'half', headers: { authorization: secret } } as const;
    expect((await fetch(bridge.webhookUrl, streamed)).status).toBe(413);
  });

  test('that is compressed is answered 415', async () => {
    const { post } = await connected();
    expect((await post('x', { authorization: secret, 'content-encoding': 'gzip' })).status).toBe(415);
  });
});

describe('without the secret', () => {
  test.each([{}, { authorization: 'wrong' }, { authorization: '' }, { 'x-secret': secret }])(
    'a message is answered 401 with the headers %j',
    async (headers) => {
      const { post, metric } = await connected();
      const answer = await post(deviceMessages.telemetry, headers);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(received.items).toEqual([]);
      expect(await metric('requests_total{status="401"}')).toBe(1);
    },
  );

  test('there are no counters, and no secret is ever in the log', async () => {
    const { bridge, post, logLines } = await connected();
    expect((await fetch(new URL('/metrics', bridge.webhookUrl))).status).toBe(401);
    const guess = createHash('sha256').update('guess').digest('hex');
    await post(deviceMessages.telemetry, { authorization: guess });
    expect(logLines.join('\n')).not.toContain(secret);
    expect(logLines.join('\n')).not.toContain(guess);
  });
});

test('the secret may come in a header of another name, and any of several is accepted', async () => {
  const changes = { secretHeader: 'x-export-key', secrets: ['the-one-that-is-going', secret] };
  const { post } = await connected(changes);
  for (const one of changes.secrets) {
    expect((await post(deviceMessages.telemetry, { 'X-Export-Key': one })).status).toBe(200);
  }
  expect((await post(deviceMessages.telemetry, { authorization: secret })).status).toBe(401);
});

test('what is not served is said', async () => {
  const { get } = await connected();
  const answer = await get('/');
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ error: 'There are POST /export, GET /health and GET /metrics.' });
});
