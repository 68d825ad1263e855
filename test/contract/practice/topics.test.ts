import { describe, expect, test } from 'vitest';
import {
  connect,
  applicationOptions,
  connectApplication,
  connectDevice,
  startPlatform,
  watchConnections,
} from './platform.ts';

const allEvents = 'iot-2/type/+/id/+/evt/+/fmt/+';
const spare = 'iot-2/type/van/id/VAN-SPARE';

describe('translation of topics', () => {
  test('an application hears a device’s event under the device’s full name', async () => {
    const platform = await startPlatform();
    const application = await connectApplication(platform);
    const device = await connectDevice(platform);
    await application.mqtt.subscribeAsync(allEvents, { qos: 1 });
    await device.mqtt.publishAsync('iot-2/evt/telemetry/fmt/json', '{"speed":1}', { qos: 1 });
    expect(await application.received.next()).toEqual({
      topic: `${spare}/evt/telemetry/fmt/json`,
      text: '{"speed":1}',
      isRetained: false,
    });
  });

  test('a device hears its commands under the short name, and nobody else’s', async () => {
    const platform = await startPlatform();
    const application = await connectApplication(platform);
    const device = await connectDevice(platform);
    await device.mqtt.subscribeAsync('iot-2/cmd/+/fmt/+', { qos: 1 });
    await application.mqtt.publishAsync('iot-2/type/van/id/VAN-OTHER/cmd/lockDoors/fmt/json', 'no', { qos: 1 });
    await application.mqtt.publishAsync(`${spare}/cmd/lockDoors/fmt/json`, 'yes', { qos: 1 });
    expect(await device.received.next()).toMatchObject({ topic: 'iot-2/cmd/lockDoors/fmt/json', text: 'yes' });
  });

  test('a device that unsubscribes hears no more commands', async () => {
    const platform = await startPlatform();
    const application = await connectApplication(platform);
    const device = await connectDevice(platform);
    await device.mqtt.subscribeAsync(['iot-2/cmd/lockDoors/fmt/json', 'iot-2/cmd/reboot/fmt/json']);
    await device.mqtt.unsubscribeAsync('iot-2/cmd/lockDoors/fmt/json');
    await application.mqtt.publishAsync(`${spare}/cmd/lockDoors/fmt/json`, '1', { qos: 1 });
    await application.mqtt.publishAsync(`${spare}/cmd/reboot/fmt/json`, '2', { qos: 1 });
    expect(await device.received.next()).toMatchObject({ topic: 'iot-2/cmd/reboot/fmt/json', text: '2' });
  });

  test('a device that keeps its session finds the commands that came meanwhile', async () => {
    const platform = await startPlatform();
    const application = await connectApplication(platform);
    const before = await connectDevice(platform, { clean: false });
    await before.mqtt.subscribeAsync('iot-2/cmd/+/fmt/+', { qos: 1 });
    await before.mqtt.endAsync();
    await application.mqtt.publishAsync(`${spare}/cmd/lockDoors/fmt/json`, 'while away', { qos: 1 });
    const after = await connectDevice(platform, { clean: false });
    expect(await after.received.next()).toMatchObject({ topic: 'iot-2/cmd/lockDoors/fmt/json', text: 'while away' });
    await application.mqtt.publishAsync(`${spare}/cmd/reboot/fmt/json`, 'now', { qos: 1 });
    expect(await after.received.next()).toMatchObject({ topic: 'iot-2/cmd/reboot/fmt/json', text: 'now' });
  });

  test('an application may speak as a device', async () => {
    const platform = await startPlatform();
    const application = await connectApplication(platform);
    await application.mqtt.subscribeAsync(allEvents);
    await application.mqtt.publishAsync('iot-2/type/van/id/V9/evt/note/fmt/text', 'hello');
    expect(await application.received.next()).toMatchObject({ topic: 'iot-2/type/van/id/V9/evt/note/fmt/text' });
  });
});

