import { describe, expect, test } from 'vitest';
import { basic, errorSchema, openApi, type Api } from './api.ts';

const van = '/application/types/van/devices/VAN-002';
const spare = '/device/types/van/devices/VAN-SPARE';

const listen = async (api: Api, filter: string) => {
  const client = await api.application('standard', 'listener');
  await client.mqtt.subscribeAsync(filter, { qos: 1 });
  return () => client.received.next();
};

describe('an application by HTTP', () => {
  test('commands a vehicle, and hears over MQTT how it went', async () => {
    const api = await openApi({ vehicles: 3 });
    const next = await listen(api, 'iot-2/type/van/id/VAN-002/evt/commandResult/fmt/json');
    const reply = await api.call(`POST ${van}/commands/flashLights`, { body: { requestId: 'one', seconds: 3 } });
    expect(reply).toMatchObject({ status: 200, text: '' });
    expect(JSON.parse((await next()).text)).toMatchObject({ requestId: 'one', status: 'accepted' });
    api.clock.advance(5000);
    expect(JSON.parse((await next()).text)).toMatchObject({ requestId: 'one', status: 'completed' });
  });

  test('publishes an event as if the device had, in the format of its content type', async () => {
    const api = await openApi();
    const next = await listen(api, 'iot-2/type/van/id/VAN-SPARE/evt/+/fmt/+');
    const contentTypes = [
      ...['application/json', 'text/plain; charset=utf-8', 'application/xml', 'application/octet-stream'],
    ];
    for (const contentType of contentTypes) {
      const headers = { 'content-type': contentType };
      const call = { body: '<1>', headers };
      expect((await api.call('POST /application/types/van/devices/VAN-SPARE/events/note', call)).status).toBe(200);
    }
    const heard = [await next(), await next(), await next(), await next()];
    expect(heard.map(({ topic }) => topic.split('/').at(-1))).toEqual(['json', 'text', 'xml', 'bin']);
    expect(heard.every(({ text }) => text === '<1>')).toBe(true);
  });

  test.each([
    [400, 'an empty body', 'events/note', { headers: { 'content-type': 'application/json' } }],
    [415, 'a content type without a format', 'events/note', { body: 'x', headers: { 'content-type': 'image/png' } }],
    [404, 'a path that is none', 'gossip/note', { body: '{}' }],
    [404, 'a wildcard for a name', 'events/+', { body: '{}' }],
    [413, 'more than 131072 bytes', 'events/note', { body: 'x'.repeat(131_073) }],
    [403, 'a wrong token', 'events/note', { body: '{}', as: { apiKey: 'a-abcdef-0123456789', apiToken: 'x' } }],
  ] as const)('is refused with %i for %s', async (status, _what, path, options) => {
    const api = await openApi();
    await api.expect(status, `POST /application/types/van/devices/VAN-SPARE/${path}`, errorSchema, options);
  });

  test('is refused with 405 for anything but POST', async () => {
    const api = await openApi();
    for (const method of ['GET', 'PUT', 'DELETE']) await api.expect(405, `${method} ${van}/events/note`, errorSchema);
  });
});

describe('a device by HTTP', () => {
  const own = (api: Api) => basic('use-token-auth', api.platform.info.watson.device.token);

  test('publishes an event', async () => {
    const api = await openApi();
    const next = await listen(api, 'iot-2/type/van/id/VAN-SPARE/evt/+/fmt/+');
    const call = { headers: own(api), body: { speed: 7 } };
    expect((await api.call(`POST ${spare}/events/telemetry`, call)).status).toBe(200);
    expect(await next()).toMatchObject({
      topic: 'iot-2/type/van/id/VAN-SPARE/evt/telemetry/fmt/json',
      text: '{"speed":7}',
    });
  });

  test('is refused with a wrong token, another device’s name, or an API key', async () => {
    const api = await openApi({ vehicles: 3 });
    const body = { speed: 7 };
    const wrong = basic('use-token-auth', 'wrong');
    await api.expect(403, `POST ${spare}/events/e`, errorSchema, { body, headers: wrong });
    const other = '/device/types/van/devices/VAN-002/events/e';
    await api.expect(403, `POST ${other}`, errorSchema, { body, headers: own(api) });
    await api.expect(403, `POST ${spare}/events/e`, errorSchema, { body });
  });

  test.each(['lockDoors', '%2B'])('waits for its next command (%s) and gets it', async (wanted) => {
    const api = await openApi();
    const waiting = api.call(`POST ${spare}/commands/${wanted}/request`, {
      headers: own(api),
      body: { waitTimeSecs: 60 },
    });
    const application = await api.application('standard');
    // Published until it has been taken: the request for it may still be on its way.
    const progress: { isOver: boolean } = { isOver: false };
    void waiting.then(() => (progress.isOver = true));
    while (!progress.isOver) {
      await application.mqtt.publishAsync('iot-2/type/van/id/VAN-SPARE/cmd/lockDoors/fmt/json', '{"a":1}', { qos: 1 });
    }
    const reply = await waiting;
    expect(reply).toMatchObject({ status: 200, text: '{"a":1}' });
    expect(reply.headers.get('x-commandid')).toBe('lockDoors');
    expect(reply.headers.get('content-type')).toContain('application/json');
  });

  test('is told that there was none', async () => {
    const api = await openApi();
    const path = `POST ${spare}/commands/lockDoors/request`;
    const waiting = api.call(path, { headers: own(api), body: { waitTimeSecs: 0 } });
    const progress: { isOver: boolean } = { isOver: false };
    void waiting.then(() => (progress.isOver = true));
    while (!progress.isOver) {
      api.clock.advance(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await waiting).toMatchObject({ status: 204, text: '' });
    await api.expect(400, path, errorSchema, { headers: own(api), body: { waitTimeSecs: 3601 } });
  });
});

test('messaging is another host of the platform’s: the limit of the API does not concern it', async () => {
  const api = await openApi();
  const { restUrl, apiKey, apiToken } = api.platform.info.watson;
  for (let sent = 0; sent < 30; sent += 1) {
    const { status } = await fetch(`${restUrl}/application/types/van/devices/VAN-SPARE/events/note`, {
      method: 'POST',
      headers: { ...basic(apiKey, apiToken), 'content-type': 'text/plain' },
      body: String(sent),
    });
    expect(status).toBe(200);
  }
});
