import { expect, test } from 'vitest';
import { describeTelemetry } from '../../vehicle/telemetry.ts';
import { Vehicle } from '../../vehicle/vehicle.ts';
import { kindNames } from '../../vehicle/kinds.ts';
import { readCapabilities } from '../template/capabilities.ts';
import { fleetTemplates } from '../template/fleet-templates.ts';
import { readSample } from './signals.ts';

const atMs = Date.UTC(2030, 0, 1);

test.each(kindNames)('everything that a %s says has a place in its template', (kind) => {
  const vehicle = new Vehicle({ kind, seed: 7, hasFault: false });
  vehicle.speedLimitKmh = 80;
  const sample = readSample(kind, JSON.stringify(describeTelemetry(vehicle, atMs)));
  const capabilities = readCapabilities(fleetTemplates[kind].capabilityModel);
  expect(sample.createdAtMs).toBe(atMs);
  for (const name of Object.keys(sample.telemetry))
    expect(capabilities.find(undefined, name), name).toEqual({ kind: 'telemetry' });
  for (const name of Object.keys(sample.doors))
    expect(capabilities.find('doors', name), name).toEqual({ kind: 'telemetry' });
  for (const name of Object.keys(sample.reported))
    expect(capabilities.find(undefined, name), name).toMatchObject({ kind: 'property' });
  expect(sample.reported.speedLimit).toBe(80);
});

const cooling = (report: object) =>
  readSample('refrigerated-truck', JSON.stringify({ ts: '2030-01-01T00:00:00Z', ...report })).telemetry
    .CoolingSystemState;

test('the cooling system is on, off without the engine, and has failed when the box is far too warm', () => {
  expect(cooling({ ignition: true, cargoTemp: 4.3, cargoSetpoint: 4 })).toBe('on');
  expect(cooling({ ignition: false, cargoTemp: 4.3, cargoSetpoint: 4 })).toBe('off');
  expect(cooling({ ignition: true, cargoTemp: 10, cargoSetpoint: 4 })).toBe('failed');
});
