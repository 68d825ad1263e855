import { z } from 'zod';
import type { DeviceAddress } from './topic-rules.ts';

const text = z.string().max(1000);

/** The platform's client libraries send null for what they do not know. */
export const withoutNulls = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null))
    : value;

const deviceInfoFields = z.strictObject({
  serialNumber: text.optional(),
  manufacturer: text.optional(),
  model: text.optional(),
  deviceClass: text.optional(),
  description: text.optional(),
  fwVersion: text.optional(),
  hwVersion: text.optional(),
  descriptiveLocation: text.optional(),
});
export type DeviceInfo = z.infer<typeof deviceInfoFields>;

/** Field names of the platform's registry. */
export const deviceInfoSchema = z.preprocess(withoutNulls, deviceInfoFields);

export const metadataSchema = z.record(z.string(), z.unknown());
export type Metadata = z.infer<typeof metadataSchema>;

/** Degrees; elevation and accuracy in metres. */
export const locationSchema = z.object({
  longitude: z.number().min(-180).max(180),
  latitude: z.number().min(-90).max(90),
  elevation: z.number().optional(),
  accuracy: z.number().min(0).optional(),
  measuredDateTime: z.iso.datetime({ offset: true }).optional(),
});
export type LocationReport = z.infer<typeof locationSchema>;
export interface Location extends LocationReport {
  readonly updatedDateTime: string;
}

/** Severity: 0 informational, 1 warning, 2 error. */
export const diagnosticLogSchema = z.object({
  message: z.string().min(1).max(1000),
  severity: z.number().int().min(0).max(2).default(0),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  data: z.string().max(4096).optional(),
});
export type DiagnosticLogReport = z.infer<typeof diagnosticLogSchema>;
export interface DiagnosticLog extends DiagnosticLogReport {
  readonly id: string;
  readonly timestamp: string;
}

export const errorCodeSchema = z.object({
  errorCode: z.number().int(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
});
export type ErrorCodeReport = z.infer<typeof errorCodeSchema>;

export interface Firmware {
  readonly version?: string | undefined;
  readonly name?: string | undefined;
  readonly uri?: string | undefined;
  readonly verifier?: string | undefined;
  /** 0 idle, 1 downloading, 2 downloaded. */
  readonly state: number;
  /** 0 success, 1 in progress, 2 out of memory, 3 connection lost, 4 verification failed, 5 unsupported image, 6 invalid URI. */
  readonly updateStatus: number;
  readonly updatedDateTime?: string | undefined;
}

/** What is known of a device that takes part in device management. */
export interface Management {
  readonly supports: { readonly deviceActions: boolean; readonly firmwareActions: boolean };
  /** When it falls dormant unless it is heard of; null: never. */
  readonly dormantAtMs: number | null;
  readonly lastActivityMs: number;
  readonly firmware: Firmware;
}

export interface DeviceType {
  readonly id: string;
  readonly classId: 'Device' | 'Gateway';
  readonly description: string | undefined;
  readonly deviceInfo: DeviceInfo;
  readonly metadata: Metadata | undefined;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface Device extends DeviceAddress {
  readonly deviceInfo: DeviceInfo;
  readonly metadata: Metadata | undefined;
  readonly gateway: DeviceAddress | undefined;
  readonly registeredAtMs: number;
  /** Who registered it: an API key, or the practice platform itself. */
  readonly registeredBy: string;
  readonly alertEnabled: boolean;
  /** Null for a simulated vehicle: nobody can connect in its place. */
  readonly token: string | null;
  readonly location: Location | undefined;
  readonly management: Management | undefined;
  readonly diagnosticLogs: readonly DiagnosticLog[];
  readonly errorCodes: readonly ErrorCodeReport[];
}

export const addressSchema = z.object({ typeId: z.string(), deviceId: z.string() });
