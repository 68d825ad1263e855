import { cutText } from '../../telemetry/json.ts';
import { isRecord, own } from './json.ts';

export const titleLimit = 80;
export const descriptionLimit = 300;

const clean = (value: unknown, limit: number): string | null => {
  if (typeof value !== 'string') return null;
  // Cut twice, so that a text of megabytes is not searched for its spaces.
  const text = cutText(value, limit * 4)
    .replace(/\s+/gu, ' ')
    .trim();
  return text === '' ? null : cutText(text, limit);
};

/** A text, or one text a language: the asked one, English, then any. */
const localised = (value: unknown, language: string, limit: number): string | null => {
  if (!isRecord(value)) return clean(value, limit);
  for (const tag of [language, language.split('-')[0] ?? '', 'en', ...Object.keys(value).slice(0, 100)]) {
    const text = clean(own(value, tag), limit);
    if (text !== null) return text;
  }
  return null;
};

export const titleOf = (element: unknown, language: string): string | null =>
  localised(own(element, 'displayName'), language, titleLimit);

export const descriptionOf = (element: unknown, language: string): string | null =>
  localised(own(element, 'description'), language, descriptionLimit);

/** A word or two of the template that is shown as it stands. */
export const wordOf = (value: unknown, language: string): string | null => localised(value, language, 40);

/** A name in a sentence. */
export const quoted = (name: string): string => `“${cutText(name, titleLimit)}”`;
