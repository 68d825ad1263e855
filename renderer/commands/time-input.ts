/** ISO 8601 with an offset, as a browser's `datetime-local` field wants it: this machine's time, no offset. Undefined: no such time. */
export const toLocalInput = (iso: string): string | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(iso)) return undefined;
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return undefined;
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
};

/** What a `datetime-local` field holds, as the platform wants it: UTC. A field that is empty or half filled is empty. */
export const fromLocalInput = (text: string): string => {
  if (text === '') return '';
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().replace(/\.000Z$/, 'Z');
};

/** A `time` field leaves the seconds out where they are zero; RFC 3339 wants them. */
export const withSeconds = (text: string): string => (/^\d{2}:\d{2}$/.test(text) ? `${text}:00` : text);

export const isPlainTime = (text: string): boolean => /^\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(text);

export const isPlainDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

const parts = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

/** ISO 8601's `PT1H30M` as "1 hour, 30 minutes"; undefined for what is none. */
export const durationWords = (text: string): string | undefined => {
  const match =
    /^P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  return parts
    .flatMap((part, index) => {
      const amount = match[index + 1];
      return amount === undefined ? [] : [`${String(Number(amount))} ${part}${Number(amount) === 1 ? '' : 's'}`];
    })
    .join(', ');
};

export const timeZoneName = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
