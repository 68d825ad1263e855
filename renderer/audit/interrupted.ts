import { useEffect } from 'react';
import { create } from 'zustand';
import type { AuditEntry } from '../../shared/audit/entry.ts';
import { useLinkState } from '../engine/engine-context.ts';
import { useReading } from '../platform/use-reading.ts';

/** Up to which entry somebody has said to have seen it. */
export const useSeenInterruptions = create<{ readonly upTo: number }>(() => ({ upTo: 0 }));

const nothing: readonly AuditEntry[] = [];

/** What was under way when the console ended, and nobody has put away yet; asked for again whenever an engine has started. */
export const useInterrupted = (): readonly AuditEntry[] => {
  const { value = nothing, reload } = useReading('audit.interrupted', {});
  const seenUpTo = useSeenInterruptions(({ upTo }) => upTo);
  const link = useLinkState();
  useEffect(() => {
    if (link === 'ready') void reload();
  }, [link, reload]);
  return value.filter(({ sequence }) => sequence > seenUpTo);
};

export const putAway = (interrupted: readonly AuditEntry[]): void => {
  useSeenInterruptions.setState({ upTo: Math.max(0, ...interrupted.map(({ sequence }) => sequence)) });
};
