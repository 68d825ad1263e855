import { z } from 'zod';

export const restPlatforms = ['iot-central', 'watson'] as const;
export type RestPlatform = (typeof restPlatforms)[number];

/**
 * What can go wrong with a REST call. `401`, `429` and `503` are answered instead of doing anything. The others happen to
 * the answer, so that what was asked for is done: `slow` comes late, `cut` never comes, `half-page` ends in mid-sentence,
 * `changed-schema` calls a member of every object something else.
 */
export const faultKinds = ['401', '429', '503', 'slow', 'cut', 'half-page', 'changed-schema'] as const;

const count = z.number().int().min(0).max(1_000_000);
const seconds = z.number().min(0).max(600);

export const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  /** So many calls go well first. */
  after: count.default(0),
  /** So many calls fail; absent: all that follow. */
  times: count.min(1).optional(),
  /** Only calls whose path contains it. */
  path: z.string().min(1).max(200).optional(),
  /** How late a `slow` answer is. */
  seconds: seconds.default(5),
  /** Sent as `Retry-After` with 429 and 503; absent: no such header. */
  retryAfter: seconds.int().optional(),
});
export type Fault = z.infer<typeof faultSchema>;

/** A fault of one platform, or of all. */
export const plannedFaultSchema = z.object({ platform: z.enum(restPlatforms).optional(), fault: faultSchema });
export type PlannedFault = z.infer<typeof plannedFaultSchema>;

const numeric = new Set(['after', 'times', 'seconds', 'retryAfter']);

/** Reads `[PLATFORM:]KIND[,name=value]…`, as in `iot-central:429,after=20,times=3,path=/devices`. Undefined: not readable. */
export const parseFault = (text: string): PlannedFault | undefined => {
  const [head = '', ...settings] = text.split(',');
  const [kind, platform, ...rest] = head.split(':').reverse();
  if (rest.length > 0) return undefined;
  const fault: Record<string, unknown> = { kind };
  for (const setting of settings) {
    const at = setting.indexOf('=');
    const name = setting.slice(0, at);
    const value = setting.slice(at + 1);
    if (at < 1 || value === '') return undefined;
    fault[name] = numeric.has(name) ? Number(value) : value;
  }
  return plannedFaultSchema.safeParse({ ...(platform !== undefined && { platform }), fault }).data;
};
