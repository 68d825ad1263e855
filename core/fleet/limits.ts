/** What the fleet may hold. Whoever sends more is told so in `cuts`; nothing is dropped in silence. */
export interface FleetLimits {
  readonly vehiclesPerConnection: number;
  readonly signalsPerVehicle: number;
  /** Over all vehicles of a connection. */
  readonly signalsPerConnection: number;
  /** Characters of text values over all vehicles of a connection; beyond it only the beginning of new texts is kept. */
  readonly textPerConnection: number;
  /** Trends of signals that the catalogue does not know. */
  readonly unmappedTrendsPerVehicle: number;
  /** 450 points of 2 s are 15 minutes. */
  readonly pointsPerTrend: number;
  /** Over all trends; a point takes 16 bytes. */
  readonly trendPoints: number;
  readonly rawBytes: number;
  /** The same for a vehicle whose page is open in no window. */
  readonly unwatchedRawBytes: number;
}

export const defaultFleetLimits: FleetLimits = {
  vehiclesPerConnection: 20_000,
  signalsPerVehicle: 300,
  signalsPerConnection: 1_000_000,
  textPerConnection: 32_000_000,
  unmappedTrendsPerVehicle: 8,
  pointsPerTrend: 450,
  trendPoints: 4_000_000,
  rawBytes: 64 * 1024,
  unwatchedRawBytes: 4 * 1024,
};

/** A trend takes at most one point in each span of this length. */
export const trendSpanMs = 2000;
