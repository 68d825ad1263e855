import type { PropertyModel, TelemetryModel } from '../dtdl/model.ts';

type Measured = Pick<TelemetryModel | PropertyModel, 'name' | 'shape' | 'semanticTypes'>;

export const isPlace = ({ shape, semanticTypes }: Measured): boolean =>
  semanticTypes.includes('Location') ||
  (shape.kind === 'object' && shape.meaning === 'geopoint') ||
  (shape.kind === 'json' && shape.what === 'point');

/** What a dispatcher asks first: where is it, does it move, is the load cold, how far does it get. */
const wanted: readonly ((each: Measured) => boolean)[] = [
  isPlace,
  ({ name }) => /^(lat|lon|lng|latitude|longitude|position|location)$/i.test(name),
  ({ name, semanticTypes }) => semanticTypes.includes('Velocity') || /speed/i.test(name),
  ({ name, semanticTypes }) => semanticTypes.includes('Temperature') || /temp/i.test(name),
  ({ semanticTypes }) => semanticTypes.includes('State'),
  ({ name }) => /fuel|soc|charge|battery/i.test(name),
];

/** A list of its own, which the caller may use up. */
export const mostWantedFirst = <T extends Measured>(measured: readonly T[]): T[] => {
  const rank = (each: T): number => {
    // What happened once, long ago perhaps, tells least of how things stand.
    if (each.semanticTypes.includes('Event')) return wanted.length + 1;
    const index = wanted.findIndex((matches) => matches(each));
    return index === -1 ? wanted.length : index;
  };
  return measured.toSorted((one, other) => rank(one) - rank(other));
};
