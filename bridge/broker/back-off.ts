const [firstMs, longestMs] = [500, 30_000];

/**
 * How long to wait before the attempt after `failures` in a row: doubling, at most half a minute, and anything between half
 * and all of that, so that many bridges do not return at once.
 */
export const backOffMs = (failures: number, random: () => number): number => {
  const wholeMs = Math.min(firstMs * 2 ** Math.max(0, failures - 1), longestMs);
  return Math.round(wholeMs * (0.5 + random() / 2));
};
