import { afterEach, beforeEach, expect, test } from 'vitest';
import { presetById } from '../../../core/presets/presets.ts';
import type { VehicleEvent } from '../../../shared/vehicle/detail.ts';
import { signalPath } from '../../../shared/vehicle/signals.ts';
import { createEngineFixture, plainSettings, type EngineFixture } from '../../support/engine-fixture.ts';
import { startPlainBroker, type PlainBroker } from '../../support/plain-broker.ts';
import { startTestBridge, type TestBridge } from './bridge.ts';
import { applicationMessages, connectivity, deviceMessages, telemetry } from './export-samples.ts';

const vehicleId = 'Depot Nord/7 #1';

let broker: PlainBroker;
let fixture: EngineFixture;
let bridge: TestBridge;
let connectionId: string;

beforeEach(async () => {
  broker = await startPlainBroker();
  const url = `mqtt://127.0.0.1:${broker.port}`;
  fixture = await createEngineFixture();
  const { topics, mapping, presetId } = presetById('iot-central-export').settings;
  // The broker speaks 3.1.1; all else is as the preset has it.
  const settings = plainSettings(url, { presetId, topics, mapping, protocolVersion: 4 });
  ({ id: connectionId } = await fixture.call('connections.save', { settings, secrets: {} }));
  await fixture.untilConnection(connectionId, (status) => status.state === 'live');
});

afterEach(async () => {
  await fixture.close();
  await broker.close();
});

const startBridge = async (...[changes]: [Parameters<typeof startTestBridge>[1]?]): Promise<void> => {
  bridge = await startTestBridge({ url: `mqtt://127.0.0.1:${broker.port}` }, changes);
  await bridge.untilHealth(200);
};

const post = async (message: object): Promise<void> => {
  expect((await bridge.post(message)).status).toBe(200);
};

const now = (): string => new Date().toISOString();

const untilVehicle = async (isWanted: (event: VehicleEvent & { kind: 'snapshot' | 'delta' }) => boolean) => {
  const events = await fixture.until(
    'vehicle',
    { connectionId, vehicleId },
    (event) => event.kind !== 'absent' && isWanted(event),
  );
  const last = events.at(-1);
  if (last === undefined || last.kind === 'absent') throw new Error('The vehicle was there a moment ago.');
  return last;
};

test('a truck that IoT Central exports is on screen with its values, and offline when IoT Central says so', async () => {
  await startBridge();
  const values = { ContentsTemperature: -18.4, Location: { lat: 52.5, lon: 13.4, alt: 30 }, speed: 54 };
  await post(telemetry(vehicleId, now(), values));
  const driving = await untilVehicle(({ vehicle }) => vehicle.status === 'moving');
  expect(Object.fromEntries(driving.signals.map(({ path, value }) => [path, value]))).toMatchObject({
    [signalPath.latitude]: 52.5,
    [signalPath.longitude]: 13.4,
    [signalPath.speed]: 54,
    [signalPath.cargoTemperature]: -18.4,
  });
  expect(driving.vehicle).toMatchObject({ vehicleId, type: 'dtmi:contoso:refrigerated_truck;1' });

  await post(connectivity(vehicleId, now(), 'disconnected'));
  expect((await untilVehicle(({ vehicle }) => vehicle.status === 'offline')).vehicle.isConnected).toBe(false);
  await post(connectivity(vehicleId, now(), 'connected'));
  expect((await untilVehicle(({ vehicle }) => vehicle.status === 'moving')).vehicle.isConnected).toBe(true);
});

test('nothing that IoT Central exports about devices is rejected by the console', async () => {
  await startBridge();
  const messages = Object.values(deviceMessages).map((message) => ({ ...message, enqueuedTime: now() }));
  await post(messages);
  const statuses = await fixture.untilConnection(connectionId, (status) => status.receivedCount === messages.length);
  expect(statuses.at(-1)).toMatchObject({ rejectedCount: 0, vehicleCount: 1 });
});

test('messages of no device are kept away from the console', async () => {
  await startBridge();
  await post(Object.values(applicationMessages));
  await post(telemetry(vehicleId, now(), { speed: 0 }));
  await untilVehicle(() => true);
  const status = (await fixture.untilConnection(connectionId, ({ vehicleCount }) => vehicleCount === 1)).at(-1);
  expect(status).toMatchObject({ receivedCount: 1, rejectedCount: 0 });
});
