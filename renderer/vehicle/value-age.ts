import { freshnessOf, type Freshness } from '../../shared/vehicle/freshness.ts';
import { formatAge } from '../format/age.ts';

export interface ValueAge {
  readonly freshness: Freshness;
  /** "3 s", "4 min, stale": the word stands wherever a colour or hatch would. */
  readonly text: string;
  /** The same as a phrase: "4 min ago, stale". */
  readonly ago: string;
  /** From here on a value is hatched: nobody should take it for the present. */
  readonly isOld: boolean;
}

const words: Readonly<Record<Freshness, string>> = { fresh: '', late: ', late', stale: ', stale', lost: ', lost' };

export const valueAge = (receivedAtMs: number, nowMs: number, expectedIntervalMs: number): ValueAge => {
  const ageMs = nowMs - receivedAtMs;
  const freshness = freshnessOf(ageMs, expectedIntervalMs);
  const age = formatAge(ageMs);
  return {
    freshness,
    text: age + words[freshness],
    ago: `${age} ago${words[freshness]}`,
    isOld: freshness === 'stale' || freshness === 'lost',
  };
};
