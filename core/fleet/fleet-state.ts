import type { TopicSource } from '../../shared/contract/topic-source.ts';
import type { FleetFrame } from '../../shared/fleet/frame.ts';
import type { SignalState, VehicleEvent } from '../../shared/vehicle/detail.ts';
import type { VehicleStatus } from '../../shared/vehicle/status.ts';
import type { Clock } from '../clock.ts';
import type { Decoded, Rejection, VehicleReference } from '../telemetry/decoded.ts';
import type { BrokerMessage } from '../telemetry/message.ts';
import { ChangeOrder } from './change-order.ts';
import { ConnectionFleet, type FleetConnection } from './connection-fleet.ts';
import { FrameSource } from './frame-source.ts';
import { takeConnectivity, takeReference, takeTelemetry } from './intake.ts';
import { defaultFleetLimits, type FleetLimits } from './limits.ts';
import { TrendBudget } from './trend-ring.ts';
import { VehicleRecord } from './vehicle-record.ts';
import { VehicleSource } from './vehicle-source.ts';

const sweepIntervalMs = 1000;

export interface VehicleSummary {
  readonly reference: VehicleReference;
  /** Null where the platform says nothing about the link. */
  readonly isConnected: boolean | null;
  /** Null when no telemetry has been heard whose age is known. */
  readonly heardAtMs: number | null;
  readonly status: VehicleStatus;
}

export interface VehicleKey {
  readonly connectionId: string;
  readonly vehicleId: string;
}

/**
 * The latest value per vehicle and signal, of all connections, and the fleet and vehicle topics that windows read it
 * through. Bounded by {@link FleetLimits}; a message costs the same however many windows look on.
 */
export class FleetState {
  readonly #clock: Clock;
  readonly #limits: FleetLimits;
  readonly #trendBudget: TrendBudget;
  readonly #connections = new Map<string, ConnectionFleet>();
  readonly #order = new ChangeOrder<VehicleRecord>();
  readonly #frameSources = new Set<FrameSource>();
  readonly #vehicleSources = new Map<string, Set<VehicleSource>>();
  #nextRow = 0;
  #cancelSweep: () => void;

  constructor(options: { readonly clock: Clock; readonly limits?: Partial<FleetLimits> }) {
    this.#clock = options.clock;
    this.#limits = { ...defaultFleetLimits, ...options.limits };
    this.#trendBudget = new TrendBudget(this.#limits.trendPoints);
    this.#cancelSweep = this.#scheduleSweep();
  }

