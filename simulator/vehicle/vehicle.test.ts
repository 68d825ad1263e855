import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distanceBetween, turnBetween } from './geodesy.ts';
import { kindNames, type KindName } from './kinds.ts';
import { CombustionEngine, TractionBattery } from './powertrain.ts';
import { describeTelemetry } from './telemetry.ts';
import { towns } from './towns.ts';
import { Vehicle } from './vehicle.ts';

const anyKind = fc.constantFrom(...kindNames);
const anySeed = fc.integer({ min: 0, max: 0xffffffff });
const sound = (kind: KindName, seed: number): Vehicle => new Vehicle({ kind, seed, hasFault: false });

const driveFor = (vehicle: Vehicle, seconds: number, each: (vehicle: Vehicle) => void = () => undefined): void => {
  for (let second = 0; second < seconds; second += 1) {
    vehicle.step(1);
    each(vehicle);
  }
};

test('the same seed drives the same way, another seed another', () => {
  fc.assert(
    fc.property(anyKind, anySeed, (kind, seed) => {
      const [first, second, other] = [sound(kind, seed), sound(kind, seed), sound(kind, (seed + 1) >>> 0)];
      for (const vehicle of [first, second, other]) driveFor(vehicle, 200);
      expect(describeTelemetry(second, 0)).toEqual(describeTelemetry(first, 0));
      expect(describeTelemetry(other, 0)).not.toEqual(describeTelemetry(first, 0));
    }),
    { numRuns: 20 },
  );
});

test('position follows speed and heading, and the odometer counts exactly that', () => {
  fc.assert(
    fc.property(anyKind, anySeed, fc.double({ min: 0.05, max: 1, noNaN: true }), (kind, seed, seconds) => {
      const vehicle = sound(kind, seed);
      for (let step = 0; step < 400; step += 1) {
        const { position, speedMs, odometerM } = vehicle.drive;
        vehicle.step(seconds);
        const expectedM = ((speedMs + vehicle.drive.speedMs) / 2) * seconds;
        expect(distanceBetween(position, vehicle.drive.position)).toBeCloseTo(expectedM, 3);
        expect(vehicle.drive.odometerM - odometerM).toBeCloseTo(expectedM, 3);
      }
    }),
    { numRuns: 20 },
  );
});

