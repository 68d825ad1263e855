import { z } from 'zod';

/** Ids of connections, vehicles and what belongs to them. */
export const id = z.string().min(1).max(300);
export const nothing = z.strictObject({});
export const done = z.null();

/** A method: what it takes, what it answers, and after how long a window stops waiting. */
export const method = <P extends z.ZodType, R extends z.ZodType>(params: P, result: R, timeoutMs = 10_000) => ({
  params,
  result,
  timeoutMs,
});
