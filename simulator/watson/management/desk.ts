import type { z } from 'zod';
import { diagnosticLogSchema, errorCodeSchema, locationSchema, type Firmware } from '../device-record.ts';
import type { Registry } from '../registry.ts';
import type { DeviceAddress } from '../topic-rules.ts';
import {
  findFirmware,
  fromDevice,
  manageSchema,
  rc,
  readJson,
  requestSchema,
  responseSchema,
  toDevice,
  type FirmwareReport,
} from './protocol.ts';
import { ManagementRequests } from './requests.ts';

export interface DeskNeeds {
  readonly registry: Registry;
  now(): number;
  /** Publishes to one device, on a topic as the device knows it. */
  send(device: DeviceAddress, topic: string, payload: string): void;
}

const idle: Firmware = { state: 0, updateStatus: 0 };

/** The platform's end of device management: takes what devices say of themselves, and carries requests to them. */
export class ManagementDesk {
  readonly requests: ManagementRequests;
  readonly #needs: DeskNeeds;

  constructor(needs: DeskNeeds) {
    this.#needs = needs;
    this.requests = new ManagementRequests({
      send: (device, topic, payload) => needs.send(device, topic, payload),
      now: () => needs.now(),
      onDetailsTaken: (device, firmware) => this.#setFirmware(device, firmware),
    });
  }

  /** A message of a device, on a topic as the device knows it. */
  receive(device: DeviceAddress, topic: string, payload: Uint8Array | string): void {
    const message = readJson(payload);
    if (topic === fromDevice.response) {
      const response = responseSchema.safeParse(message).data;
      if (response !== undefined) this.requests.onResponse(device, response);
      return;
    }
    const { reqId, d } = requestSchema.safeParse(message).data ?? {};
    const code = this.#carryOut(device, topic, d);
    // Without an id of its own a request is carried out, and its answer has nobody to go to.
    if (reqId !== undefined) this.#needs.send(device, toDevice.response, JSON.stringify({ rc: code, reqId }));
    if (topic === fromDevice.manage && code === rc.ok) this.requests.onManaged(device);
    const firmware = topic === fromDevice.notify ? findFirmware(d) : undefined;
    if (firmware !== undefined) this.requests.onFirmware(device, firmware);
  }

  #carryOut(device: DeviceAddress, topic: string, d: unknown): number {
    const { registry } = this.#needs;
    const record = registry.device(device);
    if (record === undefined) return rc.notFound;
    this.#noteActivity(device);
    switch (topic) {
      case fromDevice.manage:
        return accept(manageSchema, d ?? {}, (wish) => {
          const nowMs = this.#needs.now();
          registry.change(device, {
            deviceInfo: { ...record.deviceInfo, ...wish.deviceInfo },
            metadata: wish.metadata ?? record.metadata,
            management: {
              supports: wish.supports,
              dormantAtMs: wish.lifetime === undefined || wish.lifetime === 0 ? null : nowMs + wish.lifetime * 1000,
              lastActivityMs: nowMs,
              firmware: record.management?.firmware ?? idle,
            },
          });
        });
      case fromDevice.unmanage:
        registry.change(device, { management: undefined });
        return rc.ok;
      case fromDevice.updateLocation:
        return accept(locationSchema, d, (location) => registry.setLocation(device, location));
      case fromDevice.addErrorCode:
        return accept(errorCodeSchema, d, (code) => registry.addErrorCode(device, code));
      case fromDevice.clearErrorCodes:
        registry.change(device, { errorCodes: [] });
        return rc.ok;
      case fromDevice.addLog:
        return accept(diagnosticLogSchema, d, (log) => void registry.addDiagnosticLog(device, log));
      case fromDevice.clearLog:
        registry.change(device, { diagnosticLogs: [] });
        return rc.ok;
      case fromDevice.notify: {
        const firmware = findFirmware(d);
        if (firmware === undefined) return rc.badRequest;
        this.#setFirmware(device, firmware);
        return rc.ok;
      }
      default:
        return rc.badRequest;
    }
  }

  #noteActivity(device: DeviceAddress): void {
    const { registry } = this.#needs;
    const { management } = registry.device(device) ?? {};
    if (management !== undefined) {
      registry.change(device, { management: { ...management, lastActivityMs: this.#needs.now() } });
    }
  }

  #setFirmware(device: DeviceAddress, report: FirmwareReport): void {
    const { registry } = this.#needs;
    const { management, deviceInfo } = registry.device(device) ?? {};
    if (management === undefined) return;
    const updatedDateTime = new Date(this.#needs.now()).toISOString();
    const { state = management.firmware.state, updateStatus = management.firmware.updateStatus } = report;
    const firmware: Firmware = { ...management.firmware, ...report, state, updateStatus, updatedDateTime };
    const isInstalled = management.firmware.updateStatus === 1 && report.updateStatus === 0;
    registry.change(device, {
      management: { ...management, firmware },
      ...(isInstalled &&
        firmware.version !== undefined && { deviceInfo: { ...deviceInfo, fwVersion: firmware.version } }),
    });
  }
}

const accept = <T>(schema: z.ZodType<T>, d: unknown, take: (value: T) => void): number => {
  const parsed = schema.safeParse(d);
  if (!parsed.success) return rc.badRequest;
  take(parsed.data);
  return rc.ok;
};
