import { describe, expect, test } from 'vitest';
import { connectApplication, createQuickClock, startPlatform, watchConnections, type TestClient } from './platform.ts';

type Fields = Readonly<Record<string, unknown>>;

const read = async ({ received }: TestClient): Promise<Fields> => JSON.parse((await received.next()).text) as Fields;

/** A fleet of three, an application that sends commands to one of them, and what that one says. */
const startWith = async (typeId: string, deviceId: string) => {
  const platform = await startPlatform({ vehicles: 3, rate: 5 }, { clock: createQuickClock() });
  const vehicle = `iot-2/type/${typeId}/id/${deviceId}`;
  const results = await connectApplication(platform, 'results');
  await results.mqtt.subscribeAsync(`${vehicle}/evt/commandResult/fmt/json`, { qos: 1 });
  const telemetry = await connectApplication(platform, 'telemetry');
  await telemetry.mqtt.subscribeAsync(`${vehicle}/evt/telemetry/fmt/json`);
  return {
    platform,
    vehicle,
    send: (command: string, payload: object | string) =>
      results.mqtt.publishAsync(
        `${vehicle}/cmd/${command}/fmt/json`,
        typeof payload === 'string' ? payload : JSON.stringify(payload),
        { qos: 1 },
      ),
    nextResult: () => read(results),
    telemetryWhere: async (isWanted: (fields: Fields) => boolean): Promise<Fields> => {
      for (;;) {
        const fields = await read(telemetry);
        if (isWanted(fields)) return fields;
      }
    },
  };
};

describe('a vehicle that is told something', () => {
  test('accepts, does it, says so, and shows it', async () => {
    const { send, nextResult, telemetryWhere } = await startWith('van', 'VAN-002');
    await send('flashLights', { requestId: 'one', seconds: 10 });
    expect(await nextResult()).toMatchObject({ requestId: 'one', command: 'flashLights', status: 'accepted' });
    await telemetryWhere(({ hazardLights }) => hazardLights === true);
    const result = await nextResult();
    expect(result).toMatchObject({ requestId: 'one', status: 'completed' });
    expect(new Date(String(result.ts)).toISOString()).toBe(result.ts);
    await telemetryWhere(({ hazardLights }) => hazardLights === false);
  });

  test('keeps a new cargo setpoint and a speed limit', async () => {
    const { send, telemetryWhere } = await startWith('refrigerated-truck', 'TRUCK-001');
    await send('setCargoTemperature', { requestId: 'one', temperature: -18 });
    await send('limitSpeed', { requestId: 'two', limit: 60 });
    await telemetryWhere(({ cargoSetpoint, speedLimit }) => cargoSetpoint === -18 && speedLimit === 60);
  });

  test('restarts: it leaves, says nothing, comes back and then reports that it is done', async () => {
    const { platform, send, nextResult } = await startWith('electric-bus', 'BUS-003');
    const monitor = await watchConnections(platform, 'iot-2/type/electric-bus/id/BUS-003/mon');
    expect(await monitor.next()).toMatchObject({ Action: 'Connect', isRetained: true });
    await send('reboot', { requestId: 'one', delay: 0 });
    expect(await nextResult()).toMatchObject({ status: 'accepted' });
    expect(await monitor.next()).toMatchObject({ Action: 'Disconnect', CloseCode: 91 });
    // Nobody hears a command that is sent now: the vehicle keeps no session.
    await send('flashLights', { requestId: 'two', seconds: 1 });
    expect(await monitor.next()).toMatchObject({ Action: 'Connect', isRetained: false });
    expect(await nextResult()).toMatchObject({ requestId: 'one', status: 'completed' });
  });

  test('refuses what it does not know, cannot do or cannot read', async () => {
    const { send, nextResult } = await startWith('van', 'VAN-002');
    await send('fly', { requestId: 'one' });
    expect(await nextResult()).toMatchObject({
      requestId: 'one',
      command: 'fly',
      status: 'failed',
      message: 'This vehicle does not know the command fly.',
    });
    await send('setCargoTemperature', { requestId: 'two', temperature: 4 });
    expect(await nextResult()).toMatchObject({ requestId: 'two', status: 'failed' });
    await send('flashLights', { requestId: 'three', seconds: 31 });
    expect(await nextResult()).toMatchObject({ requestId: 'three', status: 'failed' });
    await send('lockDoors', 'not json');
    expect(await nextResult()).toMatchObject({ command: 'lockDoors', status: 'failed' });
  });
});

describe('telemetry', () => {
  test('of each vehicle comes once a period, evenly spread, and its time is the present', async () => {
    const platform = await startPlatform({ vehicles: 6, rate: 10 });
    const client = await connectApplication(platform);
    await client.mqtt.subscribeAsync('iot-2/type/+/id/+/evt/telemetry/fmt/json');
    const heard: { topic: string; ts: number }[] = [];
    while (heard.length < 60) {
      const { topic, text } = await client.received.next();
      heard.push({ topic, ts: Date.parse(String((JSON.parse(text) as Fields).ts)) });
    }
    const perVehicle = Map.groupBy(heard, ({ topic }) => topic);
    expect(perVehicle.size).toBe(6);
    for (const messages of perVehicle.values()) expect(messages.length).toBeGreaterThanOrEqual(9);
    expect(Math.abs(Date.now() - (heard.at(-1)?.ts ?? 0))).toBeLessThan(60_000);
  });

  test('starts from the same place with the same seed, and from another with another', async () => {
    const start = async (seed: number): Promise<Fields> => {
      const platform = await startPlatform({ vehicles: 1, rate: 20, seed });
      const client = await connectApplication(platform);
      await client.mqtt.subscribeAsync('iot-2/type/+/id/TRUCK-001/evt/telemetry/fmt/json');
      const { lat, lon, cargoSetpoint } = await read(client);
      return { lat: Number(lat).toFixed(1), lon: Number(lon).toFixed(1), cargoSetpoint };
    };
    const first = await start(7);
    expect(await start(7)).toEqual(first);
    expect(await start(8)).not.toEqual(first);
  });
});

test('a client that stops reading holds up nobody else', async () => {
  const platform = await startPlatform();
  const slow = await connectApplication(platform, 'slow');
  const quick = await connectApplication(platform, 'quick');
  for (const { mqtt } of [slow, quick]) await mqtt.subscribeAsync('iot-2/type/+/id/+/evt/+/fmt/+', { qos: 0 });
  slow.mqtt.stream.pause();
  const sender = await connectApplication(platform, 'sender');
  const payload = Buffer.alloc(100_000);
  // More than the sockets' buffers and the broker's together.
  const count = 300;
  for (let index = 0; index < count; index += 1) {
    await sender.mqtt.publishAsync('iot-2/type/van/id/V1/evt/dump/fmt/bin', payload, { qos: 1 });
    await quick.received.next();
  }
  expect(quick.received.items.length).toBe(count);
  slow.mqtt.stream.resume();
  // Whatever was kept for it comes before the answer to this.
  await slow.mqtt.subscribeAsync('iot-2/app/slow/mon');
  const kept = slow.received.items.filter(({ topic }) => topic.includes('/evt/')).length;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(count);
});
