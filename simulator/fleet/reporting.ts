import type { Random } from '../vehicle/random.ts';
import type { Quirk } from './roster.ts';

/** What one turn of a vehicle makes known. */
export interface Report {
  /** Payloads to publish now; `at` is the time that the vehicle believes. */
  readonly payloads: readonly string[];
  /** Set when its connection has just been lost or come back. */
  readonly link?: 'lost' | 'back';
}

/** How a vehicle's reports reach the platform. `describe` makes the payload for a moment, Unix ms. */
export type Reporting = (nowMs: number, describe: (atMs: number) => string) => Report;

const minute = 60_000;
const nothing: Report = { payloads: [] };

export const createReporting = (quirk: Quirk, random: Random, startMs: number): Reporting => {
  switch (quirk) {
    case 'none':
    case 'fault':
    case 'stuck-doors':
      return (nowMs, describe) => ({ payloads: [describe(nowMs)] });
    case 'wrong-clock': {
      const offMs = random.pick([-3 * 60 * minute, -11 * minute, 4 * minute]);
      return (nowMs, describe) => ({ payloads: [describe(nowMs + offMs)] });
    }
    case 'late':
      return reportInBatches(random, startMs);
    case 'silent': {
      const isQuiet = alternate(random, startMs, [1.5, 4], [2, 5]);
      return (nowMs, describe) => (isQuiet(nowMs) ? nothing : { payloads: [describe(nowMs)] });
    }
    case 'drops-out':
      return reportUnlessDropped(alternate(random, startMs, [1, 3], [8, 15]));
  }
};

/** Tells which of two phases of random length, in minutes, a moment falls into. Moments only go forward. */
const alternate = (
  random: Random,
  startMs: number,
  talking: readonly [number, number],
  quiet: readonly [number, number],
): ((nowMs: number) => boolean) => {
  let isQuiet = false;
  let untilMs = startMs + random.between(...talking) * minute;
  return (nowMs) => {
    while (nowMs >= untilMs) {
      isQuiet = !isQuiet;
      untilMs += random.between(...(isQuiet ? quiet : talking)) * minute;
    }
    return isQuiet;
  };
};

const reportUnlessDropped = (isDropped: (nowMs: number) => boolean): Reporting => {
  let wasDropped = false;
  return (nowMs, describe) => {
    const dropped = isDropped(nowMs);
    const hasChanged = dropped !== wasDropped;
    wasDropped = dropped;
    return {
      payloads: dropped ? [] : [describe(nowMs)],
      ...(hasChanged && { link: dropped ? 'lost' : 'back' }),
    };
  };
};

/** Collects for 15 to 45 s, then sends all at once; every now and then two reports have changed places. */
const reportInBatches = (random: Random, startMs: number): Reporting => {
  let waiting: string[] = [];
  let sendAtMs = startMs + random.between(15_000, 45_000);
  return (nowMs, describe) => {
    waiting.push(describe(nowMs));
    if (nowMs < sendAtMs) return nothing;
    sendAtMs = nowMs + random.between(15_000, 45_000);
    const payloads = waiting;
    waiting = [];
    for (let index = 1; index < payloads.length; index += 1) {
      const [earlier, later] = [payloads[index - 1], payloads[index]];
      if (earlier === undefined || later === undefined || random.next() > 0.2) continue;
      payloads[index - 1] = later;
      payloads[index] = earlier;
    }
    return { payloads };
  };
};
