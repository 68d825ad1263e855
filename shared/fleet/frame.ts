/**
 * What the fleet view receives: columns, because ten thousand rows cost milliseconds as objects and microseconds as
 * typed arrays. A row number belongs to one vehicle for as long as the session lives and is never given to another.
 *
 * Missing numbers are NaN. All column arrays of one frame have the length of `rows`.
 */
export interface FleetFrame {
  /** A snapshot replaces everything the window had; a delta changes the rows it names. */
  readonly kind: 'snapshot' | 'delta';
  /** Rises by one a frame within a subscription; a gap means that frames were lost and a snapshot must follow. */
  readonly sequence: number;
  /** The engine's clock when the frame was built, Unix milliseconds. */
  readonly builtAtMs: number;

  /** New or renamed vehicles, as columns of their own. */
  readonly identities: FleetIdentities;
  readonly removedRows: Uint32Array;

  readonly rows: Uint32Array;
  /** Degrees, WGS 84. */
  readonly latitude: Float64Array;
  readonly longitude: Float64Array;
  readonly speedKmh: Float32Array;
  /** Degrees clockwise from north. */
  readonly headingDegrees: Float32Array;
  readonly levelPercent: Float32Array;
  /** Index into {@link levelKinds}. */
  readonly levelKind: Uint8Array;
  /** When the last telemetry was received, Unix milliseconds. */
  readonly heardAtMs: Float64Array;
  /** Index into `vehicleStatuses`. */
  readonly status: Uint8Array;
  /** Bits of `vehicleFlag`. */
  readonly flags: Uint8Array;
}

export interface FleetIdentities {
  readonly rows: Uint32Array;
  readonly vehicleIds: readonly string[];
  readonly names: readonly string[];
  /** Index into `connectionDictionary`. */
  readonly connections: Uint16Array;
  readonly connectionDictionary: readonly string[];
  /** Index into `typeDictionary`; the empty string means that the platform names no type. */
  readonly types: Uint16Array;
  readonly typeDictionary: readonly string[];
  readonly expectedIntervalMs: Float64Array;
}

export const levelKinds = ['none', 'fuel', 'charge'] as const;
