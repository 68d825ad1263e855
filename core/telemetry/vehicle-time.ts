import type { TimeMapping } from '../../shared/mapping/mapping.ts';
import type { Rejection } from './decoded.ts';
import { shown, type JsonValue } from './json.ts';

/**
 * Nothing that reports today was on the road before; a clock that says so was never set (GPS receivers start in 1980).
 */
const earliestMs = Date.UTC(2000, 0, 1);
/** A clock may run ahead a little; a time that lies further in the future cannot be the time of an observation. */
const futureToleranceMs = 5 * 60_000;

/** RFC 3339 and the usual shortenings. Without an offset the time is taken as UTC. */
const iso8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

const parseIso = (text: string): number => {
  const match = iso8601.exec(text);
  if (match === null) return NaN;
  const offset = match[1];
  if (offset === undefined) return Date.parse(`${text.replace(',', '.')}Z`);
  if (offset.length === 3) return Date.parse(`${text.replace(',', '.')}:00`);
  return Date.parse(text.replace(',', '.'));
};

const numberOf = (value: JsonValue): number => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,16}(\.\d{1,9})?$/.test(value) ? Number(value) : NaN;
};

const parse = (value: JsonValue, format: TimeMapping['format']): number => {
  switch (format) {
    case 'iso8601':
      return typeof value === 'string' ? parseIso(value) : NaN;
    case 'unix-seconds':
      return numberOf(value) * 1000;
    case 'unix-milliseconds':
      return numberOf(value);
  }
};

const formatWords: Readonly<Record<TimeMapping['format'], string>> = {
  iso8601: 'an ISO 8601 time',
  'unix-seconds': 'a time in seconds since 1970',
  'unix-milliseconds': 'a time in milliseconds since 1970',
};

/** The vehicle's own time, Unix milliseconds, or why it cannot be believed. */
export const readVehicleTime = (
  value: JsonValue,
  format: TimeMapping['format'],
  receivedAtMs: number,
): number | Rejection => {
  const timeMs = parse(value, format);
  const implausible = (what: string): Rejection => ({ reason: 'implausible-time', explanation: what });
  if (!Number.isFinite(timeMs)) return implausible(`time ${shown(value)} is not ${formatWords[format]}`);
  if (timeMs < earliestMs) return implausible(`time ${shown(value)} is before the year 2000`);
  if (timeMs > receivedAtMs + futureToleranceMs) {
    return implausible(`time ${shown(value)} is more than 5 minutes in the future`);
  }
  return timeMs;
};
