import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditBreak, AuditVerification } from '../../shared/audit/verification.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Anchor, AnchorPoint } from './anchor.ts';
import type { AuditReader } from './reader.ts';
import { hashOf, type AuditRow } from './row.ts';

/** About two milliseconds of hashing; the engine has a frame to send every fifty. */
const sliceRows = 500;

/** All are counted; so many are explained. */
const explainedBreaks = 20;

/** After each slice: how many rows are looked at, of how many that there were when it began. */
export type OnProgress = (doneCount: number, totalCount: number) => void;

export interface CheckOptions {
  readonly checkedAtMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** Goes through the rows that are there now, from the first to the last. Rows that are added meanwhile are not looked at. */
export const verifyChain = async (
  reader: AuditReader,
  anchor: Anchor | undefined,
  { checkedAtMs, signal, onProgress }: CheckOptions,
): Promise<Result<AuditVerification>> => {
  const last = reader.lastSequence();
  const rowCount = reader.rowCount();
  const walk = new Walk(reader.origin());
  const ends = endsOf(reader, anchor, last);
  for (let after = 0; ;) {
    if (signal?.aborted === true) return fail('cancelled', 'The check of the audit log was stopped before its end.');
    const rows = reader.forward({}, after, last, sliceRows);
    for (const row of rows) walk.step(row);
    const reached = rows.at(-1)?.sequence;
    if (reached === undefined) break;
    after = reached;
    onProgress?.(walk.rowCount, rowCount);
    await nextTurn();
  }
  return ok(reportOf(walk, ends, anchor, checkedAtMs));
};

class Walk {
  readonly breaks: AuditBreak[] = [];
  breakCount = 0;
  rowCount = 0;
  consistentFrom: number | null = null;
  previous: { readonly sequence: number; readonly hash: string };

  constructor(origin: string) {
    this.previous = { sequence: 0, hash: origin };
  }

  step(row: AuditRow): void {
    const explanation = problemOf(row, this.previous);
    if (explanation !== undefined) {
      this.note(row.sequence, explanation);
      this.consistentFrom = null;
    }
    // A row that does not follow from the one before can itself be sound, and begins what is consistent again.
    if (isSound(row)) this.consistentFrom ??= row.sequence;
    this.rowCount++;
    this.previous = row;
  }

  note(sequence: number, explanation: string): void {
    this.breakCount++;
    if (this.breaks.length < explainedBreaks) this.breaks.push({ sequence: Math.max(1, sequence), explanation });
  }
}

const isSound = (row: AuditRow): boolean => hashOf(row) === row.hash;

const problemOf = (row: AuditRow, previous: Walk['previous']): string | undefined => {
  const missing = row.sequence - previous.sequence - 1;
  if (missing > 0) {
    const range =
      missing === 1
        ? `Entry ${String(row.sequence - 1)} is`
        : `Entries ${String(previous.sequence + 1)} to ${String(row.sequence - 1)} are`;
    return `${range} missing.`;
  }
  if (!isSound(row)) return `Entry ${String(row.sequence)} was changed after it was written.`;
  if (row.previousHash === previous.hash) return undefined;
  return previous.sequence === 0
    ? 'The log does not begin as it was begun: entries before the first one are missing, or the beginning was replaced.'
    : `Entry ${String(row.sequence)} was not written after entry ${String(previous.sequence)} as it is now: one of the two was put in its place, or entries between them were removed.`;
};

interface Ends {
  readonly state: AuditVerification['end'];
  readonly problems: readonly AuditBreak[];
}

const endsOf = (reader: AuditReader, anchor: Anchor | undefined, last: number): Ends => {
  if (anchor === undefined) return { state: 'not-noted', problems: [] };
  const points = [...anchor.lost, anchor.latest];
  const problems = points
    .filter((point) => !reader.holds(point))
    .map((point) => endProblem(point, point === anchor.latest ? last : undefined, reader.origin()));
  return { state: problems.length === 0 ? 'as-noted' : 'differs', problems };
};

const endProblem = (point: AnchorPoint, last: number | undefined, origin: string): AuditBreak => {
  const end = String(point.sequence);
  if (point.origin !== origin) {
    return { sequence: 1, explanation: `This is another log than the one that went up to entry ${end}.` };
  }
  if (last !== undefined && last < point.sequence) {
    return {
      sequence: last + 1,
      explanation: `The end is missing: the log once went up to entry ${end}, and now ends with ${String(last)}.`,
    };
  }
  return {
    sequence: point.sequence,
    explanation: `The log once ended with another entry ${end} than it has now: that one was removed or replaced.`,
  };
};

const reportOf = (walk: Walk, ends: Ends, anchor: Anchor | undefined, checkedAtMs: number): AuditVerification => {
  for (const { sequence, explanation } of ends.problems) walk.note(sequence, explanation);
  const breaks = [...walk.breaks].sort((a, b) => a.sequence - b.sequence);
  const { previous } = walk;
  const [firstBroken] = breaks;
  return {
    isIntact: walk.breakCount === 0,
    rowCount: walk.rowCount,
    ...(firstBroken === undefined ? {} : { firstBroken }),
    breaks,
    breakCount: walk.breakCount,
    consistentFrom: walk.consistentFrom,
    head: walk.rowCount === 0 ? null : { sequence: previous.sequence, hash: previous.hash },
    end: anchor === undefined ? 'not-noted' : ends.state,
    checkedAtMs,
  };
};
