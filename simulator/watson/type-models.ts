import { command, payload, writable, type Element } from '../dtdl/elements.ts';
import type { KindName } from '../vehicle/kinds.ts';
import type { Metadata } from './device-record.ts';

/** What every vehicle obeys, and what of it can be set. Values come back in its telemetry under the same names. */
const common: readonly Element[] = [
  writable('speedLimit', 'Speed limit', 'double', {
    types: ['Velocity', 'NumberValue'],
    description: 'The vehicle holds below it until another limit is set.',
    unit: 'kilometrePerHour',
    minValue: 10,
    maxValue: 120,
  }),
  command('lockDoors', 'Lock the doors'),
  command('unlockDoors', 'Unlock the doors'),
  command('flashLights', 'Flash the hazard lights', {
    request: payload('seconds', 'For how long', 'integer', { unit: 'second', minValue: 1, maxValue: 30 }),
  }),
  command('reboot', 'Restart the telematics unit', {
    request: payload('delay', 'Wait before', 'integer', { unit: 'second', minValue: 0, maxValue: 60 }),
  }),
];

const refrigeration: readonly Element[] = [
  writable('cargoSetpoint', 'Target temperature', 'double', {
    types: ['Temperature', 'NumberValue'],
    description: 'The temperature that the cooling unit holds.',
    unit: 'degreeCelsius',
    minValue: -30,
    maxValue: 25,
  }),
];

/**
 * The metadata of the practice device types. Watson's metadata is free JSON; a DTDL v2 model under `dtdl` says what the
 * vehicles of a type obey.
 */
export const typeMetadata = (kind: KindName, title: string): Metadata => ({
  dtdl: {
    '@context': 'dtmi:dtdl:context;2',
    '@id': `dtmi:fleetdeckPractice:watson:${kind.replaceAll('-', '_')};1`,
    '@type': 'Interface',
    displayName: title,
    contents: [...(kind === 'refrigerated-truck' ? refrigeration : []), ...common],
  },
});
