import { createHash } from 'node:crypto';
import { z } from 'zod';
import { auditEntrySchema, auditKinds, auditOutcomes, type AuditEntry } from '../../shared/audit/entry.ts';

/**
 * A row as it is in the file. Wider than an entry: a row of a later version, or one that was tampered with, is still
 * hashed, shown and exported as it was found.
 */
export const auditRowSchema = auditEntrySchema.extend({
  sequence: z.number().int(),
  kind: z.string(),
  outcome: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRowSchema>;

const encodingName = 'fleetdeck-audit/1';

/**
 * What is hashed: the fields and the previous hash as one JSON array in this order, without spaces, in UTF-8. That is
 * the JSON Canonicalization Scheme (RFC 8785) for an array of texts, whole numbers and nulls, so any language can
 * compute it, and no two different rows have the same encoding.
 */
export const canonicalEncoding = (row: Omit<AuditRow, 'hash'>): string =>
  JSON.stringify([
    encodingName,
    row.sequence,
    row.atMs,
    row.user,
    row.kind,
    row.connectionId,
    row.connectionName,
    row.action,
    row.target,
    row.outcome,
    row.detail,
    row.operationId,
    row.previousHash,
  ]);

/** SHA-256 of the canonical encoding, lower-case hexadecimal. */
export const hashOf = (row: Omit<AuditRow, 'hash'>): string =>
  createHash('sha256').update(canonicalEncoding(row), 'utf8').digest('hex');

const noHash = '0'.repeat(64);

/** For a window: what the row says in words that this version knows. */
export const entryOf = (row: AuditRow): AuditEntry => ({
  ...row,
  sequence: Math.max(1, row.sequence),
  kind: auditKinds.find((kind) => kind === row.kind) ?? 'other',
  outcome: auditOutcomes.find((outcome) => outcome === row.outcome) ?? 'unknown',
  previousHash: hashText.test(row.previousHash) ? row.previousHash : noHash,
  hash: hashText.test(row.hash) ? row.hash : noHash,
});

const hashText = /^[0-9a-f]{64}$/;
