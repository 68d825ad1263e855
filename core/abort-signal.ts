import type { AbortSignalLike } from '../shared/contract/platform.ts';

/** The host's own kind of signal, which Node's and the libraries' calls ask for. */
export const nodeSignal = (signal: AbortSignalLike): AbortSignal => {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  signal.addEventListener('abort', () => {
    controller.abort();
  });
  return controller.signal;
};
