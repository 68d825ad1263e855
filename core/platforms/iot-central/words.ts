/** In UTC and with its year: a log that was sent across the world has to be read there. */
export const dateInWords = (atMs: number): string =>
  Number.isNaN(new Date(atMs).getTime())
    ? 'a time that cannot be read'
    : `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(atMs).replace(' at ', ', ')} UTC`;

/** Unix milliseconds; null where it is none. */
export const timeOf = (text: string | undefined): number | null => {
  const atMs = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs;
};

/** "Administrator, Builder or Operator". */
export const listInWords = (words: readonly string[], conjunction: 'or' | 'and' = 'or'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;
