import { useEffect } from 'react';
import { systemTimers } from '../../shared/contract/timers.ts';
import { documentVisibility } from '../engine/visibility.ts';
import { startRereading } from './rereading.ts';

/** Reads again while `isActive`; `read` and `delaysMs` have to be stable. A new `occasion` begins with the short waits. */
export const useRereading = (
  isActive: boolean,
  read: () => Promise<void>,
  delaysMs: readonly [number, ...number[]],
  occasion?: unknown,
): void => {
  useEffect(() => {
    if (!isActive) return undefined;
    return startRereading({ timers: systemTimers, visibility: documentVisibility, delaysMs, read });
  }, [isActive, read, delaysMs, occasion]);
};
