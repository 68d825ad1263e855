import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';
import {
  exportEnvelope,
  exportFilter,
  exportSignals,
  exportTime,
  exportTopic,
  exportVehicle,
  messageSource,
  reportedProperties,
} from './iot-central-messages.ts';

/** Messages of an IoT Central data export (Microsoft, "Export IoT data", message formats), one a device and change. */
export const exportMapping: Mapping = {
  version: 1,
  title: 'IoT Central export',
  expectedIntervalMs: 60_000,
  routes: [
    {
      kind: 'telemetry',
      topic: exportTopic,
      ...exportVehicle,
      when: [messageSource('telemetry')],
      unwrap: 'telemetry',
      time: exportTime,
      signals: [...exportSignals],
    },
    {
      kind: 'connectivity',
      topic: exportTopic,
      ...exportVehicle,
      when: [messageSource('deviceConnectivity')],
      time: exportTime,
      connected: { from: 'messageType', equals: ['connected'] },
      disconnected: { from: 'messageType', equals: ['disconnected'] },
    },
    {
      kind: 'telemetry',
      topic: exportTopic,
      ...exportVehicle,
      when: [...reportedProperties],
      time: exportTime,
      signals: [],
      ignore: [...exportEnvelope],
    },
    {
      kind: 'ignore',
      topic: exportTopic,
      when: [messageSource('properties', 'deviceLifecycle', 'deviceTemplateLifecycle', 'audit')],
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
