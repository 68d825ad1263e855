import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import { exportMapping } from './iot-central-export.ts';
import { exportFilter } from './iot-central-messages.ts';

/**
 * IoT Central with its API. It has no live feed of its own: values are read in turn, or come over a broker that its data
 * export is forwarded to, which topics and mapping are for.
 */
export const iotCentralPreset: ConnectionPreset = {
  id: 'iot-central',
  title: 'Azure IoT Central',
  description:
    'An IoT Central application: its devices, templates, properties, commands, jobs and groups. You need the application’s address and an API token.',
  settings: {
    name: 'IoT Central',
    isEnabled: true,
    presetId: 'iot-central',
    url: '',
    protocolVersion: 5,
    clientId: 'fleetdeck-{unique}',
    topics: [{ filter: exportFilter, qos: 1 }],
    mapping: exportMapping,
    platform: {
      kind: 'iot-central',
      address: 'https://<application>.azureiotcentral.com',
      auth: 'api-token',
      live: 'polling',
      usesPreview: false,
      watch: {},
    },
  },
  passwordHint: 'The password of the broker that the export is forwarded to, not an IoT Central token.',
};
