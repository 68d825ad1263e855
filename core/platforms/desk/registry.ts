import type { Failure } from '../../../shared/contract/result.ts';
import type { TelemetryRoute } from '../../../shared/mapping/mapping.ts';
import type { DeviceGroup } from '../../../shared/platform/device.ts';
import type { PlatformStatus } from '../../../shared/platform/status.ts';
import type { Clock } from '../../clock.ts';
import type { FleetState } from '../../fleet/fleet-state.ts';
import type { Log } from '../../log.ts';
import type { VehicleReference } from '../../telemetry/decoded.ts';
import type { Platform, RegisteredDevice, VehicleType } from '../platform.ts';
import { platformDetails } from '../rest/rest-client.ts';
import { unfailing } from './unfailing.ts';

export interface RegistryNeeds {
  readonly connectionId: string;
  readonly platform: Platform;
  readonly fleet: Pick<FleetState, 'registerVehicles' | 'removeVehicles'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly memory: RegistryMemory | undefined;
  readonly onChange: () => void;
  readonly onTypes: (routes: readonly TelemetryRoute[]) => void;
  /** A page of the list, as it comes. */
  readonly onListed: (devices: readonly RegisteredDevice[]) => void;
  readonly onFailure: (failure: Failure) => void;
}

/** What was learnt, for a successor that speaks to the same platform with another token. */
export interface RegistryMemory {
  readonly devices: ReadonlyMap<string, RegisteredDevice>;
  readonly types: ReadonlyMap<string, VehicleType>;
  readonly groups: readonly DeviceGroup[];
  readonly listedAtMs: number | null;
}

/** The platform's devices, types and groups as last read. A new list replaces the old one only when it is whole. */
export class Registry {
  readonly #needs: RegistryNeeds;
  readonly #devices: Map<string, RegisteredDevice>;
  #types: ReadonlyMap<string, VehicleType>;
  #groups: readonly DeviceGroup[];
  #listedAtMs: number | null;
  #isListing = false;
  #problem: string | null = null;
  #typesProblem: string | null = null;
  #isGroupMissing = false;
  #controller: AbortController | undefined;
  /** Made, changed or removed here while a list is read, which may be older than that. */
  readonly #changedMeanwhile = new Set<string>();

