import { z } from 'zod';
import { platformKinds } from '../../shared/platform/kinds.ts';

/** What is on disk of a token that is being made, or was made and not yet taken. Never its secret. */
export const creationRecordSchema = z.object({
  id: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  platform: z.enum(platformKinds),
  address: z.string(),
  tokenName: z.string(),
  tokenId: z.string().nullable(),
  /** `asked`: the request has left, or was about to. */
  state: z.enum(['asked', 'held', 'without-secret']),
  takenBy: z.array(z.enum(['reveal', 'connection', 'file'])),
  beganAtMs: z.number(),
});
export type CreationRecord = z.infer<typeof creationRecordSchema>;
