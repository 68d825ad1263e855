import { exportTopic as defaultTopic } from '../../presets/iot-central-messages.ts';
import type { KeptMessage, RegisteredDevice } from '../platform.ts';

/** A value that the platform keeps, and from when it is. */
export interface KeptValue {
  /** Null: the root. */
  readonly component: string | null;
  readonly name: string;
  readonly value: unknown;
  /** ISO 8601, as the platform wrote it. */
  readonly timestamp: string;
}

export interface ExportPlace {
  readonly applicationId: string;
  /** The pattern of the topics on which the live feed comes. */
  readonly exportTopic: string | undefined;
}

export interface ExportAddress extends ExportPlace {
  readonly device: Pick<RegisteredDevice, 'deviceId' | 'typeId'>;
}

/** A topic that the pattern fits: the device in its place, the application for whatever else is captured. */
const topicOf = ({ exportTopic, applicationId, device }: ExportAddress): string =>
  (exportTopic ?? defaultTopic)
    .split('/')
    .map((level) => {
      if (/^\{(device|vehicle|deviceId|vehicleId)\}$/.test(level)) return device.deviceId;
      return level === '+' || level === '#' || /^\{.*\}$/.test(level) ? applicationId : level;
    })
    .join('/');

/** Telemetry in the form in which IoT Central's data export would have sent it: one message a time and part of the vehicle. */
export const telemetryMessages = (address: ExportAddress, values: readonly KeptValue[]): readonly KeptMessage[] =>
  [...Map.groupBy(values, ({ component, timestamp }) => `${timestamp}\n${component ?? ''}`).values()].flatMap(
    (group) => {
      const [first] = group;
      if (first === undefined) return [];
      const telemetry = Object.fromEntries(group.map(({ name, value }) => [name, value]));
      return [message(address, 'telemetry', first, { telemetry, messageProperties: {} })];
    },
  );

/** Properties that vehicles report, as the export tells their changes. */
export const propertyMessages = (address: ExportAddress, values: readonly KeptValue[]): readonly KeptMessage[] =>
  values.map((kept) => {
    const { component, name, value } = kept;
    return message(address, 'properties', kept, {
      messageType: 'devicePropertyReportedChange',
      properties: [{ name, value, ...(component === null ? {} : { component }) }],
    });
  });

/** Message formats of "Export IoT data": https://learn.microsoft.com/azure/iot-central/core/howto-export-to-blob-storage */
const message = (
  address: ExportAddress,
  messageSource: 'telemetry' | 'properties',
  { component, timestamp }: KeptValue,
  content: object,
): KeptMessage => ({
  topic: topicOf(address),
  payload: new TextEncoder().encode(
    JSON.stringify({
      applicationId: address.applicationId,
      messageSource,
      deviceId: address.device.deviceId,
      schema: 'default@v1',
      ...(address.device.typeId === null ? {} : { templateId: address.device.typeId }),
      enqueuedTime: timestamp,
      ...content,
      ...(component === null || messageSource === 'properties' ? {} : { component }),
      enrichments: {},
    }),
  ),
});
