export interface PropertyChange {
  readonly name: string;
  readonly value: unknown;
  readonly component?: string;
}

export type PropertyMessageType =
  'cloudPropertyChange' | 'devicePropertyDesiredChange' | 'devicePropertyReportedChange';

export type LifecycleMessageType =
  'registered' | 'deleted' | 'provisioned' | 'enabled' | 'disabled' | 'displayNameChanged' | 'deviceTemplateChanged';
