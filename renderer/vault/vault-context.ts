import { createContext, use, useEffect, useRef } from 'react';
import type { VaultView } from '../../shared/vault/vault.ts';
import { systemTimers } from '../../shared/contract/timers.ts';
import { useLinkState } from '../engine/engine-context.ts';
import { useTopic } from '../engine/use-topic.ts';
import { useReading, type UsedReading } from '../platform/use-reading.ts';
import { useRereading } from '../platform/use-rereading.ts';
import { isLocked } from './vault-words.ts';

export type VaultReading = UsedReading<VaultView>;

const VaultContext = createContext<VaultReading | null>(null);

export const VaultContextProvider = VaultContext.Provider;

/** The vault as it stands, read once for the whole window. */
export const useVault = (): VaultReading => {
  const vault = use(VaultContext);
  if (vault === null) throw new Error('useVault needs a VaultProvider above it');
  return vault;
};

/** A burst of entries in the log is one reading. */
const settleMs = 500;
/** Nothing tells when a keyring outside the console is opened. */
const lockedDelaysMs = [5000, 10_000, 30_000] as const;

/** Reads the vault again whenever something was recorded, as everything that changes a vault is. */
export const useVaultReading = (): VaultReading => {
  const reading = useReading('vault.view', {});
  const lastSequence = useTopic('audit', {})?.lastSequence;
  const link = useLinkState();
  const { value, isReading, reload } = reading;
  const readAt = useRef<number | null>(null);

  useEffect(() => {
    // Another engine may have found the vault locked without anything being recorded.
    if (link !== 'ready') readAt.current = null;
  }, [link]);

  useEffect(() => {
    if (lastSequence === undefined || link !== 'ready' || isReading || readAt.current === lastSequence)
      return undefined;
    return systemTimers.after(settleMs, () => {
      readAt.current = lastSequence;
      void reload();
    });
  }, [lastSequence, link, isReading, reload]);

  useRereading(value !== undefined && isLocked(value), reload, lockedDelaysMs);
  return reading;
};
