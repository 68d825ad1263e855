const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** An age at a glance: "0 s", "59 s", "12 min", "3 h 5 min", "4 d". What comes from a clock ahead of ours is "0 s". */
export const formatAge = (ageMs: number): string => {
  if (ageMs < minuteMs) return `${String(Math.max(0, Math.floor(ageMs / secondMs)))} s`;
  if (ageMs < hourMs) return `${String(Math.floor(ageMs / minuteMs))} min`;
  if (ageMs < dayMs) {
    const minutes = Math.floor((ageMs % hourMs) / minuteMs);
    return `${String(Math.floor(ageMs / hourMs))} h${minutes === 0 ? '' : ` ${String(minutes)} min`}`;
  }
  return `${String(Math.floor(ageMs / dayMs))} d`;
};

const clockTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Time of day, in the machine's time zone. */
export const formatClock = (timeMs: number): string => clockTime.format(timeMs);

export const formatDateTime = (timeMs: number): string => dateAndTime.format(timeMs);
