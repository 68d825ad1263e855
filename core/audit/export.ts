import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditExportFormat, AuditFilter } from '../../shared/audit/query.ts';
import type { AuditReader } from './reader.ts';
import type { AuditRow } from './row.ts';

const sliceRows = 500;

const columns = [
  'sequence',
  'atMs',
  'user',
  'kind',
  'connectionId',
  'connectionName',
  'action',
  'target',
  'outcome',
  'detail',
  'operationId',
  'previousHash',
  'hash',
] as const satisfies readonly (keyof AuditRow)[];

/** The rows that are there when it begins, oldest first, a slice a piece. */
export async function* exportedLines(
  reader: AuditReader,
  format: AuditExportFormat,
  filter: AuditFilter,
): AsyncGenerator<string, void, undefined> {
  const last = reader.lastSequence();
  const lineOf = format === 'csv' ? csvLine : jsonLine;
  if (format === 'csv') yield csvHeader;
  for (let after = 0; ;) {
    const rows = reader.forward(filter, after, last, sliceRows);
    const reached = rows.at(-1)?.sequence;
    if (reached === undefined) return;
    yield rows.map(lineOf).join('');
    after = reached;
    await nextTurn();
  }
}

const jsonLine = (row: AuditRow): string =>
  `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]])))}\n`;

/** RFC 4180, with the time also as people read it. */
const csvHeader = `time,${columns.join(',')}\r\n`;

const csvLine = (row: AuditRow): string =>
  `${[timeOf(row.atMs), ...columns.map((column) => row[column])].map(csvCell).join(',')}\r\n`;

const timeOf = (atMs: number): string => {
  const time = new Date(atMs);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
};

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it
 * (https://owasp.org/www-community/attacks/CSV_Injection). A null is an empty cell.
 */
const csvCell = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