describe('a topic outside the list ends the connection with 276', () => {
  test.each(['#', 'iot-2/#', 'iot-2/type/+/id/+/evt/+/fmt/#', 'iot-2/cmd/+/fmt/+', '$SYS/#'])(
    'when an application subscribes to %s',
    async (filter) => {
      const platform = await startPlatform();
      const monitor = await watchConnections(platform, 'iot-2/app/console/mon');
      const application = await connectApplication(platform);
      await monitor.next();
      // The client itself refuses what MQTT does not allow; the broker is to be asked.
      application.mqtt.options.properties = {};
      application.mqtt.subscribe(filter, () => undefined);
      if (filter.includes('#/')) return;
      await application.closed;
      expect(await monitor.next()).toMatchObject({ Action: 'Disconnect', CloseCode: 276 });
    },
  );

  test.each(['iot-2/type/+/id/V1/cmd/reboot/fmt/json', 'iot-2/type/van/id/V1/mon', 'somewhere/else'])(
    'when an application publishes to %s',
    async (topic) => {
      const platform = await startPlatform();
      const monitor = await watchConnections(platform, 'iot-2/app/console/mon');
      const application = await connectApplication(platform);
      await monitor.next();
      application.mqtt.publish(topic, '{}');
      await application.closed;
      expect(await monitor.next()).toMatchObject({ Action: 'Disconnect', CloseCode: 276 });
    },
  );

  test.each(['#', allEvents, 'iot-2/type/van/id/VAN-SPARE/cmd/+/fmt/+'])(
    'when a device subscribes to %s',
    async (filter) => {
      const platform = await startPlatform();
      const monitor = await watchConnections(platform);
      const device = await connectDevice(platform);
      await monitor.next();
      device.mqtt.subscribe(filter, () => undefined);
      await device.closed;
      expect(await monitor.next()).toMatchObject({ Action: 'Disconnect', CloseCode: 276 });
    },
  );

  test('and nobody hears what was published there', async () => {
    const platform = await startPlatform();
    const monitor = await watchConnections(platform);
    const device = await connectDevice(platform);
    await monitor.next();
    device.mqtt.publish('iot-2/type/van/id/VAN-001/evt/telemetry/fmt/json', 'forged');
    await device.closed;
    expect(await monitor.next()).toMatchObject({ CloseCode: 276 });
  });
});

test('a message of more than 131072 bytes ends the connection with 287, one of exactly that many passes', async () => {
  const platform = await startPlatform();
  const application = await connectApplication(platform);
  await application.mqtt.subscribeAsync(allEvents);
  const monitor = await watchConnections(platform);
  const device = await connectDevice(platform);
  expect(await monitor.next()).toMatchObject({ Action: 'Connect' });
  await device.mqtt.publishAsync('iot-2/evt/dump/fmt/bin', Buffer.alloc(131_072), { qos: 1 });
  expect((await application.received.next()).text).toHaveLength(131_072);
  device.mqtt.publish('iot-2/evt/dump/fmt/bin', Buffer.alloc(131_073));
  await device.closed;
  expect(await monitor.next()).toMatchObject({ Action: 'Disconnect', CloseCode: 287 });
});

test('what a client asks to be retained is delivered and forgotten', async () => {
  const platform = await startPlatform();
  const device = await connectDevice(platform);
  const early = await connectApplication(platform, 'early');
  await early.mqtt.subscribeAsync(allEvents);
  await device.mqtt.publishAsync('iot-2/evt/telemetry/fmt/json', 'first', { qos: 1, retain: true });
  expect(await early.received.next()).toMatchObject({ text: 'first', isRetained: false });
  const late = await connectApplication(platform, 'late');
  await late.mqtt.subscribeAsync(allEvents);
  await device.mqtt.publishAsync('iot-2/evt/telemetry/fmt/json', 'second', { qos: 1 });
  expect(await late.received.next()).toMatchObject({ text: 'second' });
});

test('instances of a shared application divide its messages among them', async () => {
  const platform = await startPlatform();
  const device = await connectDevice(platform);
  const clientId = `A:${platform.info.watson.org}:workers`;
  const options = { ...applicationOptions(platform, ''), clientId };
  const instances = [await connect(platform.info.mqttUrl, options), await connect(platform.info.mqttUrl, options)];
  const whole = await connectApplication(platform);
  for (const { mqtt } of [...instances, whole]) await mqtt.subscribeAsync(allEvents);
  const texts = Array.from({ length: 40 }, (_, index) => String(index));
  for (const text of texts) await device.mqtt.publishAsync('iot-2/evt/count/fmt/text', text, { qos: 1 });
  while (whole.received.items.length < texts.length) await whole.received.next();
  // What an instance has on the way is ahead of the answer to a subscription.
  for (const { mqtt } of instances) await mqtt.subscribeAsync(allEvents);
  const [first = [], second = []] = instances.map(({ received }) => received.items.map(({ text }) => text));
  expect(first.length).toBeGreaterThan(0);
  expect(second.length).toBeGreaterThan(0);
  expect([...first, ...second].sort()).toEqual([...texts].sort());
});
