import { z } from 'zod';

export const scheduleSchema = z.object({
  start: z.iso.datetime({ offset: true }),
  recurrence: z.enum(['daily', 'weekly', 'monthly']).optional(),
  end: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('date'), date: z.iso.date() }),
      z.object({ type: z.literal('occurrences'), occurrences: z.number().int().min(1).max(999) }),
    ])
    .optional(),
});
export type Schedule = z.infer<typeof scheduleSchema>;

const dayMs = 24 * 3600 * 1000;

/** When the occurrence with the number (0 is the first) is due, Unix ms; undefined when the schedule has ended before. */
export const occurrence = ({ start, recurrence, end }: Schedule, number: number): number | undefined => {
  if (recurrence === undefined && number > 0) return undefined;
  if (end?.type === 'occurrences' && number >= end.occurrences) return undefined;
  const first = new Date(start);
  const dueAtMs = recurrence === 'monthly' ? monthsLater(first, number) : daysLater(first, number, recurrence);
  // The last day counts whole.
  if (end?.type === 'date' && dueAtMs >= Date.parse(end.date) + dayMs) return undefined;
  return dueAtMs;
};

const daysLater = (first: Date, number: number, recurrence: 'daily' | 'weekly' | undefined): number =>
  first.getTime() + number * (recurrence === 'weekly' ? 7 : 1) * dayMs;

/** On the same day of the month, or on its last. */
const monthsLater = (first: Date, number: number): number => {
  const due = new Date(first);
  due.setUTCDate(1);
  due.setUTCMonth(due.getUTCMonth() + number);
  const daysInMonth = new Date(Date.UTC(due.getUTCFullYear(), due.getUTCMonth() + 1, 0)).getUTCDate();
  due.setUTCDate(Math.min(first.getUTCDate(), daysInMonth));
  return due.getTime();
};
