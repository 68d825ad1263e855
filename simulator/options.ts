import { z } from 'zod';
import { plannedFaultSchema } from './http/fault.ts';
import { iotCentralRestartSchema } from './iot-central/platform.ts';
import { practiceCredentialsSchema } from './watson/credentials.ts';

export const limits = {
  vehicles: { minimum: 0, maximum: 10_000, isWhole: true },
  rate: { minimum: 0.01, maximum: 20, isWhole: false },
  seed: { minimum: 0, maximum: 4_294_967_295, isWhole: true },
  port: { minimum: 0, maximum: 65_535, isWhole: true },
  speed: { minimum: 0.01, maximum: 100_000, isWhole: false },
  latency: { minimum: 0, maximum: 60_000, isWhole: true },
  tokens: { minimum: 0, maximum: 10_000, isWhole: true },
} as const;

const limited = ({ minimum, maximum, isWhole }: (typeof limits)[keyof typeof limits]) => {
  const number = z.number().min(minimum).max(maximum);
  return isWhole ? number.int() : number;
};

/** What the platform is started with, by a command line or by a parent process. `rate` is reports a second of each vehicle. */
export const platformOptionsSchema = z.object({
  vehicles: limited(limits.vehicles).default(50),
  rate: limited(limits.rate).default(1),
  seed: limited(limits.seed).default(1),
  /** 0 or absent: any free port. */
  port: limited(limits.port).optional(),
  plainPort: limited(limits.port).optional(),
  watsonRestPort: limited(limits.port).optional(),
  credentials: practiceCredentialsSchema.optional(),
  iotCentral: iotCentralRestartSchema.optional(),
  /** Milliseconds by which every REST answer is late. */
  latency: limited(limits.latency).optional(),
  /** API tokens, or keys, that each platform has beside those that are told. */
  tokens: limited(limits.tokens).optional(),
  /** What goes wrong with REST calls from the start. */
  faults: z.array(plannedFaultSchema).optional(),
  /** Opens the admin routes of the REST servers. */
  adminKey: z.string().min(16).max(200).optional(),
  replay: z.object({ file: z.string().min(1), speed: limited(limits.speed).default(1) }).optional(),
});
export type PlatformOptions = z.infer<typeof platformOptionsSchema>;
