import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { Condition, Mapping } from '../../shared/mapping/mapping.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { commonFields } from './common-fields.ts';

/** IoT Central has no MQTT destination: topic names are the choice of whoever forwards the export. */
const topic = 'iotcentral/{application}/{device}';
export const exportFilter = 'iotcentral/+/+';
const vehicle = { vehicle: '{$.deviceId}', type: '{$.templateId}' } as const;
const time = { from: 'enqueuedTime', format: 'iso8601' } as const;
const source = (...names: string[]): Condition => ({ from: 'messageSource', equals: names });

/** Messages of an IoT Central data export (Microsoft, "Export IoT data", message formats), one a device and change. */
export const exportMapping: Mapping = {
  version: 1,
  title: 'IoT Central export',
  expectedIntervalMs: 60_000,
  routes: [
    {
      kind: 'telemetry',
      topic,
      ...vehicle,
      when: [source('telemetry')],
      unwrap: 'telemetry',
      time,
      signals: [
        { from: 'Location.lat', to: signalPath.latitude },
        { from: 'Location.lon', to: signalPath.longitude },
        { from: 'ContentsTemperature', to: signalPath.cargoTemperature, unit: 'celsius' },
        { from: 'TargetTemperature', to: signalPath.cargoSetpoint, unit: 'celsius' },
        { from: 'Event', to: signalPath.event },
        ...commonFields,
      ],
    },
    {
      kind: 'connectivity',
      topic,
      ...vehicle,
      when: [source('deviceConnectivity')],
      time,
      connected: { from: 'messageType', equals: ['connected'] },
      disconnected: { from: 'messageType', equals: ['disconnected'] },
    },
    {
      // The other property changes are made by people and rules, and say nothing of the vehicle's being there.
      kind: 'telemetry',
      topic,
      ...vehicle,
      when: [source('properties'), { from: 'messageType', equals: ['devicePropertyReportedChange'] }],
      time,
      signals: [],
      ignore: [
        'applicationId',
        'deviceId',
        'templateId',
        'schema',
        'messageSource',
        'messageType',
        'enrichments',
        'component',
        'module',
      ],
    },
    {
      kind: 'ignore',
      topic,
      when: [source('properties', 'deviceLifecycle', 'deviceTemplateLifecycle', 'audit')],
    },
  ],
};

export const iotCentralExportPreset: ConnectionPreset = {
  id: 'iot-central-export',
  title: 'IoT Central export only',
  description:
    'Messages of an IoT Central data export on an MQTT broker, without the application’s API: vehicles can be watched, and nothing can be sent to them. No token is needed.',
  settings: {
    name: 'IoT Central',
    isEnabled: true,
    presetId: 'iot-central-export',
    url: 'mqtts://<broker>:8883',
    protocolVersion: 5,
    clientId: 'fleetdeck-{unique}',
    topics: [{ filter: exportFilter, qos: 1 }],
    mapping: exportMapping,
  },
  passwordHint: 'The password of the broker that the export is forwarded to, not an IoT Central token.',
};
