import type { VehicleReference } from './decoded.ts';
import { cutText, type JsonObject } from './json.ts';
import { compileTemplate } from './template.ts';
import type { Captures } from './topic-pattern.ts';

const idLimit = 256;
const nameLimit = 256;
const typeLimit = 128;

// Control characters have no place in a name, and a lone surrogate cannot be written into an address.
const controlCharacter = /\p{Cc}/u;

export interface VehicleRoute {
  readonly vehicle: string;
  readonly name?: string | undefined;
  readonly type?: string | undefined;
}

/** Who sent a message: the vehicle, or in words why that cannot be told. */
export type VehicleReader = (captures: Captures, payload: JsonObject) => VehicleReference | string;

const idProblem = (id: string | undefined): string | undefined => {
  if (id === undefined) return 'the message names no vehicle';
  if (id === '') return 'the vehicle id is empty';
  if (id.length > idLimit) return `the vehicle id has ${String(id.length)} characters, more than ${String(idLimit)}`;
  if (controlCharacter.test(id) || !id.isWellFormed()) return 'the vehicle id holds control characters';
  return undefined;
};

/**
 * Overrides of the writing direction turn a name around on screen, so that one vehicle could pose as another. An id keeps
 * them, because it is the platform's; a name does not.
 */
const turningCharacter = /[\u202A-\u202E\u2066-\u2069]/gu;

const words = (text: string | undefined, maximumLength: number): string | undefined => {
  if (text === undefined) return undefined;
  const clean = cutText(
    text
      .replace(/\p{Cc}+/gu, ' ')
      .replace(turningCharacter, '')
      .toWellFormed()
      .trim(),
    maximumLength,
  );
  return clean === '' ? undefined : clean;
};

export const compileVehicle = (route: VehicleRoute): VehicleReader => {
  const id = compileTemplate(route.vehicle);
  const name = route.name === undefined ? undefined : compileTemplate(route.name);
  const type = route.type === undefined ? undefined : compileTemplate(route.type);
  return (captures, payload) => {
    const vehicleId = id.render(captures, payload)?.trim();
    const problem = idProblem(vehicleId);
    if (vehicleId === undefined || problem !== undefined) return problem ?? 'the message names no vehicle';
    return {
      vehicleId,
      name: words(name?.render(captures, payload), nameLimit) ?? words(vehicleId, nameLimit) ?? vehicleId,
      type: words(type?.render(captures, payload), typeLimit) ?? null,
      captures,
    };
  };
};
