import { z } from 'zod';
import { auditEntrySchema } from '../audit/entry.ts';
import { auditExportFormats, auditFilterSchema, auditPageSchema, auditQuerySchema } from '../audit/query.ts';
import { auditVerificationSchema } from '../audit/verification.ts';
import { newPassphraseSchema, proposedPassphraseSchema } from '../backup/passphrase.ts';
import {
  exportedSettingsSchema,
  importDecisionSchema,
  importOutcomeSchema,
  importPreviewSchema,
} from '../backup/backup.ts';
import { migrationReportSchema, vaultBackends, vaultViewSchema } from '../vault/vault.ts';
import { done, id, method, nothing } from './method.ts';

/** A passphrase that opens something; what a new one has to be is asked where it is chosen. */
const passphrase = z.string().min(1).max(1000);
/** Key derivation is slow on purpose, and a whole log or vault is walked. */
const slowTimeoutMs = 5 * 60_000;

/** What the admin's desk asks: where secrets are kept, what was done with this console, and its settings as a file. */
export const adminMethods = {
  'vault.view': method(nothing, vaultViewSchema),
  /** Without a passphrase the keyring is asked again, which its owner opens outside the console. */
  'vault.unlock': method(z.strictObject({ passphrase: passphrase.optional() }), vaultViewSchema, slowTimeoutMs),
  'vault.lock': method(nothing, vaultViewSchema),
  /** `former` null: a passphrase where there was none. */
  'vault.setPassphrase': method(
    z.strictObject({ former: passphrase.nullable(), next: newPassphraseSchema }),
    migrationReportSchema,
    slowTimeoutMs,
  ),
  /** With the active backend it continues a move that was interrupted. */
  'vault.migrate': method(
    z.strictObject({
      backend: z.enum(vaultBackends),
      passphrase: passphrase.optional(),
      /** Move what can be read, and leave the rest where it is. */
      leaveUnreadable: z.boolean().optional(),
    }),
    migrationReportSchema,
    slowTimeoutMs,
  ),

  /** Removes a secret that is left over; no other. */
  'vault.forget': method(z.strictObject({ key: z.string().min(1).max(500) }), vaultViewSchema),

  'audit.query': method(auditQuerySchema, auditPageSchema),
  /** What was under way when the console ended the last time: the entries that say so, oldest first, with what to do. */
  'audit.interrupted': method(nothing, z.array(auditEntrySchema)),
  'audit.verify': method(nothing, auditVerificationSchema, slowTimeoutMs),
  'audit.export': method(
    z.strictObject({ format: z.enum(auditExportFormats), filter: auditFilterSchema }),
    z.strictObject({ fileName: z.string(), mediaType: z.string(), content: z.string() }),
    slowTimeoutMs,
  ),

  'backup.export': method(
    z.strictObject({ withSecrets: newPassphraseSchema.nullable() }),
    exportedSettingsSchema,
    slowTimeoutMs,
  ),
  /** `content`: the file as text, sealed or not. */
  'backup.preview': method(
    z.strictObject({ content: z.string().max(32_000_000), passphrase: passphrase.optional() }),
    importPreviewSchema,
    slowTimeoutMs,
  ),
  'backup.apply': method(
    z.strictObject({ previewId: id, decision: importDecisionSchema }),
    importOutcomeSchema,
    slowTimeoutMs,
  ),
  'backup.discard': method(z.strictObject({ previewId: id }), done),

  'passphrase.propose': method(nothing, proposedPassphraseSchema),
} as const;
