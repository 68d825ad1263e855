import { describe, expect, it } from 'vitest';
import type { PresetId } from '../../shared/connection/settings.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { brokerMessage, receivedAtMs } from '../../test/support/broker-message.ts';
import type { Decoded } from '../telemetry/decoded.ts';
import { createDecoder } from '../telemetry/decoder.ts';
import { presetById } from './presets.ts';

const decoderOf = (id: PresetId) => {
  const decoder = createDecoder(presetById(id).settings.mapping);
  return (topic: string, payload: unknown) => decoder.decode(brokerMessage(topic, payload));
};

const valuesOf = (decoded: Decoded) => {
  if (decoded.kind !== 'telemetry') throw new Error(JSON.stringify(decoded));
  expect(decoded.rejections).toEqual([]);
  return Object.fromEntries(decoded.readings.map(({ path, value }) => [path, value]));
};

const ts = '2026-05-01T12:00:00Z';

describe('the practice fleet', () => {
  const decode = decoderOf('practice');
  const topic = (event: string) => `iot-2/type/refrigerated-truck/id/TRUCK-001/evt/${event}/fmt/json`;

  it('reads a truck’s telemetry', () => {
    const decoded = decode(topic('telemetry'), {
      ...{ ts, lat: 52.5, lon: 13.4, heading: 90, speed: 54, odometer: 1234.5, ignition: true, batteryVoltage: 27.9 },
      ...{
        ambientTemp: 18,
        doorsLocked: true,
        doorOpen: false,
        hazardLights: false,
        speedLimit: null,
        dtcs: ['P0420'],
      },
      ...{ fuelLevel: 61, rpm: 1400, coolantTemp: 88, cargoTemp: -18.2, cargoSetpoint: -18 },
    });
    expect(decoded).toMatchObject({
      vehicle: { vehicleId: 'TRUCK-001', name: 'TRUCK-001', type: 'refrigerated-truck' },
      vehicleTimeMs: receivedAtMs,
    });
    expect(valuesOf(decoded)).toEqual({
      [signalPath.latitude]: 52.5,
      [signalPath.longitude]: 13.4,
      [signalPath.heading]: 90,
      [signalPath.speed]: 54,
      [signalPath.odometer]: 1_234_500,
      [signalPath.ignition]: 'ON',
      [signalPath.batteryVoltage]: 27.9,
      [signalPath.ambientTemperature]: 18,
      [signalPath.isLocked]: true,
      [signalPath.isDoorOpen]: false,
      [signalPath.hazardLights]: false,
      [signalPath.troubleCodes]: ['P0420'],
      [signalPath.fuelLevel]: 61,
      [signalPath.engineSpeed]: 1400,
      [signalPath.coolantTemperature]: 88,
      [signalPath.cargoTemperature]: -18.2,
      [signalPath.cargoSetpoint]: -18,
    });
  });

  it.each(['accepted', 'completed', 'failed'])('reads the answer %s to a command', (status) => {
    const answer = { requestId: 'r-1', command: 'lockDoors', status, message: 'Doors locked', ts };
    expect(decode(topic('commandResult'), answer)).toMatchObject({
      kind: 'acknowledgement',
      vehicle: { vehicleId: 'TRUCK-001', captures: { type: 'refrigerated-truck', device: 'TRUCK-001' } },
      requestId: 'r-1',
      state: status,
      message: 'Doors locked',
    });
  });

  it('rejects an answer that belongs to no command or says nothing known', () => {
    const reason = (payload: unknown) => {
      const decoded = decode(topic('commandResult'), payload);
      return decoded.kind === 'rejected' ? decoded.rejection.reason : decoded.kind;
    };
    expect(reason({ status: 'completed' })).toBe('wrong-shape');
    expect(reason({ requestId: {}, status: 'completed' })).toBe('wrong-shape');
    expect(reason({ requestId: 'x'.repeat(300), status: 'completed' })).toBe('wrong-shape');
    expect(reason({ requestId: 'r', status: 'perhaps' })).toBe('unknown-value');
  });

  it('reads what a device of the user’s own sends as any other event', () => {
    expect(valuesOf(decode(topic('status'), { d: { speed: 12, mood: 'good' } }))).toEqual({
      [signalPath.speed]: 12,
      mood: 'good',
    });
  });
});

