import type { Lane } from './lane.ts';

/** A person waits for a click: fewer tries, in quicker succession. */
export const mostAttempts: Readonly<Record<Lane, number>> = { click: 3, background: 5 };
const firstStepMs: Readonly<Record<Lane, number>> = { click: 250, background: 500 };
const longestStepMs: Readonly<Record<Lane, number>> = { click: 2_000, background: 20_000 };

/** A platform that asks for longer is asked again nevertheless: a mistaken header must not silence a connection. */
export const longestRetryAfterMs = 120_000;

/** So that consoles which were sent away together do not return as one. */
const returnSpreadMs = 500;

/** The platforms count by the second: sooner than after one, asking again is in vain. */
const shortestPauseMs = 1_000;
const longestPauseStepMs = 30_000;

/**
 * How long one request waits before it is tried again: anywhere from nothing to a step that doubles ("full jitter",
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export const retryDelayMs = (lane: Lane, failedAttempts: number, random: number): number =>
  Math.round(random * Math.min(longestStepMs[lane], firstStepMs[lane] * 2 ** Math.min(20, failedAttempts - 1)));

/** How long the whole client pauses after 429; `inARow` counts pauses without a success in between, from 1. */
export const pauseMs = (retryAfterMs: number | undefined, inARow: number, random: number): number =>
  retryAfterMs === undefined
    ? shortestPauseMs + Math.round(random * Math.min(longestPauseStepMs, 500 * 2 ** Math.min(20, inARow)))
    : retryAfterMs + Math.round(random * returnSpreadMs);

/**
 * `Retry-After` (RFC 9110, section 10.2.3): seconds or a date, here as milliseconds from now. A date is read by the
 * platform's own clock where it sent one along. Undefined where there is none or it cannot be read.
 */
export const readRetryAfterMs = (headers: Readonly<Record<string, string>>, nowMs: number): number | undefined => {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(longestRetryAfterMs, Math.ceil(Number(text) * 1000));
  const untilMs = Date.parse(text);
  if (!/^[A-Za-z]/.test(text) || Number.isNaN(untilMs)) return undefined;
  const platformNowMs = Date.parse(headers.date ?? '');
  const fromMs = Number.isNaN(platformNowMs) ? nowMs : platformNowMs;
  return Math.min(longestRetryAfterMs, Math.max(0, untilMs - fromMs));
};
