import type { AcknowledgementRoute, ConnectivityRoute, IgnoreRoute } from '../../shared/mapping/mapping.ts';

/**
 * Topics as an application sees them on Watson IoT Platform and on Maximo's IoT tool. Applications may subscribe with
 * `+` only, never with `#` (IBM, "MQTT connectivity for applications").
 */
export const watsonFilters = {
  events: 'iot-2/type/+/id/+/evt/+/fmt/+',
  monitoring: 'iot-2/type/+/id/+/mon',
} as const;

export const watsonTopics = {
  anyEvent: 'iot-2/type/{type}/id/{device}/evt/{event}/fmt/json',
  event: (name: string) => `iot-2/type/{type}/id/{device}/evt/${name}/fmt/json`,
  monitoring: 'iot-2/type/{type}/id/{device}/mon',
  command: 'iot-2/type/{type}/id/{device}/cmd/{command}/fmt/json',
} as const;

/** The platform knows no answer to a command: by convention a vehicle sends one as an event, with the request's id. */
export const acknowledgementRoute = (
  vehicle: Pick<AcknowledgementRoute, 'vehicle' | 'name' | 'type'>,
): AcknowledgementRoute => ({
  kind: 'acknowledgement',
  topic: watsonTopics.event('commandResult'),
  ...vehicle,
  requestId: 'requestId',
  accepted: { from: 'status', equals: ['accepted'] },
  completed: { from: 'status', equals: ['completed'] },
  failed: { from: 'status', equals: ['failed'] },
  message: 'message',
});

/** The platform's own word on a device's link, retained, so that it is known right after subscribing. */
export const monitoringRoutes = (vehicle: string): readonly [IgnoreRoute, ConnectivityRoute] => [
  { kind: 'ignore', topic: watsonTopics.monitoring, when: [{ from: 'Action', equals: ['FailedConnect'] }] },
  {
    kind: 'connectivity',
    topic: watsonTopics.monitoring,
    vehicle,
    name: '{device}',
    type: '{type}',
    time: { from: 'Time', format: 'iso8601' },
    connected: { from: 'Action', equals: ['Connect'] },
    disconnected: { from: 'Action', equals: ['Disconnect'] },
    // 288: the same client id has connected again, so the device is there.
    ignoreWhen: { from: 'CloseCode', equals: [288, '288'] },
  },
];