describe('Watson IoT', () => {
  const decode = decoderOf('watson');
  const monitoring = (payload: object) => decode('iot-2/type/van/id/V1/mon', { ClientID: 'd:org:van:V1', ...payload });

  it('reads bare and wrapped events, and tells devices of the same id by their type', () => {
    const topic = 'iot-2/type/van/id/V1/evt/any/fmt/json';
    for (const payload of [{ latitude: 1, lng: 2, odometer: 3 }, { d: { latitude: 1, lng: 2, odometer: 3 } }]) {
      const decoded = decode(topic, payload);
      expect(decoded).toMatchObject({ vehicle: { vehicleId: 'van/V1', name: 'V1', type: 'van' } });
      expect(valuesOf(decoded)).toEqual({
        [signalPath.latitude]: 1,
        [signalPath.longitude]: 2,
        [signalPath.odometer]: 3000,
      });
    }
  });

  it('reads connections and disconnections', () => {
    expect(monitoring({ Action: 'Connect', Time: ts })).toMatchObject({ kind: 'connectivity', isConnected: true });
    expect(monitoring({ Action: 'Disconnect', CloseCode: 160 })).toMatchObject({
      vehicle: { vehicleId: 'van/V1' },
      isConnected: false,
    });
  });

  it('passes over what changes nothing: a failed connection, and a disconnection by the device’s own second connection', () => {
    expect(monitoring({ Action: 'FailedConnect' }).kind).toBe('ignored');
    expect(monitoring({ Action: 'Disconnect', CloseCode: 288 }).kind).toBe('ignored');
    expect(monitoring({ Action: 'Dance' })).toMatchObject({ kind: 'rejected', rejection: { reason: 'unknown-value' } });
  });

  it('has no place for binary events, and says so', () => {
    expect(decode('iot-2/type/van/id/V1/evt/picture/fmt/bin', new Uint8Array([1]))).toMatchObject({
      rejection: { reason: 'no-route' },
    });
  });
});

describe('the IoT Central export', () => {
  const decode = decoderOf('iot-central-export');
  const message = (payload: object) =>
    decode('iotcentral/contoso/sim-truck-001', {
      applicationId: '1dffa667-9bee-4f16-b243-25ad4151475e',
      deviceId: 'sim-truck-001',
      templateId: 'dtmi:contoso:refrigerated_truck;1',
      schema: 'default@v1',
      enqueuedTime: ts,
      enrichments: {},
      ...payload,
    });

  it('reads telemetry with its location', () => {
    const decoded = message({
      messageSource: 'telemetry',
      telemetry: { ContentsTemperature: -4.5, CoolingSystemState: 'on', Location: { lat: 47.6, lon: -122.1, alt: 30 } },
      messageProperties: { 'iothub-creation-time-utc': ts },
    });
    expect(decoded).toMatchObject({
      vehicle: { vehicleId: 'sim-truck-001', type: 'dtmi:contoso:refrigerated_truck;1' },
      vehicleTimeMs: receivedAtMs,
    });
    expect(valuesOf(decoded)).toEqual({
      [signalPath.cargoTemperature]: -4.5,
      [signalPath.latitude]: 47.6,
      [signalPath.longitude]: -122.1,
      CoolingSystemState: 'on',
      'Location.alt': 30,
    });
  });

  it('reads connectivity', () => {
    const state = (messageType: string) => message({ messageSource: 'deviceConnectivity', messageType });
    expect(state('connected')).toMatchObject({ kind: 'connectivity', isConnected: true });
    expect(state('disconnected')).toMatchObject({ kind: 'connectivity', isConnected: false });
  });

  it('shows properties that the vehicle reports, and passes over what people and the platform changed', () => {
    const change = (messageType: string) =>
      message({ messageSource: 'properties', messageType, properties: [{ name: 'TruckID', value: 'T-1' }] });
    expect(valuesOf(change('devicePropertyReportedChange'))).toEqual({
      properties: '[{"name":"TruckID","value":"T-1"}]',
    });
    expect(change('cloudPropertyChange').kind).toBe('ignored');
    expect(message({ messageSource: 'deviceLifecycle', messageType: 'registered' }).kind).toBe('ignored');
    expect(message({ messageSource: 'news' })).toMatchObject({ rejection: { reason: 'no-route' } });
  });
});

describe('any broker', () => {
  it('reads common names wherever the position is', () => {
    const decode = decoderOf('custom');
    for (const payload of [
      { lat: 1, lon: 2 },
      { latitude: 1, longitude: 2 },
      { location: { lat: 1, lng: 2 } },
      { gps: { latitude: '1', longitude: '2' } },
    ]) {
      const decoded = decode('fleet/7/status', payload);
      expect(decoded).toMatchObject({ vehicle: { vehicleId: '7' } });
      expect(valuesOf(decoded)).toEqual({ [signalPath.latitude]: 1, [signalPath.longitude]: 2 });
    }
  });
});
