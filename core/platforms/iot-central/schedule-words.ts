import type { ScheduleAnswer } from './answers.ts';
import { dateInWords, timeOf } from './words.ts';

const recurrences: ReadonlyMap<string, string> = new Map([
  ['daily', 'Every day'],
  ['weekly', 'Every week'],
  ['monthly', 'Every month'],
]);

/** "Every week from 3 May 2026, 06:00 UTC, 5 times". */
export const scheduleInWords = ({ start, recurrence, end }: ScheduleAnswer): string => {
  const startMs = timeOf(start);
  const from = startMs === null ? start : dateInWords(startMs);
  if (recurrence === undefined) return `Once, ${from}`;
  const often = recurrences.get(recurrence) ?? `Repeated (${recurrence})`;
  return `${often} from ${from}${endInWords(end)}`;
};

const endInWords = (end: ScheduleAnswer['end']): string => {
  if (end?.occurrences !== undefined) return end.occurrences === 1 ? ', once' : `, ${end.occurrences} times`;
  const untilMs = timeOf(end?.date);
  if (untilMs === null) return '';
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(untilMs);
  return `, until ${day}`;
};
