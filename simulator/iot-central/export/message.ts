import type { Clock } from '../../clock.ts';
import type { Device, DeviceEvents } from '../device/device.ts';
import type { Sample } from '../device/signals.ts';

/** Of the platform's six sources those that are about devices. */
export const exportSources = ['telemetry', 'properties', 'deviceLifecycle', 'deviceConnectivity'] as const;
export type ExportSource = (typeof exportSources)[number];

/** A message of the data export: "Export IoT data", message formats. */
export interface ExportMessage {
  readonly applicationId: string;
  readonly messageSource: ExportSource;
  readonly deviceId: string;
  readonly schema: 'default@v1';
  readonly templateId: string | undefined;
  readonly enqueuedTime: string;
  readonly enrichments: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** Gets every message, and the device it is about. */
export interface ExportOutlet {
  /** False when nobody would hear it, so that it need not be made. */
  readonly isOpen: boolean;
  take(message: ExportMessage, device: Device): void;
}

/** Makes messages of what happens to devices. */
export class ExportMessages implements DeviceEvents {
  readonly #applicationId: string;
  readonly #clock: Clock;
  readonly #outlets: readonly ExportOutlet[];

  constructor(applicationId: string, clock: Clock, outlets: readonly ExportOutlet[]) {
    this.#applicationId = applicationId;
    this.#clock = clock;
    this.#outlets = outlets;
  }

  /** One for the root and one for the component, as a device sends them. */
  telemetry(device: Device, { createdAtMs, telemetry, doors }: Sample): void {
    if (!this.#isHeard) return;
    const messageProperties = { 'iothub-creation-time-utc': new Date(createdAtMs).toISOString() };
    this.#send(device, 'telemetry', { telemetry, messageProperties });
    this.#send(device, 'telemetry', { telemetry: doors, messageProperties, component: 'doors' });
  }

  properties(...[device, messageType, properties]: Parameters<DeviceEvents['properties']>): void {
    this.#send(device, 'properties', { messageType, properties });
  }

  connectivity(...[device, messageType]: Parameters<DeviceEvents['connectivity']>): void {
    this.#send(device, 'deviceConnectivity', { messageType });
  }

  lifecycle(...[device, messageType]: Parameters<DeviceEvents['lifecycle']>): void {
    this.#send(device, 'deviceLifecycle', { messageType });
  }

  get #isHeard(): boolean {
    return this.#outlets.some(({ isOpen }) => isOpen);
  }

  #send(device: Device, messageSource: ExportSource, content: object): void {
    if (!this.#isHeard) return;
    const message: ExportMessage = {
      applicationId: this.#applicationId,
      messageSource,
      deviceId: device.id,
      schema: 'default@v1',
      templateId: device.settings.template,
      enqueuedTime: new Date(this.#clock.now()).toISOString(),
      ...content,
      enrichments: {},
    };
    for (const outlet of this.#outlets) {
      if (outlet.isOpen) outlet.take(message, device);
    }
  }
}
