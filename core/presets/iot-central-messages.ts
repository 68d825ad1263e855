import type { Condition, SignalMapping } from '../../shared/mapping/mapping.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { commonFields } from './common-fields.ts';

/** IoT Central has no MQTT destination: topic names are the choice of whoever forwards the export. */
export const exportTopic = 'iotcentral/{application}/{device}';
export const exportFilter = 'iotcentral/+/+';

/** Who a message of the export is about. */
export const exportVehicle = { vehicle: '{$.deviceId}', type: '{$.templateId}' } as const;

export const exportTime = { from: 'enqueuedTime', format: 'iso8601' } as const;

export const messageSource = (...names: string[]): Condition => ({ from: 'messageSource', equals: names });

/** The other property changes are made by people and rules, and say nothing of the vehicle's being there. */
export const reportedProperties: readonly Condition[] = [
  messageSource('properties'),
  { from: 'messageType', equals: ['devicePropertyReportedChange'] },
];

/** Fields around a message's content. */
export const exportEnvelope: readonly string[] = [
  'applicationId',
  'deviceId',
  'templateId',
  'schema',
  'messageSource',
  'messageType',
  'enrichments',
  'component',
  'module',
];

/** Telemetry as Microsoft's sample trucks name it, and as vehicles commonly do. */
export const exportSignals: readonly SignalMapping[] = [
  { from: 'Location.lat', to: signalPath.latitude },
  { from: 'Location.lon', to: signalPath.longitude },
  { from: 'ContentsTemperature', to: signalPath.cargoTemperature, unit: 'celsius' },
  { from: 'TargetTemperature', to: signalPath.cargoSetpoint, unit: 'celsius' },
  { from: 'Event', to: signalPath.event },
  ...commonFields,
];
