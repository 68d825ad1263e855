import { bearingBetween, distanceBetween, travel, type Position } from './geodesy.ts';
import type { Random } from './random.ts';
import { cities, towns, type Town } from './towns.ts';

export interface Stop {
  readonly dwellS: number;
  readonly opensDoor: boolean;
  readonly ignitionOff: boolean;
}

export interface Waypoint {
  readonly position: Position;
  /** Of the road that leads here. */
  readonly limitKmh: number;
  readonly stop: Stop | null;
}

/** An endless drive, made up as it goes. */
export type Itinerary = Iterator<Waypoint, never>;

const townLimitKmh = 50;

const within = (random: Random, { centre, radiusM }: Town): Position =>
  travel(centre, random.between(0, 360), radiusM * Math.sqrt(random.next()));

const trafficLight = (random: Random): Stop | null =>
  random.next() < 0.25 ? { dwellS: random.between(8, 45), opensDoor: false, ignitionOff: false } : null;

/** Through a town: along streets that cross at right angles, with a red light now and then. */
function* streets(random: Random, from: Position, to: Position, gridHeading: number): Generator<Waypoint> {
  const distanceM = distanceBetween(from, to);
  const blocks = Math.max(1, Math.round(distanceM / 700));
  const angle = ((bearingBetween(from, to) - gridHeading) * Math.PI) / 180;
  const alongM = (Math.cos(angle) * distanceM) / blocks;
  const acrossM = (Math.sin(angle) * distanceM) / blocks;
  let corner = from;
  for (let block = 0; block < blocks; block += 1) {
    corner = travel(corner, gridHeading, alongM);
    yield { position: corner, limitKmh: townLimitKmh, stop: trafficLight(random) };
    if (block === blocks - 1) break;
    corner = travel(corner, gridHeading + 90, acrossM);
    yield { position: corner, limitKmh: random.next() < 0.2 ? 30 : townLimitKmh, stop: null };
  }
}

/** Between towns: a road that winds gently about the straight line. */
function* road(random: Random, from: Position, to: Position, limitKmh: number): Generator<Waypoint> {
  const distanceM = distanceBetween(from, to);
  const heading = bearingBetween(from, to);
  const pieces = Math.max(1, Math.round(distanceM / 1200));
  const swayM = distanceM * random.between(-0.05, 0.05);
  const ripples = random.integer(2, 5);
  const rippleM = Math.min(600, distanceM * random.between(0.005, 0.02));
  for (let piece = 1; piece < pieces; piece += 1) {
    const share = piece / pieces;
    const asideM = swayM * Math.sin(Math.PI * share) + rippleM * Math.sin(2 * Math.PI * ripples * share);
    const position = travel(travel(from, heading, distanceM * share), heading + 90, asideM);
    yield { position, limitKmh: share < 0.08 || share > 0.92 ? Math.min(70, limitKmh) : limitKmh, stop: null };
  }
  yield { position: to, limitKmh: townLimitKmh, stop: null };
}

/** A lorry's work: from a ramp in one town to a ramp in another, unloading with the engine off. */
export function* haulage(random: Random): Generator<Waypoint, never> {
  let here = random.pick(towns);
  let ramp = within(random, here);
  for (;;) {
    yield {
      position: ramp,
      limitKmh: 20,
      stop: { dwellS: random.between(240, 900), opensDoor: true, ignitionOff: true },
    };
    let next = random.pick(towns);
    while (next === here) next = random.pick(towns);
    const nextRamp = within(random, next);
    yield* road(random, ramp, nextRamp, random.pick([80, 80, 100]));
    here = next;
    ramp = nextRamp;
  }
}

/** A van's work: door after door in one town. */
export function* deliveryRound(random: Random): Generator<Waypoint, never> {
  const town = random.pick(towns);
  const gridHeading = random.between(0, 90);
  let here = within(random, town);
  for (;;) {
    yield {
      position: here,
      limitKmh: 30,
      stop: { dwellS: random.between(30, 150), opensDoor: true, ignitionOff: random.next() < 0.6 },
    };
    let next = within(random, town);
    while (distanceBetween(here, next) < 150) next = within(random, town);
    yield* streets(random, here, next, gridHeading);
    here = next;
  }
}

/** A bus line: the same loop of stops for ever, with a pause at its terminus. */
export function* busLine(random: Random): Generator<Waypoint, never> {
  const { centre, radiusM } = random.pick(cities);
  const gridHeading = random.between(0, 90);
  const count = random.integer(10, 18);
  const startHeading = random.between(0, 360);
  const stops = Array.from({ length: count }, (_, index) =>
    travel(centre, startHeading + (index * 360) / count, radiusM * random.between(0.35, 0.8)),
  );
  for (let index = 0; ; index = (index + 1) % count) {
    const here = stops[index] ?? centre;
    const next = stops[(index + 1) % count] ?? centre;
    yield {
      position: here,
      limitKmh: 30,
      stop: {
        dwellS: index === 0 ? random.between(120, 300) : random.between(12, 40),
        opensDoor: true,
        ignitionOff: false,
      },
    };
    yield* streets(random, here, next, gridHeading);
  }
}
