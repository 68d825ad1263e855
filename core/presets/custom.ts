import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { Mapping, TelemetryRoute } from '../../shared/mapping/mapping.ts';
import { commonFields } from './common-fields.ts';

const routeAt = (topic: string): TelemetryRoute => ({
  kind: 'telemetry',
  topic,
  vehicle: '{vehicle}',
  time: { from: 'timestamp', format: 'iso8601' },
  signals: [...commonFields],
});

const mapping: Mapping = {
  version: 1,
  title: 'JSON by common names',
  expectedIntervalMs: 10_000,
  routes: [routeAt('fleet/{vehicle}/#')],
};

/** For a recording of which nobody said what it is: the second level of a topic is usually the sender. */
export const anyTopicMapping: Mapping = {
  ...mapping,
  title: 'JSON by common names, any topic',
  routes: [routeAt('fleet/{vehicle}/#'), routeAt('+/{vehicle}/#'), routeAt('{vehicle}')],
};

export const customPreset: ConnectionPreset = {
  id: 'custom',
  title: 'Any MQTT broker',
  description:
    'A broker of your own with JSON messages. The mapping says where in topic and message the vehicle and its signals are; what it does not name is shown under the sender’s own name.',
  settings: {
    name: 'My broker',
    isEnabled: true,
    presetId: 'custom',
    url: 'mqtts://<broker>:8883',
    protocolVersion: 5,
    clientId: 'fleetdeck-{unique}',
    topics: [{ filter: 'fleet/#', qos: 0 }],
    mapping,
  },
};
