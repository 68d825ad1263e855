import { createHash } from 'node:crypto';
import type { DeviceAddress } from './topic-rules.ts';

/** Where a property of a state comes from: a member of the `telemetry` event's payload. */
interface Property {
  readonly member: string;
  readonly type: 'number' | 'boolean' | 'string';
}

export interface LogicalInterface {
  readonly id: string;
  readonly schemaId: string;
  readonly typeId: string;
  readonly name: string;
  readonly alias: string;
  readonly properties: Readonly<Record<string, Property>>;
}

export const stateEvent = 'telemetry';

const numeric = (member: string): Property => ({ member, type: 'number' });
const truth = (member: string): Property => ({ member, type: 'boolean' });

const common: LogicalInterface['properties'] = {
  timestamp: { member: 'ts', type: 'string' },
  latitude: numeric('lat'),
  longitude: numeric('lon'),
  heading: numeric('heading'),
  speed: numeric('speed'),
  odometer: numeric('odometer'),
  ignition: truth('ignition'),
  batteryVoltage: numeric('batteryVoltage'),
  ambientTemperature: numeric('ambientTemp'),
  doorsLocked: truth('doorsLocked'),
  doorOpen: truth('doorOpen'),
  hazardLights: truth('hazardLights'),
};
const engine: LogicalInterface['properties'] = {
  fuelLevel: numeric('fuelLevel'),
  engineSpeed: numeric('rpm'),
  coolantTemperature: numeric('coolantTemp'),
};

const propertiesByType: Readonly<Record<string, LogicalInterface['properties']>> = {
  'refrigerated-truck': {
    ...common,
    ...engine,
    cargoTemperature: numeric('cargoTemp'),
    cargoSetpoint: numeric('cargoSetpoint'),
  },
  van: { ...common, ...engine },
  'electric-bus': { ...common, stateOfCharge: numeric('soc'), batteryPower: numeric('batteryPower') },
};

/** The platform's form: 24 hexadecimal digits. The same in every run, so that bookmarks and settings hold. */
const idFor = (what: string): string => createHash('sha256').update(what).digest('hex').slice(0, 24);

const keyOf = ({ typeId, deviceId }: DeviceAddress): string => `${typeId}/${deviceId}`;

/** The active logical interfaces: one for each type of the practice fleet. A state is what its last event makes of it. */
export class Interfaces {
  readonly #resetAtMs = new Map<string, number>();
  readonly #all: readonly LogicalInterface[] = Object.entries(propertiesByType).map(([typeId, properties]) => ({
    ...{ typeId, properties },
    id: idFor(`logical interface ${typeId}`),
    schemaId: idFor(`schema ${typeId}`),
    name: `State of ${typeId}`,
    alias: `${typeId}-state`,
  }));

  list(): readonly LogicalInterface[] {
    return this.#all;
  }

  /** By its id or, as the platform allows, its alias. */
  get(idOrAlias: string): LogicalInterface | undefined {
    return this.#all.find(({ id, alias }) => id === idOrAlias || alias === idOrAlias);
  }

  ofType(typeId: string): readonly LogicalInterface[] {
    return this.#all.filter((one) => one.typeId === typeId);
  }

  reset(device: DeviceAddress, atMs: number): void {
    this.#resetAtMs.set(keyOf(device), atMs);
  }

  /** Undefined when it never was. */
  resetAtMs(device: DeviceAddress): number | undefined {
    return this.#resetAtMs.get(keyOf(device));
  }

  forget(device: DeviceAddress): void {
    this.#resetAtMs.delete(keyOf(device));
  }
}

/** Members that the payload lacks are null, as they are before the first event. */
export const stateFrom = ({ properties }: LogicalInterface, payload: unknown): Readonly<Record<string, unknown>> => {
  const members = typeof payload === 'object' && payload !== null ? { ...payload } : {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, { member }]) => [
      name,
      (members as Record<string, unknown>)[member] ?? null,
    ]),
  );
};

/** JSON Schema of a state. */
export const schemaOf = ({ name, properties }: LogicalInterface): object => ({
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  title: name,
  properties: Object.fromEntries(Object.entries(properties).map(([property, { type }]) => [property, { type }])),
});
