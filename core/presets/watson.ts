import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';
import { commonFields } from './common-fields.ts';
import { acknowledgementRoute, monitoringRoutes, watsonFilters, watsonTopics } from './watson-topics.ts';

// Device ids are unique within their type only.
const vehicleTemplate = '{type}/{device}';

const mapping: Mapping = {
  version: 1,
  title: 'Watson IoT events',
  expectedIntervalMs: 10_000,
  routes: [
    ...monitoringRoutes(vehicleTemplate),
    acknowledgementRoute({ vehicle: vehicleTemplate, name: '{device}', type: '{type}' }),
    {
      kind: 'telemetry',
      topic: watsonTopics.anyEvent,
      vehicle: vehicleTemplate,
      name: '{device}',
      type: '{type}',
      // Two shapes are in use: bare JSON, and the dashboards' old `{"d":{…}}`.
      unwrap: 'd',
      time: { from: 'ts', format: 'iso8601' },
      signals: [...commonFields],
    },
  ],
  commandRoute: { topic: watsonTopics.command, requestIdField: 'requestId', qos: 1 },
};

export const watsonPreset: ConnectionPreset = {
  id: 'watson',
  title: 'Watson IoT / Maximo',
  description:
    'IBM Watson IoT Platform, alive as the IoT tool of Maximo Application Suite: live events, commands, and the registry of devices. You need an API key and its token.',
  settings: {
    name: 'Maximo IoT',
    isEnabled: true,
    presetId: 'watson',
    url: 'mqtts://<organisation>.messaging.iot.<Maximo domain>:443',
    protocolVersion: 4,
    // One connection a client id: a second one would throw the first out.
    clientId: 'a:<organisation>:fleetdeck-{unique}',
    username: '<API key>',
    topics: [
      { filter: watsonFilters.events, qos: 0 },
      { filter: watsonFilters.monitoring, qos: 0 },
    ],
    mapping,
    platform: {
      kind: 'watson',
      address: 'https://<organisation>.iot.<Maximo domain>',
      commandRoute: 'mqtt',
      watch: {},
    },
  },
  passwordHint: 'The authentication token that was shown once, when the API key was made.',
};
