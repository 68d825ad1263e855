import type { Trend } from '../../shared/vehicle/detail.ts';

/** A chart shows this much of the past. */
export const trendWindowMs = 15 * 60_000;

/** Ten readings a second for the whole window; what is older than the newest ten thousand is not drawn. */
const maximumPoints = 10_000;

/** A signal's recent past, oldest first. Values are in the signal's own unit. */
export interface TrendPoints {
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

/** One place on the chart. A null value breaks the line: nothing was heard for longer than the feed explains. */
export interface ChartPoint {
  readonly timeMs: number;
  readonly value: number | null;
}

export const pointsOf = (trend: Trend): TrendPoints => ({
  timesMs: Array.from(trend.timesMs),
  values: Array.from(trend.values),
});

/** Readings that are not newer than the last one are a repetition and add nothing. */
export const appendPoint = (points: TrendPoints | undefined, timeMs: number, value: number): TrendPoints => {
  if (points === undefined) return { timesMs: [timeMs], values: [value] };
  const lastMs = points.timesMs.at(-1);
  if (lastMs !== undefined && timeMs <= lastMs) return points;
  const start = firstToKeep(points.timesMs, timeMs);
  return { timesMs: [...points.timesMs.slice(start), timeMs], values: [...points.values.slice(start), value] };
};

const firstToKeep = (timesMs: readonly number[], nowMs: number): number => {
  const oldestMs = nowMs - trendWindowMs;
  // One point before the window is kept, so that the line reaches the chart's left edge.
  const firstInside = timesMs.findIndex((timeMs) => timeMs >= oldestMs);
  const byAge = firstInside === -1 ? timesMs.length - 1 : firstInside - 1;
  return Math.max(0, byAge, timesMs.length + 1 - maximumPoints);
};

/**
 * What is drawn: at most two points for each of `buckets` equal spans of the window, the least and the greatest, so that a
 * short peak is never lost however many readings there are.
 */
export const chartPoints = (
  points: TrendPoints,
  nowMs: number,
  gapMs: number,
  buckets = 150,
): readonly ChartPoint[] => {
  const startMs = nowMs - trendWindowMs;
  const bucketMs = trendWindowMs / buckets;
  const drawn: ChartPoint[] = [];
  let bucket: Bucket | undefined;
  let previousMs: number | undefined;

  const flush = (): void => {
    if (bucket !== undefined) drawn.push(...bucketPoints(bucket));
    bucket = undefined;
  };

  for (const [index, timeMs] of points.timesMs.entries()) {
    const value = points.values[index];
    if (value === undefined || timeMs < startMs || timeMs > nowMs) continue;
    if (previousMs !== undefined && timeMs - previousMs > gapMs) {
      flush();
      drawn.push({ timeMs: previousMs + 1, value: null });
    }
    previousMs = timeMs;
    // Spans are counted from zero, not from the window's edge, so that the line does not shimmer as the window moves.
    const number = Math.floor(timeMs / bucketMs);
    const point = { timeMs, value };
    if (bucket?.number !== number) {
      flush();
      bucket = { number, least: point, greatest: point };
    } else {
      if (value < bucket.least.value) bucket = { ...bucket, least: point };
      if (value > bucket.greatest.value) bucket = { ...bucket, greatest: point };
    }
  }
  flush();
  return drawn;
};

interface BucketPoint {
  readonly timeMs: number;
  readonly value: number;
}

interface Bucket {
  readonly number: number;
  readonly least: BucketPoint;
  readonly greatest: BucketPoint;
}

const bucketPoints = ({ least, greatest }: Bucket): readonly ChartPoint[] => {
  if (least.timeMs === greatest.timeMs) return [least];
  return least.timeMs < greatest.timeMs ? [least, greatest] : [greatest, least];
};

/** A silence longer than this is a gap, not an interval: five intervals, and never less than a quarter of a minute. */
export const gapOf = (expectedIntervalMs: number): number => Math.max(5 * expectedIntervalMs, 15_000);
