import { kindNames, kinds, type KindName } from '../vehicle/kinds.ts';
import { createRandom, type Random } from '../vehicle/random.ts';

/**
 * How a vehicle differs from a sound one that reports on time. `stuck-doors`: the lock's motor is broken, commands to it fail.
 * `late`: reports arrive in batches, old and out of order. `silent`: falls quiet for minutes. `drops-out`: loses its connection
 * for long. `wrong-clock`: its time is minutes or hours off.
 */
export const quirks = ['none', 'fault', 'silent', 'late', 'stuck-doors', 'wrong-clock', 'drops-out'] as const;
export type Quirk = (typeof quirks)[number];

export interface RosterEntry {
  /** `TRUCK-001`. The number counts through the whole fleet. */
  readonly deviceId: string;
  readonly kind: KindName;
  readonly quirk: Quirk;
  readonly seed: number;
}

/** At most one in this many is anything but sound. */
const soundPerQuirky = 7;

/**
 * The fleet that belongs to a seed. Kinds take turns; the first vehicle of each kind is always sound, so that there is one
 * to try things on.
 */
export const drawRoster = (vehicles: number, seed: number): readonly RosterEntry[] => {
  const random = createRandom(seed);
  const quirkOf = drawQuirks(vehicles, random.fork(0));
  return Array.from({ length: vehicles }, (_, index) => {
    const kind = kindNames[index % kindNames.length] ?? 'van';
    return {
      deviceId: `${kinds[kind].idPrefix}-${String(index + 1).padStart(3, '0')}`,
      kind,
      quirk: quirkOf.get(index) ?? 'none',
      seed: random.integer(0, 0xffffffff),
    };
  });
};

const drawQuirks = (vehicles: number, random: Random): ReadonlyMap<number, Quirk> => {
  const drawn = new Map<number, Quirk>();
  const wanted = Math.floor(vehicles / soundPerQuirky);
  const strange = quirks.filter((quirk) => quirk !== 'none');
  while (drawn.size < wanted) {
    const index = random.integer(kindNames.length, vehicles - 1);
    if (!drawn.has(index)) drawn.set(index, strange[drawn.size % strange.length] ?? 'none');
  }
  return drawn;
};
