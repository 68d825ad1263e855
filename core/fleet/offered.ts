import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { VehicleReference } from '../telemetry/decoded.ts';

/**
 * Whether a vehicle of this type has the command. A mapping names types as the topics do; what is shown may be the
 * platform's title for the same. Vehicles whose type is not known are offered what is offered to all.
 */
export const isOfferedTo = (
  { vehicleTypes }: Pick<CommandDefinition, 'vehicleTypes'>,
  { type, captures }: Pick<VehicleReference, 'type' | 'captures'>,
): boolean => {
  if (vehicleTypes === undefined) return true;
  const ofTopic = Object.hasOwn(captures, 'type') ? captures.type : undefined;
  return [type, ofTopic].some((name) => typeof name === 'string' && vehicleTypes.includes(name));
};
