import { z } from 'zod';

/** What stands in the way, as a closed set. */
export const connectionProblems = [
  'name-not-found',
  'refused',
  'no-route',
  'timeout',
  'certificate-not-trusted',
  'certificate-expired',
  'certificate-name-mismatch',
  'client-certificate-required',
  'not-authorised',
  'client-id-rejected',
  'wrong-protocol',
  'broker-unavailable',
  'topic-refused',
  'taken-over',
  'closed',
  'secret-missing',
  'secret-locked',
  'invalid-settings',
  'no-messages',
  'engine-fault',
] as const;
export type ConnectionProblem = (typeof connectionProblems)[number];

export const problemSchema = z.strictObject({
  code: z.enum(connectionProblems),
  /** What happened and what to do, for an operator. */
  message: z.string(),
  /** The library's or broker's own words, for whoever runs the broker. Never a secret. */
  technical: z.string().optional(),
  willRetry: z.boolean(),
});
export type Problem = z.infer<typeof problemSchema>;
