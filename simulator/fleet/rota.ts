import type { Clock } from '../clock.ts';

const shortestTickMs = 10;
const longestTickMs = 250;

/**
 * Gives every member one turn a period, spread evenly over it, so that no moment is busier than another. Turns that were
 * missed for longer than a period (the machine slept) are left out. Returns the way to end it.
 */
export const startRota = (
  clock: Clock,
  members: number,
  periodMs: number,
  takeTurn: (index: number) => void,
): (() => void) => {
  if (members === 0) return () => undefined;
  const slotMs = periodMs / members;
  const tickMs = Math.min(longestTickMs, Math.max(shortestTickMs, slotMs));
  const startMs = clock.now();
  let slotsDone = 0;
  let callOff: () => void;
  const tick = (): void => {
    const slotsDue = Math.floor((clock.now() - startMs) / slotMs) + 1;
    slotsDone = Math.max(slotsDone, slotsDue - members);
    for (; slotsDone < slotsDue; slotsDone += 1) takeTurn(slotsDone % members);
    callOff = clock.after(tickMs, tick);
  };
  callOff = clock.after(0, tick);
  return () => callOff();
};
