import type { KindName } from '../../vehicle/kinds.ts';

/** What a vehicle has said at one time, under the names of its template. */
export interface Sample {
  /** When the vehicle says it was. */
  readonly createdAtMs: number;
  readonly telemetry: Readonly<Record<string, unknown>>;
  readonly doors: Readonly<Record<string, unknown>>;
  /** Read-only and writable properties that follow from the vehicle itself. */
  readonly reported: Readonly<Record<string, unknown>>;
}

const doorNames = ['doorsLocked', 'doorOpen'] as const;

/** Reads the vehicle's own report. The values are the vehicle's; only names and grouping are the template's. */
export const readSample = (kind: KindName, payload: string): Sample => {
  const { ts, lat, lon, speedLimit, cargoTemp, cargoSetpoint, ...rest } = JSON.parse(payload) as Readonly<
    Record<string, unknown>
  >;
  const doors = Object.fromEntries(doorNames.map((name) => [name, rest[name]]));
  const others = Object.entries(rest).filter(([name]) => !(name in doors));
  const isTruck = kind === 'refrigerated-truck';
  return {
    createdAtMs: Date.parse(String(ts)),
    telemetry: {
      Location: { lat, lon },
      ...Object.fromEntries(others),
      ...(isTruck && {
        ContentsTemperature: cargoTemp,
        CoolingSystemState: coolingState(Number(cargoTemp), Number(cargoSetpoint), rest.ignition === true),
      }),
    },
    doors,
    reported: {
      ...(speedLimit !== null && { speedLimit }),
      ...(isTruck && { TargetTemperature: cargoSetpoint }),
    },
  };
};

const farOffC = 4;

/** The unit has failed when the box is far too warm although the engine drives it. */
const coolingState = (temperatureC: number, setpointC: number, ignition: boolean): string => {
  if (!ignition) return 'off';
  return temperatureC - setpointC > farOffC ? 'failed' : 'on';
};
