import { levelKinds, type FleetFrame } from '../../../shared/fleet/frame.ts';
import { vehicleStatuses, type VehicleStatus } from '../../../shared/vehicle/status.ts';

export interface FrameVehicle {
  readonly row: number;
  /** Given for vehicles that the frame introduces or renames. */
  readonly name?: string;
  readonly vehicleId?: string;
  readonly connectionId?: string;
  readonly type?: string;
  readonly speedKmh?: number;
  readonly headingDegrees?: number;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly levelPercent?: number;
  readonly levelKind?: (typeof levelKinds)[number];
  readonly heardAtMs?: number;
  readonly status?: VehicleStatus;
  readonly flags?: number;
}

interface FrameExtras {
  readonly removed?: readonly number[];
  readonly expectedIntervalMs?: number;
}

/** A frame as the engine builds it, from rows that a test can read. */
export const frameOf = (
  kind: FleetFrame['kind'],
  sequence: number,
  vehicles: readonly FrameVehicle[],
  { removed = [], expectedIntervalMs = 1000 }: FrameExtras = {},
): FleetFrame => {
  const introduced = vehicles.filter(({ name }) => name !== undefined);
  const connectionDictionary = [...new Set(introduced.map(({ connectionId }) => connectionId ?? 'practice'))];
  const typeDictionary = [...new Set(introduced.map(({ type }) => type ?? ''))];
  return {
    kind,
    sequence,
    builtAtMs: 0,
    identities: {
      rows: Uint32Array.from(introduced, ({ row }) => row),
      vehicleIds: introduced.map(({ name, vehicleId }) => vehicleId ?? name ?? ''),
      names: introduced.map(({ name }) => name ?? ''),
      connections: Uint16Array.from(introduced, ({ connectionId }) =>
        connectionDictionary.indexOf(connectionId ?? 'practice'),
      ),
      connectionDictionary,
      types: Uint16Array.from(introduced, ({ type }) => typeDictionary.indexOf(type ?? '')),
      typeDictionary,
      expectedIntervalMs: new Float64Array(introduced.length).fill(expectedIntervalMs),
    },
    removedRows: Uint32Array.from(removed),
    rows: Uint32Array.from(vehicles, ({ row }) => row),
    latitude: Float64Array.from(vehicles, ({ latitude }) => latitude ?? NaN),
    longitude: Float64Array.from(vehicles, ({ longitude }) => longitude ?? NaN),
    speedKmh: Float32Array.from(vehicles, ({ speedKmh }) => speedKmh ?? NaN),
    headingDegrees: Float32Array.from(vehicles, ({ headingDegrees }) => headingDegrees ?? NaN),
    levelPercent: Float32Array.from(vehicles, ({ levelPercent }) => levelPercent ?? NaN),
    levelKind: Uint8Array.from(vehicles, ({ levelKind }) => levelKinds.indexOf(levelKind ?? 'none')),
    heardAtMs: Float64Array.from(vehicles, ({ heardAtMs }) => heardAtMs ?? NaN),
    status: Uint8Array.from(vehicles, ({ status }) => vehicleStatuses.indexOf(status ?? 'moving')),
    flags: Uint8Array.from(vehicles, ({ flags }) => flags ?? 0),
  };
};

export const snapshotOf = (vehicles: readonly FrameVehicle[], sequence = 1): FleetFrame =>
  frameOf('snapshot', sequence, vehicles);