  constructor(needs: RegistryNeeds) {
    this.#needs = needs;
    const { memory } = needs;
    this.#devices = new Map(memory?.devices);
    this.#types = memory?.types ?? new Map<string, VehicleType>();
    this.#groups = memory?.groups ?? [];
    this.#listedAtMs = memory?.listedAtMs ?? null;
    if (this.#types.size > 0) needs.onTypes([...this.#types.values()].flatMap(({ routes }) => routes));
    this.#register([...this.#devices.values()]);
  }

  get memory(): RegistryMemory {
    return { devices: this.#devices, types: this.#types, groups: this.#groups, listedAtMs: this.#listedAtMs };
  }

  get listing(): PlatformStatus['devices'] {
    return {
      count: this.#devices.size,
      isListing: this.#isListing,
      listedAtMs: this.#listedAtMs,
      problem: this.#problem,
    };
  }

  get leftOut(): readonly string[] {
    const ofTypes = [...this.#types.values()].flatMap(({ title, leftOut }) =>
      leftOut.map((line) => `${title}: ${line}`),
    );
    return this.#typesProblem === null ? ofTypes : [this.#typesProblem, ...ofTypes];
  }

  device(vehicleId: string): RegisteredDevice | undefined {
    return this.#devices.get(vehicleId);
  }

  /** Any vehicle; undefined where there is none. */
  get first(): RegisteredDevice | undefined {
    return this.#devices.values().next().value;
  }

  types(): readonly VehicleType[] {
    return [...this.#types.values()];
  }

  groups(): readonly DeviceGroup[] {
    return this.#groups;
  }

  /** In words, what of the vehicle's type is missing here: parts of it, or all of it. */
  leftOutOf(vehicleId: string): readonly string[] {
    const type = this.typeOf(vehicleId);
    if (type !== undefined) return type.leftOut;
    return this.#typesProblem === null ? [] : [`What its type has. ${this.#typesProblem}`];
  }

  typeOf(vehicleId: string): VehicleType | undefined {
    const typeId = this.#devices.get(vehicleId)?.typeId ?? null;
    return typeId === null ? undefined : this.#types.get(typeId);
  }

  /** Types, vehicles or groups could not be read, or not all of them. */
  get isIncomplete(): boolean {
    return this.#listedAtMs === null || this.#problem !== null || this.#typesProblem !== null || this.#isGroupMissing;
  }

  put(device: RegisteredDevice): void {
    this.#changedMeanwhile.add(device.vehicleId);
    this.#devices.set(device.vehicleId, device);
    this.#register([device]);
    this.#needs.onChange();
  }

  drop(vehicleId: string): void {
    this.#changedMeanwhile.add(vehicleId);
    if (!this.#devices.delete(vehicleId)) return;
    this.#needs.fleet.removeVehicles(this.#needs.connectionId, [vehicleId]);
    this.#needs.onChange();
  }

  stop(): void {
    this.#controller?.abort();
    this.#controller = undefined;
    this.#isListing = false;
  }

  /** Reads types, devices and groups, in this order. False: another reading has begun, or this one was stopped. */
  async synchronise(): Promise<boolean> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = controller;
    this.#isListing = true;
    this.#changedMeanwhile.clear();
    this.#needs.onChange();
    await this.#readTypes(signal);
    const isWhole = !signal.aborted && (await this.#readDevices(signal));
    if (!signal.aborted) await this.#readGroups(signal);
    if (signal.aborted) return false;
    // Told last: whoever waits for it finds the groups as they are, too.
    if (isWhole) this.#listedAtMs = this.#needs.clock.now();
    this.#isListing = false;
    this.#needs.onChange();
    return true;
  }

  devices(): readonly RegisteredDevice[] {
    return [...this.#devices.values()];
  }

  async #readTypes(signal: AbortSignal): Promise<void> {
    const { platform, log, onTypes, onFailure } = this.#needs;
    const answer = await unfailing(log, () => platform.listTypes({ lane: 'background', signal }));
    if (signal.aborted) return;
    if (!answer.ok) {
      this.#typesProblem = `The types of vehicles could not be read. ${answer.error.message}`;
      onFailure(answer.error);
      return;
    }
    const { types, problem } = answer.value;
    this.#typesProblem = problem;
    // One that could not be read this time is not gone.
    this.#types = new Map([...(problem === null ? [] : this.#types), ...types.map((type) => [type.id, type] as const)]);
    onTypes([...this.#types.values()].flatMap(({ routes }) => routes));
    // Titles of types stand in the references.
    this.#register([...this.#devices.values()]);
    this.#needs.onChange();
  }

  /** True when the list is whole. */
  async #readDevices(signal: AbortSignal): Promise<boolean> {
    const { platform, log, onFailure, onListed, onChange } = this.#needs;
    const seen = new Set<string>();
    const take = (page: readonly RegisteredDevice[]): void => {
      if (signal.aborted) return;
      const news = page.filter(({ vehicleId }) => !this.#changedMeanwhile.has(vehicleId));
      for (const device of news) {
        seen.add(device.vehicleId);
        this.#devices.set(device.vehicleId, device);
      }
      this.#register(news);
      onListed(news);
      onChange();
    };
    const answer = await unfailing(log, () => platform.listDevices({ lane: 'background', signal }, take));
    if (signal.aborted) return false;
    if (!answer.ok) {
      this.#problem = `The list of vehicles could not be read. ${answer.error.message}`;
      onFailure(answer.error);
      return false;
    }
    this.#problem = answer.value.problem;
    // A part that could not be read is no proof that its vehicles are gone.
    if (answer.value.problem !== null) return false;
    this.#removeAllBut(seen);
    return true;
  }

  async #readGroups(signal: AbortSignal): Promise<void> {
    const { platform, connectionId, log } = this.#needs;
    const { groups } = platform;
    if (groups === undefined) return;
    const context = { lane: 'background', signal } as const;
    const answer = await unfailing(log, () => groups.list(context));
    if (signal.aborted) return;
    this.#isGroupMissing = false;
    if (!answer.ok) {
      this.#noteGroupFailure(answer.error);
      this.#groups = this.#groups.map((group) => ({ ...group, problem: answer.error.message }));
      return;
    }
    const formerly = new Map(this.#groups.map((group) => [group.id, group]));
    const read: DeviceGroup[] = [];
    for (const group of answer.value) {
      const members = await unfailing(log, () => groups.members(group.id, context));
      if (context.signal.aborted) return;
      if (!members.ok) this.#noteGroupFailure(members.error);
      read.push({
        connectionId,
        ...group,
        vehicleIds: members.ok ? [...members.value] : (formerly.get(group.id)?.vehicleIds ?? null),
        problem: members.ok ? null : members.error.message,
      });
    }
    this.#groups = read;
  }

  /** What the role may not see is not missing: reading it again sooner would bring the same refusal. */
  #noteGroupFailure(failure: Failure): void {
    if (platformDetails(failure)?.reason !== 'forbidden') this.#isGroupMissing = true;
    this.#needs.onFailure(failure);
  }

  #register(devices: readonly RegisteredDevice[]): void {
    this.#needs.fleet.registerVehicles(
      this.#needs.connectionId,
      devices.map((device) => this.#referenceOf(device)),
    );
  }

  #removeAllBut(seen: ReadonlySet<string>): void {
    const gone = [...this.#devices.keys()].filter(
      (vehicleId) => !seen.has(vehicleId) && !this.#changedMeanwhile.has(vehicleId),
    );
    if (gone.length === 0) return;
    for (const vehicleId of gone) this.#devices.delete(vehicleId);
    this.#needs.fleet.removeVehicles(this.#needs.connectionId, gone);
  }

  #referenceOf({ vehicleId, name, typeId, deviceId }: RegisteredDevice): VehicleReference {
    const type = typeId === null ? null : (this.#types.get(typeId)?.title ?? typeId);
    return {
      vehicleId,
      name,
      type,
      captures: { device: deviceId, ...(typeId === null ? {} : { type: typeId }) },
    };
  }
}
