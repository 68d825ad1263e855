import { z } from 'zod';
import { secretStatuses } from '../../shared/connection/settings.ts';

/** The engine's process asks, the main process answers. Both ends are ours; the check keeps a mistake from becoming a loss. */
const id = z.number().int();
const key = z.string().min(1);

export const vaultRequestSchema = z.discriminatedUnion('method', [
  z.strictObject({ type: z.literal('vault-request'), id, method: z.literal('read'), key }),
  z.strictObject({ type: z.literal('vault-request'), id, method: z.literal('status'), key }),
  z.strictObject({ type: z.literal('vault-request'), id, method: z.literal('remove'), key }),
  z.strictObject({ type: z.literal('vault-request'), id, method: z.literal('save'), key, secret: z.string() }),
]);
export type VaultRequest = z.infer<typeof vaultRequestSchema>;

const answer = z.union([
  z.strictObject({ status: z.literal('ok'), secret: z.string() }),
  z.strictObject({ status: z.enum(['absent', 'locked', 'undecryptable']) }),
]);

export const vaultReplySchema = z.discriminatedUnion('method', [
  z.strictObject({ type: z.literal('vault-reply'), id, method: z.literal('read'), value: answer }),
  z.strictObject({ type: z.literal('vault-reply'), id, method: z.literal('status'), value: z.enum(secretStatuses) }),
  z.strictObject({ type: z.literal('vault-reply'), id, method: z.literal('remove'), value: z.null() }),
  z.strictObject({ type: z.literal('vault-reply'), id, method: z.literal('save'), value: z.enum(['saved', 'locked']) }),
  z.strictObject({ type: z.literal('vault-reply'), id, method: z.literal('failed'), value: z.null() }),
]);
export type VaultReply = z.infer<typeof vaultReplySchema>;
