import type { SignalMapping } from '../../shared/mapping/mapping.ts';
import type { Band, SignalValue } from '../../shared/vehicle/signal.ts';
import { findSignal } from '../../shared/vehicle/signals.ts';
import { canConvert, convert, type Unit } from '../../shared/vehicle/units.ts';
import type { RejectionReason } from '../../shared/connection/status.ts';
import { cutText, kindOf, shown, type JsonValue } from './json.ts';

export const textLimit = 1024;
const listLimit = 100;
const listTextLimit = 256;

export type Reject = (reason: RejectionReason, explanation: string) => void;

/** One field's way to one signal, prepared once. */
export interface SignalReader {
  readonly path: string;
  readonly unit: Unit | null;
  /** The value in the signal's own unit; undefined when it was not reported (null) or was rejected. */
  read(value: JsonValue, reject: Reject): SignalValue | undefined;
}

/** JSON's own notation of numbers, and the leading plus and bare point that some senders write. */
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/**
 * Senders that print everything as text are common enough ("12.5"); anything but a whole decimal number is no number.
 */
const toNumber = (value: JsonValue): number | undefined => {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value.length <= 64 && decimal.test(value)
        ? Number(value)
        : NaN;
  return Number.isFinite(number) ? number : undefined;
};

const toBoolean = (value: JsonValue): boolean | undefined => {
  if (value === true || value === 1 || value === 'true') return true;
  if (value === false || value === 0 || value === 'false') return false;
  return undefined;
};

const toText = (value: JsonValue): string | undefined => {
  if (typeof value === 'string') return cutText(value, textLimit);
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  return undefined;
};

const toTexts = (value: JsonValue): readonly string[] | undefined => {
  if (!Array.isArray(value)) {
    const text = toText(value);
    return text === undefined ? undefined : text === '' ? [] : [text];
  }
  const texts: string[] = [];
  for (const item of value.slice(0, listLimit) as readonly JsonValue[]) {
    const text = toText(item);
    if (text === undefined) return undefined;
    texts.push(cutText(text, listTextLimit));
  }
  return texts;
};

/** What has no entry in the catalogue keeps the type that it came with; lists that are not of text become JSON text. */
export const readFreely = (name: string, value: JsonValue, reject: Reject): SignalValue | undefined => {
  if (value === null) return undefined;
  if (typeof value === 'string') return cutText(value, textLimit);
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    reject('not-a-number', `${cutText(name, 80)} is too large for a number`);
    return undefined;
  }
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return toTexts(value);
  return cutText(JSON.stringify(value), textLimit);
};

const lowerFirst = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);

const checkBand = (label: string, value: number, band: Band | undefined, reject: Reject): number | undefined => {
  if (band === undefined || (value >= band.minimum && value <= band.maximum)) return value;
  reject('out-of-range', `${label} ${String(value)} is outside ${String(band.minimum)} to ${String(band.maximum)}`);
  return undefined;
};

/** For a field that stands under a catalogue path or under a name of its own choice. */
export const compileSignal = (mapping: Omit<SignalMapping, 'from'>): SignalReader => {
  const definition = findSignal(mapping.to);
  const label = definition === undefined ? mapping.to : lowerFirst(definition.label);
  const type = definition?.type ?? (mapping.unit === undefined ? 'free' : 'number');
  const unit = definition === undefined ? (mapping.unit ?? null) : (definition.unit ?? null);
  const from = mapping.unit ?? unit;
  // A unit that does not fit is a fault of the mapping, reported when it is saved; values are then taken as they are.
  const needsConversion = from !== null && unit !== null && from !== unit && canConvert(from, unit);

  const readTyped = (value: JsonValue, reject: Reject): SignalValue | undefined => {
    switch (type) {
      case 'number': {
        const number = toNumber(value);
        if (number === undefined) {
          reject('not-a-number', `${label} ${describe(value)} is not a number`);
          return undefined;
        }
        const converted = needsConversion ? convert(number, from, unit) : number;
        return checkBand(label, converted, definition?.possible, reject);
      }
      case 'boolean': {
        const flag = toBoolean(value);
        if (flag === undefined) reject('unknown-value', `${label} ${describe(value)} is neither true nor false`);
        return flag;
      }
      case 'string': {
        const text = toText(value);
        if (text === undefined) reject('wrong-shape', `${label} is ${kindOf(value)}, not a text`);
        return text;
      }
      case 'strings': {
        const texts = toTexts(value);
        if (texts === undefined) reject('wrong-shape', `${label} is ${kindOf(value)}, not a list of texts`);
        return texts;
      }
      case 'free':
        return readFreely(mapping.to, value, reject);
    }
  };

  if (mapping.values === undefined) {
    return {
      path: mapping.to,
      unit,
      read: (value, reject) => (value === null ? undefined : readTyped(value, reject)),
    };
  }
  const table = new Map<string, JsonValue>(Object.entries(mapping.values));
  const known = cutText([...table.keys()].map((key) => `"${key}"`).join(', '), 200);
  return {
    path: mapping.to,
    unit,
    read: (value, reject) => {
      if (value === null) return undefined;
      const ours = typeof value === 'object' ? undefined : table.get(String(value));
      if (ours !== undefined) return readTyped(ours, reject);
      reject('unknown-value', `${label} ${describe(value)} is not one of ${known}`);
      return undefined;
    },
  };
};

const describe = (value: JsonValue): string =>
  typeof value === 'object' && value !== null ? `(${kindOf(value)})` : shown(value);
