import type { PlatformUser } from '../../shared/access/people.ts';
import type { CommandDefinition, ParameterValues } from '../../shared/command/definition.ts';
import type { Failure, Result } from '../../shared/contract/result.ts';
import type { TelemetryRoute } from '../../shared/mapping/mapping.ts';
import type { DeviceCredentials, DeviceDetail, Named, NewDevice, Organization } from '../../shared/platform/device.ts';
import type { Job, JobAction, JobControl, JobDevice, NewJob, ScheduledJob } from '../../shared/platform/job.ts';
import type { DeviceOutcomeState } from '../../shared/platform/many-devices.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import type { RecordKind, Records } from '../../shared/platform/record.ts';
import type { Rights } from '../../shared/platform/rights.ts';
import type { Setting, SettingValue } from '../../shared/platform/setting.ts';
import type { Role } from '../../shared/platform/status.ts';
import type { DescribedVehicle } from '../commands/described-vehicle.ts';
import type { Lane, RestClient } from './rest/rest-client.ts';

export interface CallContext {
  /** A click goes before what is read in the background. */
  readonly lane: Lane;
  readonly signal?: AbortSignal;
}

/** Who the token is and what it may do, as far as the platform says. */
export interface PlatformIdentity {
  readonly application: string | null;
  readonly token: { readonly name: string | null; readonly expiresAtMs: number | null };
  /** Null: not learnt. */
  readonly roles: readonly Role[] | null;
  readonly rights: Rights;
}

/** One vehicle of the platform's registry. */
export interface RegisteredDevice {
  /** The console's: unique within the connection, and the same as the live feed's mapping makes. */
  readonly vehicleId: string;
  readonly deviceId: string;
  readonly name: string;
  /** DTMI of the template, or Watson's device type. */
  readonly typeId: string | null;
  /** False: blocked. Null: the platform has no such switch. */
  readonly isEnabled: boolean | null;
  readonly organizations: readonly string[];
}

export interface DeviceListing {
  /** In words, which part could not be read; null: the list is whole. */
  readonly problem: string | null;
}

/** What the platform says of a type of vehicle: a DTDL template, or Watson's device type. */
export interface VehicleType extends DescribedVehicle {
  readonly id: string;
  readonly title: string;
  /** How its telemetry becomes signals; these go before the connection's own routes. */
  readonly routes: readonly TelemetryRoute[];
  /** In words, what of it could not be read. */
  readonly leftOut: readonly string[];
}

export interface TypeListing {
  readonly types: readonly VehicleType[];
  /** In words, which of them could not be read; null: they are all there. */
  readonly problem: string | null;
}

/** A value that the platform kept, in the shape in which the live feed would have brought it. */
export interface KeptMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** When the platform got it, in Unix milliseconds: its age where the payload has no time of its own. */
  readonly receivedAtMs?: number;
}

export interface LatestOfMany {
  readonly messages: readonly KeptMessage[];
  /** Of whom nothing was found in this way: each is asked for alone. */
  readonly missing: readonly RegisteredDevice[];
}

export interface CommandOrder {
  readonly device: RegisteredDevice;
  readonly definition: CommandDefinition;
  readonly parameters: ParameterValues;
  /** The parameters as the vehicle takes them; absent: as they were entered. */
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
  readonly requestId: string;
}

/** `accepted`: its end comes later, over the live feed. */
export interface CommandAnswer {
  readonly state: 'accepted' | 'completed' | 'failed';
  /** What the vehicle said, in words. */
  readonly message: string | null;
}

export interface PlatformGroup extends Named {
  readonly description: string | null;
  readonly rule: string | null;
}

export interface PlatformGroups {
  list(context: CallContext): Promise<Result<readonly PlatformGroup[]>>;
  /** The console's vehicle ids. */
  members(groupId: string, context: CallContext): Promise<Result<readonly string[]>>;
}

export interface PlatformCommands {
  /** In words, why this cannot be sent; undefined when it can. Asks nobody. */
  objection(order: CommandOrder): string | undefined;
  /** A failure whose details say `mayHaveHappened` leaves the command's end unknown. Never tried twice. */
  send(order: CommandOrder, context: CallContext): Promise<Result<CommandAnswer>>;
}

export interface PlatformSettings {
  read(device: RegisteredDevice, context: CallContext): Promise<Result<readonly Setting[]>>;
  /** By path; null takes a value back. Accepted is not applied: reading again tells. */
  change(
    device: RegisteredDevice,
    values: Readonly<Record<string, SettingValue | null>>,
    context: CallContext,
  ): Promise<Result<null>>;
}

export interface DeviceOutcome {
  readonly state: DeviceOutcomeState;
  /** Why not, in words; null: it was done, or the platform does not say. */
  readonly message: string | null;
}

export interface MadeDevice extends DeviceOutcome {
  /** Null: it was not made. */
  readonly device: RegisteredDevice | null;
  readonly credentials: DeviceCredentials | null;
}

export interface ManyEnd<T> {
  /** One for each, in their order. */
  readonly outcomes: readonly T[];
  /** Why not all were sent, or are known. */
  readonly failure: Failure | null;
}

