import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';

/** What an application is known by, and what its tokens are signed with. A successor with the same one honours the same tokens. */
export const applicationIdentitySchema = z.strictObject({
  applicationId: z.uuid(),
  signingKey: z.string().min(32).max(200),
  issuedAtMs: z.number().int(),
});
export type ApplicationIdentity = z.infer<typeof applicationIdentitySchema>;

export const createIdentity = (nowMs: number): ApplicationIdentity => ({
  applicationId: randomUUID(),
  signingKey: randomBytes(32).toString('base64'),
  issuedAtMs: nowMs,
});
