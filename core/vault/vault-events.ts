import type { Clock } from '../clock.ts';

export const vaultEventKinds = [
  'unlocked',
  'unlock-failed',
  'locked',
  'saved',
  'removed',
  'read-failed',
  'migrated',
  'passphrase-changed',
  'backend-changed',
] as const;
export type VaultEventKind = (typeof vaultEventKinds)[number];

/** Something that whoever answers for the secrets may want to know later. Never holds a secret. */
export interface VaultEvent {
  readonly kind: VaultEventKind;
  /** Unix milliseconds. */
  readonly atMs: number;
  /** The backend that it happened in. */
  readonly backend: string;
  /** Of the secret that it is about; undefined where it is about the whole vault. */
  readonly key?: string;
  /** More of it in words, such as how many secrets were moved. */
  readonly detail?: string;
}

export interface VaultEventSource {
  /** @returns the way to stop listening. */
  readonly onEvent: (listener: (event: VaultEvent) => void) => () => void;
}

export interface VaultEvents extends VaultEventSource {
  readonly tell: (event: Omit<VaultEvent, 'atMs'>) => void;
}

export const createVaultEvents = (clock: Pick<Clock, 'now'>): VaultEvents => {
  const listeners = new Set<(event: VaultEvent) => void>();
  return {
    tell: (event) => {
      const stamped = { ...event, atMs: clock.now() };
      for (const listener of [...listeners]) listener(stamped);
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
