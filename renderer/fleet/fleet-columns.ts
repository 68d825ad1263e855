/** One value a vehicle, by row number; what a frame says of a vehicle that is on the move. */
export interface FleetColumns {
  readonly latitude: Float64Array;
  readonly longitude: Float64Array;
  readonly speedKmh: Float32Array;
  readonly headingDegrees: Float32Array;
  readonly levelPercent: Float32Array;
  readonly levelKind: Uint8Array;
  readonly heardAtMs: Float64Array;
  readonly status: Uint8Array;
  readonly flags: Uint8Array;
  readonly connection: Uint16Array;
  readonly type: Uint16Array;
  readonly expectedIntervalMs: Float64Array;
  /** 0 while no vehicle has this row; otherwise rises with every change of the row. */
  readonly version: Float64Array;
}

export const createColumns = (capacity: number): FleetColumns => ({
  latitude: new Float64Array(capacity).fill(NaN),
  longitude: new Float64Array(capacity).fill(NaN),
  speedKmh: new Float32Array(capacity).fill(NaN),
  headingDegrees: new Float32Array(capacity).fill(NaN),
  levelPercent: new Float32Array(capacity).fill(NaN),
  levelKind: new Uint8Array(capacity),
  heardAtMs: new Float64Array(capacity).fill(NaN),
  status: new Uint8Array(capacity),
  flags: new Uint8Array(capacity),
  connection: new Uint16Array(capacity),
  type: new Uint16Array(capacity),
  expectedIntervalMs: new Float64Array(capacity).fill(NaN),
  version: new Float64Array(capacity),
});

/** The same values with room for more rows; at least doubled, so that a growing fleet is copied seldom. */
export const growColumns = (columns: FleetColumns, neededCapacity: number): FleetColumns => {
  const grown = createColumns(Math.max(neededCapacity, 2 * columns.version.length));
  grown.latitude.set(columns.latitude);
  grown.longitude.set(columns.longitude);
  grown.speedKmh.set(columns.speedKmh);
  grown.headingDegrees.set(columns.headingDegrees);
  grown.levelPercent.set(columns.levelPercent);
  grown.levelKind.set(columns.levelKind);
  grown.heardAtMs.set(columns.heardAtMs);
  grown.status.set(columns.status);
  grown.flags.set(columns.flags);
  grown.connection.set(columns.connection);
  grown.type.set(columns.type);
  grown.expectedIntervalMs.set(columns.expectedIntervalMs);
  grown.version.set(columns.version);
  return grown;
};
