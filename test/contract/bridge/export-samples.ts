/**
 * Messages as IoT Central exports them, one of each kind (Microsoft, "Export IoT data", message formats), about one
 * refrigerated truck.
 */
export const applicationId = '5782ed70-b703-4f13-bda3-1f5f0f5c678e';

const common = { applicationId, schema: 'default@v1', enrichments: { depot: 'north' } };
const ofDevice = { ...common, deviceId: 'real-truck-001', templateId: 'dtmi:contoso:refrigerated_truck;1' };

export const telemetry = (deviceId: string, enqueuedTime: string, values: Readonly<Record<string, unknown>>) => ({
  ...ofDevice,
  deviceId,
  messageSource: 'telemetry',
  enqueuedTime,
  telemetry: values,
  messageProperties: { 'iothub-creation-time-utc': enqueuedTime },
});

export const connectivity = (deviceId: string, enqueuedTime: string, messageType: 'connected' | 'disconnected') => ({
  ...ofDevice,
  deviceId,
  messageSource: 'deviceConnectivity',
  messageType,
  enqueuedTime,
});

const enqueuedTime = '2026-05-01T12:00:00.000Z';
const property = (messageType: string, name: string, value: unknown) => ({
  ...ofDevice,
  messageSource: 'properties',
  messageType,
  enqueuedTime,
  properties: [{ name, value }],
});

export const deviceMessages: Readonly<Record<string, object>> = {
  telemetry: telemetry('real-truck-001', enqueuedTime, {
    ContentsTemperature: -18.4,
    Location: { lat: 52.5, lon: 13.4, alt: 30 },
  }),
  'telemetry of a component': {
    ...telemetry('real-truck-001', enqueuedTime, { rpm: 900 }),
    component: 'engine',
  },
  'a property that was reported': property('devicePropertyReportedChange', 'TargetTemperature', -18),
  'a property that was asked for': property('devicePropertyDesiredChange', 'TargetTemperature', -20),
  'a cloud property': property('cloudPropertyChange', 'maintenancedate', '2026-06-01'),
  'a device that connected': connectivity('real-truck-001', enqueuedTime, 'connected'),
  'a device that disconnected': connectivity('real-truck-001', enqueuedTime, 'disconnected'),
  ...Object.fromEntries(
    ['registered', 'deleted', 'provisioned', 'enabled', 'disabled', 'displayNameChanged', 'deviceTemplateChanged'].map(
      (messageType) => [
        `a device that was ${messageType}`,
        { ...ofDevice, messageSource: 'deviceLifecycle', messageType, enqueuedTime },
      ],
    ),
  ),
};

export const applicationMessages: Readonly<Record<string, object>> = {
  'a template that was updated': {
    ...common,
    templateId: 'dtmi:contoso:refrigerated_truck;1',
    messageSource: 'deviceTemplateLifecycle',
    messageType: 'updated',
    enqueuedTime,
  },
  'an audit record': {
    ...common,
    messageSource: 'audit',
    messageType: 'created',
    enqueuedTime,
    actor: { id: 'somebody', type: 'user' },
    resource: { id: 'operator-token', type: 'apiToken' },
  },
};
