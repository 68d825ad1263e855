import type { FleetFrame, FleetIdentities } from '../../shared/fleet/frame.ts';
import { vehicleStatuses, type VehicleStatus } from '../../shared/vehicle/status.ts';
import type { VehicleRecord } from './vehicle-record.ts';

const statusIndex: ReadonlyMap<VehicleStatus, number> = new Map(
  vehicleStatuses.map((status, index) => [status, index]),
);

/** Texts by number, for columns of 16 bits. */
class Dictionary {
  readonly texts: string[] = [];
  readonly #indices = new Map<string, number>();

  index(text: string): number {
    const known = this.#indices.get(text);
    if (known !== undefined) return known;
    // More different texts than numbers: the first stands for the rest. Only a feed that makes up types gets here.
    if (this.texts.length > 0xffff) return 0;
    this.#indices.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** The dictionaries hold what this frame needs, so that each frame is readable by itself. */
const buildIdentities = (records: readonly VehicleRecord[]): FleetIdentities => {
  const count = records.length;
  const connections = new Dictionary();
  const types = new Dictionary();
  types.index('');
  const identities = {
    rows: new Uint32Array(count),
    vehicleIds: new Array<string>(count),
    names: new Array<string>(count),
    connections: new Uint16Array(count),
    connectionDictionary: connections.texts,
    types: new Uint16Array(count),
    typeDictionary: types.texts,
    expectedIntervalMs: new Float64Array(count),
  };
  for (const [index, record] of records.entries()) {
    identities.rows[index] = record.row;
    identities.vehicleIds[index] = record.reference.vehicleId;
    identities.names[index] = record.reference.name;
    identities.connections[index] = connections.index(record.connection.id);
    identities.types[index] = types.index(record.reference.type ?? '');
    identities.expectedIntervalMs[index] = record.connection.expectedIntervalMs;
  }
  return identities;
};

export interface FrameContent {
  readonly kind: FleetFrame['kind'];
  readonly sequence: number;
  readonly builtAtMs: number;
  readonly changed: readonly VehicleRecord[];
  readonly introduced: readonly VehicleRecord[];
  readonly removedRows: readonly number[];
}

export const buildFrame = ({
  kind,
  sequence,
  builtAtMs,
  changed,
  introduced,
  removedRows,
}: FrameContent): FleetFrame => {
  const count = changed.length;
  const frame: FleetFrame = {
    kind,
    sequence,
    builtAtMs,
    identities: buildIdentities(introduced),
    removedRows: Uint32Array.from(removedRows),
    rows: new Uint32Array(count),
    latitude: new Float64Array(count),
    longitude: new Float64Array(count),
    speedKmh: new Float32Array(count),
    headingDegrees: new Float32Array(count),
    levelPercent: new Float32Array(count),
    levelKind: new Uint8Array(count),
    heardAtMs: new Float64Array(count),
    status: new Uint8Array(count),
    flags: new Uint8Array(count),
  };
  for (const [index, record] of changed.entries()) {
    const { values } = record;
    frame.rows[index] = record.row;
    frame.latitude[index] = values.latitude;
    frame.longitude[index] = values.longitude;
    frame.speedKmh[index] = record.speedKmh;
    frame.headingDegrees[index] = values.headingDegrees;
    frame.levelPercent[index] = values.levelPercent;
    frame.levelKind[index] = values.levelKind;
    frame.heardAtMs[index] = record.heardAtMs ?? NaN;
    frame.status[index] = statusIndex.get(record.status) ?? 0;
    frame.flags[index] = record.flags;
  }
  return frame;
};
