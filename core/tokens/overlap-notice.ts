import type { TokenNotice } from '../../shared/access/watch.ts';
import type { RotationRecord } from './rotation-record.ts';

/** Whether the time that was agreed for both tokens is over. Where none was agreed, whoever rotates is still at it. */
export const isOverlapOver = (
  { overlapMs, overlapEndsAtMs }: Pick<RotationRecord, 'overlapMs' | 'overlapEndsAtMs'>,
  nowMs: number,
): boolean => overlapMs > 0 && overlapEndsAtMs !== null && overlapEndsAtMs <= nowMs;

/** That the old token of a rotation can be revoked. Undefined before it can, and when it was. */
export const overlapNotice = (record: RotationRecord, nowMs: number): TokenNotice | undefined => {
  const { id, connectionId, connectionName, old, successor, step, overlapEndsAtMs } = record;
  if (step !== 'revoke' || overlapEndsAtMs === null || !isOverlapOver(record, nowMs)) return undefined;
  return {
    id: `${id}|${String(overlapEndsAtMs)}|overlap-ended`,
    ...{ connectionId, connectionName, tokenId: old.id, tokenName: old.name, rotationId: id },
    ...{ expiresAtMs: overlapEndsAtMs, threshold: 'overlap-ended', isOwn: false },
    text: `The time agreed for both “${old.name}” and “${successor.name}” on “${connectionName}” is over. “${old.name}” is still valid: revoke it, after a look at what stops with it.`,
  };
};
