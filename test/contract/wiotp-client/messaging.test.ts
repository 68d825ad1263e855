import { describe, expect, test } from 'vitest';
import { hasOpenssl } from '../../support/certificates.ts';
import { createCollector } from '../../support/collector.ts';
import { connected, done, eventsOf, listening, openService, readJson } from './service.ts';

const spare = ['van', 'VAN-SPARE'] as const;

describe.skipIf(!hasOpenssl)('an application of the official library', () => {
  test('hears the events of simulated vehicles', async () => {
    const service = await openService({ vehicles: 3 });
    const application = service.application();
    await connected(application);
    const events = await eventsOf(application, 'telemetry');
    service.clock.advance(1000);
    const heard = [await events.next(), await events.next(), await events.next()];
    expect(heard.map(({ typeId, deviceId, format }) => [typeId, deviceId, format]).sort()).toEqual([
      ['electric-bus', 'BUS-003', 'json'],
      ['refrigerated-truck', 'TRUCK-001', 'json'],
      ['van', 'VAN-002', 'json'],
    ]);
    for (const { payload } of heard) {
      const position = { lat: expect.any(Number) as number, lon: expect.any(Number) as number };
      expect(readJson(payload)).toMatchObject(position);
    }
  });

  test('commands a simulated vehicle, and hears what came of it', async () => {
    const service = await openService({ vehicles: 3 });
    const application = service.application();
    await connected(application);
    const results = await eventsOf(application, 'commandResult');
    await done((callback) =>
      application.publishCommand(
        'van',
        'VAN-002',
        'flashLights',
        'json',
        { requestId: 'one', seconds: 1 },
        1,
        callback,
      ),
    );
    service.clock.advance(1000);
    expect(readJson((await results.next()).payload)).toMatchObject({ requestId: 'one', status: 'accepted' });
    service.clock.advance(10_000);
    expect(readJson((await results.next()).payload)).toMatchObject({ requestId: 'one', status: 'completed' });
  });

  test('learns at once who is connected, and then who comes and goes', async () => {
    const service = await openService({ vehicles: 1 });
    const application = service.application();
    const statuses = createCollector<readonly [string, unknown]>();
    application.on('deviceStatus', (_typeId, deviceId, payload) => statuses.add([deviceId, readJson(payload)]));
    await connected(application);
    application.subscribeToDeviceStatus();
    expect(await statuses.next()).toEqual(['TRUCK-001', expect.objectContaining({ Action: 'Connect' })]);

    const device = service.device();
    await connected(device);
    expect(await statuses.next()).toEqual([
      'VAN-SPARE',
      expect.objectContaining({ Action: 'Connect', ClientID: `d:${service.org}:van:VAN-SPARE` }),
    ]);
    device.disconnect();
    expect(await statuses.next()).toEqual([
      'VAN-SPARE',
      expect.objectContaining({ Action: 'Disconnect', CloseCode: 0 }),
    ]);
  });

  test('hears of applications, itself among them', async () => {
    const service = await openService();
    const application = service.application({ appId: 'watchman' });
    const statuses = createCollector<readonly [string, unknown]>();
    application.on('appStatus', (appId, payload) => statuses.add([appId, readJson(payload)]));
    await connected(application);
    application.subscribeToAppStatus();
    expect(await statuses.next()).toEqual(['watchman', expect.objectContaining({ Action: 'Connect' })]);
    await connected(service.application({ appId: 'other', as: 'operations' }));
    const { apiKey } = service.platform.info.watson.keys.operations;
    expect(await statuses.next()).toEqual(['other', expect.objectContaining({ Action: 'Connect', User: apiKey })]);
  });

  test('shares events with the other instances of a shared application', async () => {
    const service = await openService();
    const instances = [service.application({ isShared: true }), service.application({ isShared: true })];
    const heard = createCollector<string>();
    for (const instance of instances) {
      await connected(instance);
      instance.on('deviceEvent', (_typeId, _deviceId, event) => heard.add(event));
      await eventsOf(instance);
    }
    const device = service.device();
    await connected(device);
    const sent = ['one', 'two', 'three', 'four', 'last'];
    for (const event of sent) await done((callback) => device.publishEvent(event, 'json', {}, 1, callback));
    while (heard.items.length < sent.length) await heard.next();
    expect([...heard.items].sort()).toEqual([...sent].sort());
    expect(instances.map((instance) => instance.isConnected())).toEqual([true, true]);
  });

  test('speaks for a device', async () => {
    const service = await openService();
    const application = service.application();
    await connected(application);
    const events = await eventsOf(application);
    await done((callback) => application.publishEvent(...spare, 'telemetry', 'json', { speed: 50 }, 1, callback));
    const { deviceId, event, payload } = await events.next();
    expect([deviceId, event, readJson(payload)]).toEqual(['VAN-SPARE', 'telemetry', { speed: 50 }]);
  });

  test('comes back by itself when the platform was away, and hears events again', async () => {
    const service = await openService();
    const application = service.application();
    await connected(application);
    const events = await eventsOf(application);
    const isLost = new Promise<void>((resolve) => application.once('close', resolve));
    await service.platform.close();
    await isLost;
    expect(application.isConnected()).toBe(false);

    const isBack = new Promise<void>((resolve) => application.once('connect', resolve));
    await service.restart();
    await isBack;
    const device = service.device();
    await connected(device);
    await done((callback) => device.publishEvent('hello', 'json', { isBack: true }, 1, callback));
    expect(readJson((await events.next()).payload)).toEqual({ isBack: true });
  });
});

describe.skipIf(!hasOpenssl)('a device of the official library', () => {
  test.each([
    ['an object', 'json', { d: { temp: -18.5 } }, '{"d":{"temp":-18.5}}'],
    ['text', 'text', 'Grüße', 'Grüße'],
    ['bytes', 'bin', Buffer.from([0, 255, 16]), Buffer.from([0, 255, 16])],
  ])('publishes %s, and an application receives the same', async (_what, format, data, expected) => {
    const service = await openService();
    const application = service.application();
    await connected(application);
    const events = await eventsOf(application);
    const device = service.device();
    await connected(device);
    await done((callback) => device.publishEvent('telemetry', format, data, 1, callback));
    expect(await events.next()).toEqual({
      ...{ typeId: 'van', deviceId: 'VAN-SPARE', event: 'telemetry', format },
      payload: Buffer.from(expected),
    });
  });

  test.each([0, 1, 2])('receives its own commands, at QoS %i, and nobody else’s', async (qos) => {
    const service = await openService({ vehicles: 3 });
    const commands = await listening(service.device());
    const application = service.application();
    await connected(application);
    await done((callback) => application.publishCommand('van', 'VAN-002', 'other', 'json', {}, qos, callback));
    await done((callback) => application.publishCommand(...spare, 'lockDoors', 'json', { id: 7 }, qos, callback));
    await done((callback) => application.publishCommand(...spare, 'say', 'text', 'Good evening', qos, callback));
    expect([await commands.next(), await commands.next()]).toEqual([
      { command: 'lockDoors', format: 'json', text: '{"id":7}' },
      { command: 'say', format: 'text', text: 'Good evening' },
    ]);
  });

  test('receives a command that came by HTTP', async () => {
    const service = await openService();
    const commands = await listening(service.device());
    await service
      .api()
      .organisation.callApi('POST', 200, false, ['application/types/van/devices/VAN-SPARE/commands/lockDoors'], {
        id: 8,
      });
    expect(await commands.next()).toEqual({ command: 'lockDoors', format: 'json', text: '{"id":8}' });
  });
});
