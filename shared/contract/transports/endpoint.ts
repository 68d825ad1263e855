import type { Transport } from '../transport.ts';

/** What every transport does alike: keep early messages, tell its listeners, and close once. */
export interface Endpoint extends Pick<Transport, 'onMessage' | 'onClose'> {
  readonly isClosed: () => boolean;
  readonly deliver: (message: unknown) => void;
  /** Only the first call counts. */
  readonly end: (reason: string) => void;
}

export const closedHere = 'Closed by this side.';
export const closedThere = 'The other side closed the connection.';

export const createEndpoint = (): Endpoint => {
  const messageListeners = new Set<(message: unknown) => void>();
  const closeListeners = new Set<(reason: string) => void>();
  let early: unknown[] | undefined = [];
  let closeReason: string | undefined;

  const deliver = (message: unknown): void => {
    if (early !== undefined) {
      early.push(message);
      return;
    }
    for (const listener of [...messageListeners]) listener(message);
  };

  return {
    isClosed: () => closeReason !== undefined,
    deliver,
    end: (reason) => {
      if (closeReason !== undefined) return;
      closeReason = reason;
      const listeners = [...closeListeners];
      closeListeners.clear();
      for (const listener of listeners) listener(reason);
    },
    onMessage: (listener) => {
      messageListeners.add(listener);
      const kept = early ?? [];
      early = undefined;
      for (const message of kept) deliver(message);
      return () => {
        messageListeners.delete(listener);
      };
    },
    onClose: (listener) => {
      if (closeReason !== undefined) {
        listener(closeReason);
        return () => undefined;
      }
      closeListeners.add(listener);
      return () => {
        closeListeners.delete(listener);
      };
    },
  };
};
