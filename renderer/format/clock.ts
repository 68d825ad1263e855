import { useSyncExternalStore } from 'react';

/**
 * One ticking hand for every age on screen, so that they all change in the same frame. It stops when nobody looks.
 * Read from the console's own clock: engine and window run on one machine.
 */
const intervalMs = 1000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

const tick = () => {
  if (document.hidden) return;
  nowMs = Date.now();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  if (timer === undefined) {
    nowMs = Date.now();
    timer = setInterval(tick, intervalMs);
    document.addEventListener('visibilitychange', tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    document.removeEventListener('visibilitychange', tick);
  };
};

/** Unix milliseconds, moving once a second. */
export const useNowMs = (): number => useSyncExternalStore(subscribe, () => nowMs);
