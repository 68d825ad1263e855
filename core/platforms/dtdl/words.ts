import { cutText } from '../../telemetry/json.ts';
import { jsonText } from './json.ts';
import type { Shape } from './model.ts';
import { leavesOf, partOf, type Valued } from './parameters.ts';

const wordsLimit = 1000;

const numberWords = (value: number, decimals: number | null): string => {
  if (Number.isInteger(value)) return String(value);
  if (decimals !== null) return value.toFixed(decimals);
  return String(Math.abs(value) < 1000 ? Number(value.toPrecision(6)) : Number(value.toFixed(3)));
};

/** `2026-05-03 06:00:00 UTC`, whatever zone it came in. */
const timeWords = (text: string): string => {
  const time = text.length <= 64 && /^\d{4}-\d{2}-\d{2}T/u.test(text) ? new Date(text) : undefined;
  return time === undefined || Number.isNaN(time.getTime())
    ? text
    : `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
};

/** A value as one reads it: enum titles, units. What does not fit its shape is shown as it came. */
export const valueInWords = (shape: Shape, value: unknown): string => {
  if (shape.kind === 'enum') {
    const known = shape.values.find((choice) => choice.value === value);
    if (known !== undefined) return known.title;
  }
  if (shape.kind === 'boolean' && typeof value === 'boolean') {
    const { whenTrue, whenFalse } = shape.words ?? { whenTrue: 'yes', whenFalse: 'no' };
    return value ? whenTrue : whenFalse;
  }
  if (shape.kind === 'number' && typeof value === 'number') {
    const number = numberWords(value, shape.decimals);
    return shape.symbol === null ? number : `${number}${/^[°′″]$/u.test(shape.symbol) ? '' : ' '}${shape.symbol}`;
  }
  if (typeof value === 'string')
    return shape.kind === 'text' && shape.format === 'date-time' ? timeWords(value) : value;
  return jsonText(value) ?? 'a value that is nested too deeply to be shown';
};

/** "Max. temperature 3.2 °C, Min. temperature 1.1 °C"; a value that is no object without a title. Null: nothing was said. */
export const fieldInWords = (field: Valued, value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  const leaves = leavesOf(field).flatMap((leaf) => {
    const part = partOf(value, leaf.path);
    if (part === undefined || part === null) return [];
    const words = valueInWords(leaf.shape, part);
    return [leaf.title === '' ? words : `${leaf.title} ${words}`];
  });
  // An object without any of its fields, or no object at all.
  const text = leaves.length === 0 ? valueInWords(field.shape, value) : leaves.join(', ');
  return cutText(text, wordsLimit);
};
