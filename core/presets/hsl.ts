import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';

/**
 * High-frequency positioning, version 2 (https://digitransit.fi/en/developers/apis/5-realtime-api/vehicle-positions/high-frequency-positioning/).
 * A vehicle is operator and vehicle of the topic; the payload's `oper` may be another company or null.
 */
const mapping: Mapping = {
  version: 1,
  title: 'HSL high-frequency positioning',
  expectedIntervalMs: 1000,
  routes: [
    {
      kind: 'telemetry',
      topic: '/hfp/v2/{journey}/{temporal}/{event}/{mode}/{operator}/{vehicle}/#',
      vehicle: '{operator}/{vehicle}',
      name: '{operator}/{vehicle}',
      type: '{mode}',
      unwrap: 'single-key',
      time: { from: 'tst', format: 'iso8601' },
      signals: [
        { from: 'lat', to: signalPath.latitude },
        { from: 'long', to: signalPath.longitude },
        { from: 'hdg', to: signalPath.heading },
        { from: 'spd', to: signalPath.speed, unit: 'm/s' },
        { from: 'acc', to: signalPath.acceleration, unit: 'm/s^2' },
        { from: 'dl', to: signalPath.scheduleDeviation, unit: 's' },
        // Counted from the start of the trip.
        { from: 'odo', to: signalPath.tripDistance, unit: 'm' },
        { from: 'drst', to: signalPath.isDoorOpen, values: { 0: false, 1: true } },
        { from: 'occu', to: signalPath.occupancy, unit: 'percent' },
        { from: 'desi', to: signalPath.route },
        { from: 'stop', to: signalPath.nextStop },
      ],
      ignore: ['tsi', 'veh', 'schemaVersion', 'messageId'],
    },
  ],
};

export const hslPreset: ConnectionPreset = {
  id: 'hsl',
  title: 'HSL Helsinki (public, no password)',
  description:
    'Buses, trams and trains of the Helsinki region as they move. Open data of Helsinki Region Transport (HSL), CC BY 4.0.',
  settings: {
    name: 'HSL Helsinki',
    isEnabled: true,
    presetId: 'hsl',
    url: 'mqtts://mqtt.hsl.fi:8883',
    protocolVersion: 4,
    clientId: 'fleetdeck-{unique}',
    topics: [{ filter: '/hfp/v2/journey/ongoing/vp/#', qos: 0 }],
    mapping,
  },
};
