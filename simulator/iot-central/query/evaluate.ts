import type { Condition, Literal } from './parse.ts';
import { invalidQuery } from './tokens.ts';

/** What a condition is asked about. */
export interface Subject {
  valueOf(name: string): unknown;
  /** Unix ms; undefined where there is no time to speak of. */
  readonly atMs?: number;
}

export const isTrue = (condition: Condition, subject: Subject, nowMs: number): boolean => {
  switch (condition.kind) {
    case 'and':
      return condition.of.every((part) => isTrue(part, subject, nowMs));
    case 'or':
      return condition.of.some((part) => isTrue(part, subject, nowMs));
    case 'not':
      return !isTrue(condition.of, subject, nowMs);
    case 'compare':
      return compares(subject.valueOf(condition.name), condition.operator, condition.to);
    case 'within': {
      const [startMs, endMs] = windowOf(condition.window, nowMs);
      return subject.atMs !== undefined && subject.atMs >= startMs && subject.atMs <= endMs;
    }
  }
};

const compares = (value: unknown, operator: string, to: Literal): boolean => {
  if (operator === '=') return value === to;
  if (operator === '!=' || operator === '<>') return value !== to;
  if (typeof value !== 'number' || typeof to !== 'number') return false;
  switch (operator) {
    case '<':
      return value < to;
    case '<=':
      return value <= to;
    case '>':
      return value > to;
    default:
      return value >= to;
  }
};

const second = 1000;
const durationPattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Milliseconds of an ISO 8601 duration in days, hours, minutes and seconds. */
export const durationMs = (text: string): number => {
  const match = durationPattern.exec(text);
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match ?? [];
  const total = (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * second;
  if (match === null || total === 0) throw invalidQuery(`${text} is not a duration.`);
  return total;
};

const windowOf = (text: string, nowMs: number): readonly [startMs: number, endMs: number] => {
  const [start, end] = text.split('/');
  if (end === undefined) return [nowMs - durationMs(text), nowMs];
  const window = [Date.parse(start ?? ''), Date.parse(end)] as const;
  if (window.some(Number.isNaN)) throw invalidQuery(`${text} is not a time window.`);
  return window;
};
