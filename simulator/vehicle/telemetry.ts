import { CombustionEngine, TractionBattery } from './powertrain.ts';
import type { Vehicle } from './vehicle.ts';

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/**
 * What a vehicle of the practice fleet says about itself: the payload of its `telemetry` event. Degrees, km/h, km, V, °C,
 * %, rpm; `batteryPower` in kW is positive into the battery, as in VSS; `speedLimit` is null without a limit.
 */
export const describeTelemetry = (vehicle: Vehicle, atMs: number): Readonly<Record<string, unknown>> => {
  const { drive, electrics, powertrain, cargo } = vehicle;
  return {
    ts: new Date(atMs).toISOString(),
    lat: rounded(drive.position.latitude, 6),
    lon: rounded(drive.position.longitude, 6),
    heading: rounded(drive.headingDegrees, 1) % 360,
    speed: rounded(drive.speedMs * 3.6, 1),
    odometer: rounded(drive.odometerM / 1000, 3),
    ignition: vehicle.ignition,
    batteryVoltage: rounded(electrics.voltageV, 2),
    ambientTemp: rounded(vehicle.ambientC, 1),
    doorsLocked: vehicle.doorsLocked,
    doorOpen: vehicle.isDoorOpen,
    hazardLights: vehicle.hazardLights,
    speedLimit: vehicle.speedLimitKmh,
    dtcs: vehicle.troubleCodes,
    ...(powertrain instanceof CombustionEngine && {
      fuelLevel: rounded(powertrain.levelPercent, 2),
      rpm: rounded(powertrain.rpm, 0),
      coolantTemp: rounded(powertrain.coolantC, 1),
    }),
    ...(powertrain instanceof TractionBattery && {
      soc: rounded(powertrain.levelPercent, 2),
      batteryPower: rounded(powertrain.powerKw, 1),
    }),
    ...(cargo !== null && { cargoTemp: rounded(cargo.temperatureC, 1), cargoSetpoint: cargo.setpointC }),
  };
};
