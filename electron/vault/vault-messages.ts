import { z } from 'zod';
import { vaultEventKinds } from '../../core/vault/vault-events.ts';
import { appInfoSchema } from '../../shared/contract/contract.ts';
import { secretStatuses } from '../../shared/connection/settings.ts';

/** The engine's process asks, the main process answers. Both ends are ours; the check keeps a mistake from becoming a loss. */
const id = z.number().int();
const key = z.string().min(1);

export const vaultRequestSchema = z.discriminatedUnion('method', [
  z.strictObject({ type: z.literal('vault-request'), id, method: z.literal('read'), key }),
  z.strictObject({ type: z.literal('vault-request'), id, method: z.literal('status'), key }),
  z.strictObject({ type: z.literal('vault-request'), id, method: z.literal('remove'), key }),
  z.strictObject({ type: z.literal('vault-request'), id, method: z.literal('save'), key, secret: z.string() }),
  z.strictObject({ type: z.literal('vault-request'), id, method: z.literal('entries') }),
]);
export type VaultRequest = z.infer<typeof vaultRequestSchema>;

const answer = z.union([
  z.strictObject({ status: z.literal('ok'), secret: z.string() }),
  z.strictObject({ status: z.enum(['absent', 'locked', 'undecryptable']) }),
]);

const entry = z.strictObject({
  key,
  backend: z.string(),
  createdAtMs: z.number().nullable(),
  lastUsedAtMs: z.number().nullable(),
  status: z.enum(secretStatuses),
});

export const vaultReplySchema = z.discriminatedUnion('method', [
  z.strictObject({ type: z.literal('vault-reply'), id, method: z.literal('read'), value: answer }),
  z.strictObject({ type: z.literal('vault-reply'), id, method: z.literal('status'), value: z.enum(secretStatuses) }),
  z.strictObject({ type: z.literal('vault-reply'), id, method: z.literal('remove'), value: z.null() }),
  z.strictObject({ type: z.literal('vault-reply'), id, method: z.literal('save'), value: z.enum(['saved', 'locked']) }),
  z.strictObject({ type: z.literal('vault-reply'), id, method: z.literal('entries'), value: z.array(entry) }),
  /** Words for an operator, where the vault has some; never those of an error that it did not foresee. */
  z.strictObject({ type: z.literal('vault-reply'), id, method: z.literal('failed'), value: z.string().nullable() }),
]);
export type VaultReply = z.infer<typeof vaultReplySchema>;

/** What happened in the main process's vault, for whoever listens in the engine's. */
export const vaultNewsSchema = z.strictObject({
  type: z.literal('vault-event'),
  /** As it is from now on. */
  info: appInfoSchema.shape.vault,
  event: z.strictObject({
    kind: z.enum(vaultEventKinds),
    atMs: z.number(),
    backend: z.string(),
    key: key.optional(),
    detail: z.string().optional(),
  }),
});
export type VaultNews = z.infer<typeof vaultNewsSchema>;
