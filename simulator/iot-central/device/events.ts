import type { Device } from './device.ts';
import type { Sample } from './signals.ts';

export interface PropertyChange {
  readonly name: string;
  readonly value: unknown;
  readonly component?: string;
}

export type PropertyMessageType =
  'cloudPropertyChange' | 'devicePropertyDesiredChange' | 'devicePropertyReportedChange';

export type LifecycleMessageType =
  'registered' | 'deleted' | 'provisioned' | 'enabled' | 'disabled' | 'displayNameChanged' | 'deviceTemplateChanged';

/** What happens to devices, for whoever exports it. */
export interface DeviceEvents {
  telemetry(device: Device, sample: Sample): void;
  properties(device: Device, type: PropertyMessageType, changes: readonly PropertyChange[]): void;
  connectivity(device: Device, type: 'connected' | 'disconnected'): void;
  lifecycle(device: Device, type: LifecycleMessageType): void;
}