test('nothing physical is broken in two hours of driving', () => {
  fc.assert(
    fc.property(anyKind, anySeed, (kind, seed) => {
      const vehicle = sound(kind, seed);
      const topSpeedMs = vehicle.kind.handling.topSpeedKmh / 3.6;
      const broken = new Set<string>();
      let { odometerM, headingDegrees } = vehicle.drive;
      driveFor(vehicle, 7200, ({ drive, powertrain, isDoorOpen, ignition }) => {
        if (drive.odometerM < odometerM) broken.add('the odometer fell');
        if (drive.speedMs < 0 || drive.speedMs > topSpeedMs + 0.001) broken.add('impossible speed');
        if (Math.abs(drive.accelerationMs2) > 4.001) broken.add('impossible acceleration');
        if (Math.abs(turnBetween(headingDegrees, drive.headingDegrees)) > 30.001) broken.add('turned on the spot');
        if (powertrain.levelPercent < 0 || powertrain.levelPercent > 100) broken.add('impossible level');
        if (isDoorOpen && !drive.isStanding) broken.add('drove with an open door');
        if (!ignition && !drive.isStanding) broken.add('drove with the ignition off');
        ({ odometerM, headingDegrees } = drive);
      });
      expect([...broken]).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('every vehicle gets somewhere, and stays in the region', () => {
  fc.assert(
    fc.property(anyKind, anySeed, (kind, seed) => {
      const vehicle = sound(kind, seed);
      const startM = vehicle.drive.odometerM;
      let drivenS = 0;
      driveFor(vehicle, 7200, ({ drive }) => {
        if (!drive.isStanding) drivenS += 1;
      });
      expect(vehicle.drive.odometerM - startM).toBeGreaterThan(5000);
      expect(drivenS).toBeGreaterThan(1000);
      const nearestM = Math.min(...towns.map((town) => distanceBetween(town.centre, vehicle.drive.position)));
      expect(nearestM).toBeLessThan(60_000);
    }),
    { numRuns: 20 },
  );
});

describe('energy', () => {
  test('a lorry burns fuel while it drives and fills up where it stands when it is low', () => {
    const vehicle = sound('refrigerated-truck', 4);
    let lowest = 100;
    let hasFilledUp = false;
    let previous = vehicle.powertrain.levelPercent;
    driveFor(vehicle, 24 * 3600, ({ powertrain, drive }) => {
      lowest = Math.min(lowest, powertrain.levelPercent);
      if (powertrain.levelPercent > previous) {
        expect(drive.isStanding).toBe(true);
        hasFilledUp = true;
      }
      previous = powertrain.levelPercent;
    });
    expect(lowest).toBeGreaterThan(2);
    expect(lowest).toBeLessThan(20);
    expect(hasFilledUp).toBe(true);
  });

  test('a lorry needs about what lorries need', () => {
    const vehicle = sound('refrigerated-truck', 1);
    const engine = vehicle.powertrain;
    const before = { level: engine.levelPercent, odometerM: vehicle.drive.odometerM };
    driveFor(vehicle, 3 * 3600);
    const litres = ((before.level - engine.levelPercent) / 100) * 380;
    const per100Km = litres / ((vehicle.drive.odometerM - before.odometerM) / 100_000);
    expect(per100Km).toBeGreaterThan(18);
    expect(per100Km).toBeLessThan(40);
  });

  test('a bus gives back to its battery when it brakes and takes when it speeds up', () => {
    const vehicle = sound('electric-bus', 5);
    const { powertrain } = vehicle;
    if (!(powertrain instanceof TractionBattery)) throw new Error('A bus has a battery.');
    const powers: number[] = [];
    driveFor(vehicle, 1200, ({ drive }) => {
      if (drive.accelerationMs2 > 0.5) expect(powertrain.powerKw).toBeLessThan(0);
      powers.push(powertrain.powerKw);
    });
    expect(Math.max(...powers)).toBeGreaterThan(20);
    expect(Math.min(...powers)).toBeLessThan(-50);
  });

  test('an engine warms up, turns at a fitting speed and stands still when it is off', () => {
    const vehicle = sound('van', 12);
    const engine = vehicle.powertrain;
    if (!(engine instanceof CombustionEngine)) throw new Error('A van has an engine.');
    driveFor(vehicle, 3600, () => {
      if (vehicle.ignition) expect(engine.rpm).toBeGreaterThanOrEqual(800);
      else expect(engine.rpm).toBe(0);
      expect(engine.rpm).toBeLessThan(3500);
    });
    expect(engine.coolantC).toBeGreaterThan(70);
    expect(engine.coolantC).toBeLessThan(100);
  });
});

describe('cargo', () => {
  test('settles at a new setpoint', () => {
    const vehicle = sound('refrigerated-truck', 8);
    const { cargo } = vehicle;
    if (cargo === null) throw new Error('A refrigerated lorry has a cargo box.');
    cargo.setpointC = -20;
    for (let second = 0; second < 4 * 3600; second += 1) cargo.step(1, false, 12);
    expect(cargo.temperatureC).toBeGreaterThan(-21);
    expect(cargo.temperatureC).toBeLessThan(-19);
  });

  test('warms up while the door is open', () => {
    const { cargo } = sound('refrigerated-truck', 8);
    if (cargo === null) throw new Error('A refrigerated lorry has a cargo box.');
    cargo.setpointC = -20;
    for (let second = 0; second < 4 * 3600; second += 1) cargo.step(1, false, 12);
    for (let second = 0; second < 300; second += 1) cargo.step(1, true, 12);
    expect(cargo.temperatureC).toBeGreaterThan(-12);
  });
});

test('the 12 V battery is lifted while the ignition is on and rests while it is off', () => {
  const vehicle = sound('van', 12);
  let onForS = 0;
  let offForS = 0;
  driveFor(vehicle, 3600, ({ ignition, electrics }) => {
    onForS = ignition ? onForS + 1 : 0;
    offForS = ignition ? 0 : offForS + 1;
    if (onForS > 60) expect(electrics.voltageV).toBeGreaterThan(13.7);
    if (offForS > 60) expect(electrics.voltageV).toBeLessThan(12.95);
  });
});

describe('doors and limiter', () => {
  test('a speed limit is kept once the vehicle has braked down to it', () => {
    const vehicle = sound('refrigerated-truck', 1);
    vehicle.speedLimitKmh = 40;
    driveFor(vehicle, 60);
    driveFor(vehicle, 3600, ({ drive }) => expect(drive.speedMs * 3.6).toBeLessThanOrEqual(40.001));
  });

  test('doors that were locked from afar stay shut until the vehicle has left, and then work as before', () => {
    const vehicle = sound('electric-bus', 5);
    const secondsUntil = (isReached: () => boolean): void => {
      for (let second = 0; second < 7200 && !isReached(); second += 1) vehicle.step(1);
      expect(isReached()).toBe(true);
    };
    secondsUntil(() => vehicle.isDoorOpen);
    expect(vehicle.doorsLocked).toBe(false);
    vehicle.lockDoors();
    vehicle.step(1);
    expect([vehicle.doorsLocked, vehicle.isDoorOpen]).toEqual([true, false]);
    secondsUntil(() => !vehicle.drive.isStanding);
    secondsUntil(() => vehicle.isDoorOpen);
  });

  test('unlocked doors stay so while the vehicle stands', () => {
    const vehicle = sound('van', 3);
    vehicle.unlockDoors();
    vehicle.step(1);
    expect(vehicle.doorsLocked).toBe(false);
  });
});

test('a fault shows in the trouble codes and in the signal that belongs to it', () => {
  const lorry = new Vehicle({ kind: 'refrigerated-truck', seed: 2, hasFault: true });
  driveFor(lorry, 3600);
  const { coolantTemp, dtcs } = describeTelemetry(lorry, 0);
  expect(dtcs).toEqual(['P0217']);
  expect(coolantTemp).toBeGreaterThan(100);
  const bus = new Vehicle({ kind: 'electric-bus', seed: 2, hasFault: true });
  driveFor(bus, 60);
  expect(describeTelemetry(bus, 0)).toMatchObject({ dtcs: ['P0562'] });
  expect(describeTelemetry(bus, 0).batteryVoltage).toBeLessThan(24.6);
});

test('telemetry names exactly the signals that a kind has', () => {
  const common = [
    'ts',
    'lat',
    'lon',
    'heading',
    'speed',
    'odometer',
    'ignition',
    'batteryVoltage',
    'ambientTemp',
  ].concat(['doorsLocked', 'doorOpen', 'hazardLights', 'speedLimit', 'dtcs']);
  const namesOf = (kind: KindName) => Object.keys(describeTelemetry(sound(kind, 1), 0));
  expect(namesOf('van')).toEqual([...common, 'fuelLevel', 'rpm', 'coolantTemp']);
  expect(namesOf('refrigerated-truck')).toEqual([...namesOf('van'), 'cargoTemp', 'cargoSetpoint']);
  expect(namesOf('electric-bus')).toEqual([...common, 'soc', 'batteryPower']);
});