export interface PlatformRegistry {
  get(device: RegisteredDevice, context: CallContext): Promise<Result<DeviceDetail>>;
  create?(
    device: NewDevice,
    context: CallContext,
  ): Promise<Result<{ readonly device: RegisteredDevice; readonly credentials: DeviceCredentials | null }>>;
  /** In words, what is wrong with a device that is to be made, beside those listed; undefined: nothing that is known here. Asks nobody. */
  objection?(device: NewDevice, listed: readonly RegisteredDevice[]): string | undefined;
  /** Where the platform takes a list. Nothing is tried twice; what the platform refuses of one does not stop the others. */
  createMany?(devices: readonly NewDevice[], context: CallContext): Promise<ManyEnd<MadeDevice>>;
  removeMany?(devices: readonly RegisteredDevice[], context: CallContext): Promise<ManyEnd<DeviceOutcome>>;
  rename?(device: RegisteredDevice, name: string, context: CallContext): Promise<Result<null>>;
  setBlocked?(device: RegisteredDevice, isBlocked: boolean, context: CallContext): Promise<Result<null>>;
  setLocation?(
    device: RegisteredDevice,
    /** Degrees, WGS 84. */
    location: { readonly latitude: number; readonly longitude: number },
    context: CallContext,
  ): Promise<Result<null>>;
  remove?(device: RegisteredDevice, context: CallContext): Promise<Result<null>>;
  credentials?(device: RegisteredDevice, context: CallContext): Promise<Result<DeviceCredentials>>;
}

export interface PlatformRecords {
  readonly kinds: readonly RecordKind[];
  /** Those that can be emptied. */
  readonly clearable: readonly RecordKind[];
  /** `subject`: a command's name, for its history. */
  read(
    device: RegisteredDevice,
    kind: RecordKind,
    subject: string | undefined,
    context: CallContext,
  ): Promise<Result<Records>>;
  clear(device: RegisteredDevice, kind: RecordKind, context: CallContext): Promise<Result<null>>;
}

/** Of one vehicle of a job; what the vehicle is called is the registry's. */
export type JobDeviceOutcome = Omit<JobDevice, 'name'>;

/** Jobs are told without their connection, which the adapter does not know. */
export interface PlatformJobs {
  list(context: CallContext): Promise<Result<readonly Omit<Job, 'connectionId'>[]>>;
  devices(jobId: string, context: CallContext): Promise<Result<readonly JobDeviceOutcome[]>>;
  actions(context: CallContext): Promise<Result<readonly JobAction[]>>;
  /** `devices`: those of a target of vehicles; empty for a group. */
  create(
    job: NewJob,
    devices: readonly RegisteredDevice[],
    context: CallContext,
  ): Promise<Result<Omit<Job, 'connectionId'>>>;
  control(jobId: string, control: JobControl, context: CallContext): Promise<Result<null>>;
  scheduled?(context: CallContext): Promise<Result<readonly Omit<ScheduledJob, 'connectionId'>[]>>;
}

export interface UserListing {
  readonly users: readonly PlatformUser[];
  /** In words, which of them could not be read; null: they are all there. */
  readonly problem: string | null;
}

export interface PlatformPeople {
  organizations?(context: CallContext): Promise<Result<readonly Organization[]>>;
  users?(context: CallContext): Promise<Result<UserListing>>;
  roles?(context: CallContext): Promise<Result<readonly Named[]>>;
}

/**
 * One platform behind one connection. What an adapter cannot do it does not have: the window shows no more than is here
 * and the rights allow. Holds no fleet state; all calls go through one {@link RestClient}.
 */
export interface Platform {
  readonly kind: PlatformKind;
  /** For parts of the platform that have a module of their own, such as its API tokens. */
  readonly client: RestClient;
  /** Of the application behind the address, where the platform names it; learnt from a token that was accepted. */
  readonly applicationId?: string | undefined;
  /** Checks the token. Also asked again after a 401 or 403 was seen. */
  identify(context: CallContext): Promise<Result<PlatformIdentity>>;
  /**
   * Tells every page as it comes. A page that fails is retried alone; what stays missing is said in the listing. Fails
   * only when nothing could be read at all.
   */
  listDevices(
    context: CallContext,
    onPage: (devices: readonly RegisteredDevice[]) => void,
  ): Promise<Result<DeviceListing>>;
  listTypes(context: CallContext): Promise<Result<TypeListing>>;
  /** The latest values of one vehicle; several calls where the platform tells one value a call. */
  latest(device: RegisteredDevice, context: CallContext): Promise<Result<readonly KeptMessage[]>>;
  /** Where the platform tells of many vehicles in one call. */
  latestOfMany?(devices: readonly RegisteredDevice[], context: CallContext): Promise<Result<LatestOfMany>>;
  readonly registry: PlatformRegistry;
  readonly commands?: PlatformCommands;
  readonly settings?: PlatformSettings;
  readonly groups?: PlatformGroups;
  readonly records?: PlatformRecords;
  readonly jobs?: PlatformJobs;
  readonly people?: PlatformPeople;
  close(): void;
}
