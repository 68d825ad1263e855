import net from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  connect,
  connectApplication,
  connectDevice,
  deviceOptions,
  startPlatform,
  watchConnections,
} from './platform.ts';

/** MQTT 3.1.1, section 3.1: a clean session with user name and password. */
const connectPacket = (keepAliveS: number, fields: readonly string[]): Buffer => {
  const texts = ['MQTT', ...fields].map((field) => {
    const bytes = Buffer.from(field);
    return Buffer.concat([Buffer.from([0, bytes.length]), bytes]);
  });
  const [protocol = Buffer.alloc(0), ...payload] = texts;
  const body = Buffer.concat([protocol, Buffer.from([4, 0xc2, 0, keepAliveS]), ...payload]);
  return Buffer.concat([Buffer.from([0x10, body.length]), body]);
};

const spareMonitor = 'iot-2/type/van/id/VAN-SPARE/mon';

describe('a device', () => {
  test('is announced when it connects and when it says goodbye', async () => {
    const platform = await startPlatform();
    const monitor = await watchConnections(platform);
    const device = await connectDevice(platform);
    await device.mqtt.publishAsync('iot-2/evt/telemetry/fmt/json', '{}', { qos: 1 });
    await device.mqtt.endAsync();
    const { org } = platform.info.watson;
    const facts = {
      topic: spareMonitor,
      isRetained: false,
      ClientAddr: '127.0.0.1',
      ClientID: `d:${org}:van:VAN-SPARE`,
      Port: platform.restart.port,
      Secure: false,
      Protocol: 'mqtt4-tcp',
      User: 'use-token-auth',
    };
    expect(await monitor.next()).toMatchObject({ ...facts, Action: 'Connect' });
    expect(await monitor.next()).toMatchObject({
      ...facts,
      Action: 'Disconnect',
      CloseCode: 0,
      Reason: 'The connection has completed normally.',
      ReadMsg: 1,
      WriteMsg: 0,
    });
  });

  test('that is cut off is said to have left without a word', async () => {
    const platform = await startPlatform();
    const monitor = await watchConnections(platform);
    const device = await connectDevice(platform);
    await monitor.next();
    device.mqtt.stream.destroy();
    expect(await monitor.next()).toMatchObject({ Action: 'Disconnect', CloseCode: 91 });
  });

  test('that falls silent for longer than its keep-alive is said to have timed out', async () => {
    const platform = await startPlatform();
    const monitor = await watchConnections(platform);
    const { clientId = '', username = '', password = '' } = deviceOptions(platform);
    // By hand, because the mqtt package would send pings.
    const socket = net.connect(platform.restart.port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write(connectPacket(1, [clientId, username, String(password)]));
    expect(await monitor.next()).toMatchObject({ Action: 'Connect' });
    expect(await monitor.next()).toMatchObject({ Action: 'Disconnect', CloseCode: 160 });
  });

  test('is remembered in its last state', async () => {
    const platform = await startPlatform();
    const device = await connectDevice(platform);
    const whileConnected = await watchConnections(platform);
    expect(await whileConnected.next()).toMatchObject({ Action: 'Connect', isRetained: true });
    await device.mqtt.endAsync();
    expect(await whileConnected.next()).toMatchObject({ Action: 'Disconnect', isRetained: false });
    const later = await watchConnections(platform);
    expect(await later.next()).toMatchObject({ Action: 'Disconnect', isRetained: true });
  });

  test('that gives a wrong token is reported once and not remembered', async () => {
    const platform = await startPlatform();
    const monitor = await watchConnections(platform);
    const attempt = connect(platform.info.mqttUrl, { ...deviceOptions(platform), password: 'wrong' });
    await expect(attempt).rejects.toMatchObject({ code: 5 });
    expect(await monitor.next()).toMatchObject({ topic: spareMonitor, Action: 'FailedConnect', CloseCode: 180 });
    await monitor.mqtt.endAsync();
    const later = await watchConnections(platform);
    await connectDevice(platform);
    expect(await later.next()).toMatchObject({ Action: 'Connect' });
  });

  test('that nobody registered is not reported', async () => {
    const platform = await startPlatform();
    const monitor = await watchConnections(platform);
    const clientId = `d:${platform.info.watson.org}:van:INVENTED`;
    await expect(connect(platform.info.mqttUrl, { ...deviceOptions(platform), clientId })).rejects.toThrow();
    await connectDevice(platform);
    expect(await monitor.next()).toMatchObject({ topic: spareMonitor, Action: 'Connect' });
  });
});

describe('a second connection with the same client id', () => {
  test('takes over: the first is closed, and 288 says why', async () => {
    const platform = await startPlatform();
    const monitor = await watchConnections(platform);
    const first = await connectDevice(platform);
    const second = await connectDevice(platform);
    await first.closed;
    expect(second.mqtt.connected).toBe(true);
    expect(await monitor.next()).toMatchObject({ Action: 'Connect' });
    expect(await monitor.next()).toMatchObject({ Action: 'Disconnect', CloseCode: 288 });
    expect(await monitor.next()).toMatchObject({ Action: 'Connect' });
  });

  test('does so for applications too, which is why each needs its own id', async () => {
    const platform = await startPlatform();
    const monitor = await watchConnections(platform, 'iot-2/app/console/mon');
    const first = await connectApplication(platform, 'console');
    await connectApplication(platform, 'console');
    await first.closed;
    await monitor.next();
    expect(await monitor.next()).toMatchObject({ Action: 'Disconnect', CloseCode: 288 });
  });
});

test('an application is remembered only while it is connected', async () => {
  const platform = await startPlatform();
  const console = await connectApplication(platform, 'console');
  const early = await watchConnections(platform, 'iot-2/app/console/mon');
  expect(await early.next()).toMatchObject({ Action: 'Connect', isRetained: true });
  await console.mqtt.endAsync();
  expect(await early.next()).toMatchObject({ Action: 'Disconnect', CloseCode: 0 });
  await early.mqtt.endAsync();
  const late = await watchConnections(platform, 'iot-2/app/console/mon');
  await connectApplication(platform, 'console');
  expect(await late.next()).toMatchObject({ Action: 'Connect', isRetained: false });
});

test('every simulated vehicle is known as connected to whoever comes later', async () => {
  const platform = await startPlatform({ vehicles: 20 });
  const monitor = await watchConnections(platform);
  const ids = new Set<unknown>();
  while (ids.size < 20) {
    const message = await monitor.next();
    expect(message).toMatchObject({ Action: 'Connect', User: 'use-token-auth' });
    ids.add(message.ClientID);
  }
  expect(ids).toContain(`d:${platform.info.watson.org}:refrigerated-truck:TRUCK-001`);
});