  /** A connection that is registered already keeps its vehicles and takes the new name, interval and commands. */
  registerConnection(connection: FleetConnection): void {
    if (this.#connections.has(connection.id)) this.updateConnection(connection);
    else this.#connections.set(connection.id, new ConnectionFleet(connection, this.#limits, this.#trendBudget));
  }

  updateConnection(connection: FleetConnection): void {
    const fleet = this.#connections.get(connection.id);
    if (fleet === undefined) return;
    fleet.name = connection.name;
    fleet.expectedIntervalMs = connection.expectedIntervalMs;
    fleet.commands = connection.commands;
    fleet.platformCommandsFor = connection.platformCommandsFor;
    fleet.isClosed = connection.isClosed === true;
    const nowMs = this.#clock.now();
    for (const record of fleet.vehicles.values()) {
      record.refresh(nowMs);
      this.#touch(record, true);
    }
    this.#notifyFrames();
  }

  /** Its vehicles leave every window, and their rows are not given to others. */
  removeConnection(id: string): void {
    const fleet = this.#connections.get(id);
    if (fleet === undefined) return;
    this.#connections.delete(id);
    this.#forget([...fleet.vehicles.values()]);
  }

  /**
   * Vehicles of the platform's registry: known before they are heard, and named as there. Those that are registered
   * already take the new name and type; nobody leaves.
   */
  registerVehicles(connectionId: string, references: readonly VehicleReference[]): void {
    const fleet = this.#connections.get(connectionId);
    if (fleet === undefined) return;
    for (const reference of references) {
      const known = fleet.vehicles.get(reference.vehicleId);
      if (known === undefined && fleet.isFull) {
        fleet.countExtraVehicle(reference.vehicleId);
        continue;
      }
      const record = known ?? this.#introduce(fleet, reference);
      const { name, type } = record.reference;
      const isSame = known !== undefined && record.isRegistered && name === reference.name && type === reference.type;
      record.isRegistered = true;
      record.reference = {
        ...reference,
        captures: { ...record.reference.captures, ...reference.captures },
      };
      if (isSame) continue;
      record.refresh(this.#clock.now());
      this.#touch(record, true);
    }
    this.#notifyFrames();
  }

  /** They leave every window: the platform knows them no more. */
  removeVehicles(connectionId: string, vehicleIds: readonly string[]): void {
    const fleet = this.#connections.get(connectionId);
    if (fleet === undefined) return;
    const gone = vehicleIds.flatMap((vehicleId) => fleet.vehicles.get(vehicleId) ?? []);
    for (const record of gone) fleet.vehicles.delete(record.reference.vehicleId);
    this.#forget(gone);
  }

  /**
   * Takes in telemetry and connectivity; other kinds and messages of connections that are gone change nothing.
   * Answers what it had to leave out by itself, on top of what the decoder has rejected.
   */
  ingest(connectionId: string, message: BrokerMessage, decoded: Decoded): readonly Rejection[] {
    if (decoded.kind !== 'telemetry' && decoded.kind !== 'connectivity') return [];
    const fleet = this.#connections.get(connectionId);
    if (fleet === undefined) return [];
    const known = fleet.vehicles.get(decoded.vehicle.vehicleId);
    if (known === undefined && fleet.isClosed) return [];
    if (known === undefined && fleet.isFull) {
      fleet.countExtraVehicle(decoded.vehicle.vehicleId);
      return [
        {
          reason: 'too-many-vehicles',
          explanation: `the connection has reached its limit of ${String(fleet.limits.vehiclesPerConnection)} vehicles`,
        },
      ];
    }
    const record = known ?? this.#introduce(fleet, decoded.vehicle);
    const hasNewIdentity = takeReference(record, decoded.vehicle) || known === undefined;
    let rejections: readonly Rejection[] = [];
    if (decoded.kind === 'connectivity') takeConnectivity(record, message, decoded.isConnected);
    else rejections = takeTelemetry(record, message, decoded, this.#order.version + 1);
    record.refresh(this.#clock.now());
    this.#touch(record, hasNewIdentity);
    this.#notifyFrames();
    return rejections;
  }

  openFrames(wake: () => void): TopicSource<FleetFrame> {
    const source = new FrameSource(this.#order, this.#clock, wake, (closed) => this.#frameSources.delete(closed));
    this.#frameSources.add(source);
    return source;
  }

  openVehicle(key: VehicleKey, wake: () => void): TopicSource<VehicleEvent> {
    const id = sourceKey(key.connectionId, key.vehicleId);
    const sources = this.#vehicleSources.get(id) ?? new Set<VehicleSource>();
    this.#vehicleSources.set(id, sources);
    const source = new VehicleSource(
      () => this.#record(key.connectionId, key.vehicleId),
      () => this.#order.version,
      wake,
      (closed) => {
        sources.delete(closed);
        if (sources.size === 0 && this.#vehicleSources.get(id) === sources) this.#vehicleSources.delete(id);
      },
    );
    sources.add(source);
    return source;
  }

  find(connectionId: string, vehicleId: string): VehicleSummary | undefined {
    const record = this.#record(connectionId, vehicleId);
    if (record === undefined) return undefined;
    const { reference, isConnected, heardAtMs, status } = record;
    return { reference, isConnected, heardAtMs, status };
  }

  latest(connectionId: string, vehicleId: string, path: string): SignalState | undefined {
    return this.#record(connectionId, vehicleId)?.signals.latest(path);
  }

  vehicleCount(connectionId: string): number {
    return this.#connections.get(connectionId)?.vehicles.size ?? 0;
  }

  /** In words, what of a connection is left out at present and why; empty when nothing is. */
  cuts(connectionId: string): string[] {
    return this.#connections.get(connectionId)?.cuts() ?? [];
  }

  close(): void {
    this.#cancelSweep();
    this.#frameSources.clear();
    this.#vehicleSources.clear();
    this.#connections.clear();
  }

  #record(connectionId: string, vehicleId: string): VehicleRecord | undefined {
    return this.#connections.get(connectionId)?.vehicles.get(vehicleId);
  }

  #introduce(fleet: ConnectionFleet, reference: VehicleReference): VehicleRecord {
    const record = new VehicleRecord(this.#nextRow++, fleet, reference);
    record.createdVersion = this.#order.version + 1;
    fleet.vehicles.set(reference.vehicleId, record);
    return record;
  }

  /** The records are out of their connection's list already. */
  #forget(records: readonly VehicleRecord[]): void {
    for (const record of records) {
      this.#order.remove(record);
      for (const source of this.#frameSources) source.noteRemoved(record);
      record.signals.dispose();
    }
    for (const record of records) this.#notifyVehicle(record);
    this.#notifyFrames();
  }

  #touch(record: VehicleRecord, hasNewIdentity: boolean): void {
    this.#order.touch(record);
    if (hasNewIdentity) record.identityVersion = record.version;
    this.#notifyVehicle(record);
  }

  #notifyFrames(): void {
    for (const source of this.#frameSources) source.notify();
  }

  #notifyVehicle(record: VehicleRecord): void {
    if (this.#vehicleSources.size === 0) return;
    const sources = this.#vehicleSources.get(sourceKey(record.connection.id, record.reference.vehicleId));
    if (sources !== undefined) for (const source of sources) source.notify();
  }

  /** Nobody sends a message when a vehicle falls silent, so every second the clock does. */
  #scheduleSweep(): () => void {
    return this.#clock.after(sweepIntervalMs, () => {
      this.#sweep();
      this.#cancelSweep = this.#scheduleSweep();
    });
  }

  #sweep(): void {
    const nowMs = this.#clock.now();
    for (const fleet of this.#connections.values()) {
      for (const record of fleet.vehicles.values()) if (record.refresh(nowMs)) this.#touch(record, false);
    }
    this.#notifyFrames();
  }
}

const sourceKey = (connectionId: string, vehicleId: string): string => `${connectionId}\n${vehicleId}`;
