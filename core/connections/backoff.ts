/**
 * How long to wait before the next attempt. Half a second, doubling to six: a broker that returns is live again within
 * ten seconds. Jitter, so that a hundred consoles do not return as one.
 */
const firstDelayMs = 500;
const longestDelayMs = 6_000;

/** Someone else uses our client id: two consoles that throw each other out in turn must slow down. */
const contestedDelaysMs = [2_000, 5_000, 20_000] as const;

/** A loss this soon after a connect counts as a sign of a contest. */
export const quickLossMs = 5_000;
export const quickLossesUntilContested = 3;

/** `random` is in [0, 1). The delay is 75 to 100 % of the step, so it is never longer than the step. */
export const retryDelayMs = (failuresInARow: number, random: number): number => {
  const step = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(20, Math.max(0, failuresInARow - 1)));
  return Math.round(step * (0.75 + 0.25 * random));
};

export const contestedDelayMs = (quickLossesInARow: number, random: number): number => {
  const index = Math.min(contestedDelaysMs.length - 1, Math.max(0, quickLossesInARow - 1));
  return Math.round((contestedDelaysMs[index] ?? 20_000) * (0.75 + 0.25 * random));
};
