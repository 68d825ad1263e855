import type { AuditExportFormat, AuditFilter, ExportedAudit } from '../../shared/audit/query.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { Audit } from './audit-log.ts';

/** What fits into one message to a window, with room to spare for characters of several bytes. */
const largestCharacters = 8_000_000;

const mediaTypes: Readonly<Record<AuditExportFormat, string>> = { jsonl: 'application/jsonl', csv: 'text/csv' };

/** An export as one file for a window to save. */
export const exportAudit = async (
  audit: Pick<Audit, 'export'>,
  clock: Pick<Clock, 'now'>,
  format: AuditExportFormat,
  filter: AuditFilter = {},
  limit = largestCharacters,
): Promise<Result<ExportedAudit>> => {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of audit.export(format, filter)) {
    length += piece.length;
    if (length > limit) {
      return fail(
        'too-large',
        'This is more than fits into one file. Choose a shorter time; audit.sqlite in the data folder holds all of it.',
      );
    }
    pieces.push(piece);
  }
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  return ok({ fileName: `fleetdeck-audit-${day}.${format}`, mediaType: mediaTypes[format], content: pieces.join('') });
};
