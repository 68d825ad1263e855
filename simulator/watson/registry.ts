import { randomUUID } from 'node:crypto';
import type {
  Device,
  DeviceInfo,
  DeviceType,
  DiagnosticLogReport,
  ErrorCodeReport,
  LocationReport,
  Metadata,
} from './device-record.ts';
import type { DeviceAddress } from './topic-rules.ts';

/** A device has room for so many diagnostic entries; the oldest make way. */
const diagnosticEntries = 100;

const keyOf = ({ typeId, deviceId }: DeviceAddress): string => `${typeId}/${deviceId}`;

export interface TypeWish {
  readonly id: string;
  readonly classId?: DeviceType['classId'] | undefined;
  readonly description?: string | undefined;
  readonly deviceInfo?: DeviceInfo | undefined;
  readonly metadata?: Metadata | undefined;
}

export interface DeviceWish extends DeviceAddress {
  readonly deviceInfo?: DeviceInfo | undefined;
  readonly metadata?: Metadata | undefined;
  readonly gateway?: DeviceAddress | undefined;
  readonly token: string | null;
  readonly registeredBy: string;
}

/** The device types and devices of the organisation. A record is replaced when it changes, never written into. */
export class Registry {
  readonly #now: () => number;
  readonly #types = new Map<string, DeviceType>();
  readonly #devices = new Map<string, Device>();

  constructor(now: () => number) {
    this.#now = now;
  }

  types(): readonly DeviceType[] {
    return [...this.#types.values()];
  }

  type(typeId: string): DeviceType | undefined {
    return this.#types.get(typeId);
  }

  addType({ id, classId = 'Device', description, deviceInfo = {}, metadata }: TypeWish): DeviceType {
    const now = this.#now();
    const type = { id, classId, description, deviceInfo, metadata, createdAtMs: now, updatedAtMs: now };
    this.#types.set(id, type);
    return type;
  }

  changeType(typeId: string, change: Partial<Pick<DeviceType, 'description' | 'deviceInfo' | 'metadata'>>): void {
    const type = this.#types.get(typeId);
    if (type !== undefined) this.#types.set(typeId, { ...type, ...change, updatedAtMs: this.#now() });
  }

  removeType(typeId: string): void {
    this.#types.delete(typeId);
  }

  devices(): readonly Device[] {
    return [...this.#devices.values()];
  }

  device(address: DeviceAddress): Device | undefined {
    return this.#devices.get(keyOf(address));
  }

  add({ typeId, deviceId, deviceInfo, metadata, gateway, token, registeredBy }: DeviceWish): Device {
    const device: Device = {
      ...{ typeId, deviceId, metadata, gateway, token, registeredBy },
      // What its type says holds unless the device says otherwise.
      deviceInfo: { ...this.#types.get(typeId)?.deviceInfo, ...deviceInfo },
      registeredAtMs: this.#now(),
      alertEnabled: false,
      location: undefined,
      management: undefined,
      diagnosticLogs: [],
      errorCodes: [],
    };
    this.#devices.set(keyOf(device), device);
    return device;
  }

  change(address: DeviceAddress, change: Partial<Omit<Device, keyof DeviceAddress>>): void {
    const device = this.device(address);
    if (device !== undefined) this.#devices.set(keyOf(address), { ...device, ...change });
  }

  remove(address: DeviceAddress): void {
    this.#devices.delete(keyOf(address));
  }

  setLocation(address: DeviceAddress, report: LocationReport): void {
    const nowText = new Date(this.#now()).toISOString();
    const measuredDateTime = report.measuredDateTime ?? nowText;
    this.change(address, { location: { ...report, measuredDateTime, updatedDateTime: nowText } });
  }

  /** Returns the id of the new entry. */
  addDiagnosticLog(address: DeviceAddress, report: DiagnosticLogReport): string {
    const id = randomUUID();
    const { diagnosticLogs = [] } = this.device(address) ?? {};
    const log = { ...report, id, timestamp: report.timestamp ?? new Date(this.#now()).toISOString() };
    this.change(address, { diagnosticLogs: [...diagnosticLogs, log].slice(-diagnosticEntries) });
    return id;
  }

  addErrorCode(address: DeviceAddress, report: ErrorCodeReport): void {
    const { errorCodes = [] } = this.device(address) ?? {};
    const entry = { ...report, timestamp: report.timestamp ?? new Date(this.#now()).toISOString() };
    this.change(address, { errorCodes: [...errorCodes, entry].slice(-diagnosticEntries) });
  }
}
