import type { Rejection } from './decoded.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export interface PayloadLimits {
  readonly payloadBytes: number;
  /** Levels of `{` and `[` within each other. */
  readonly depth: number;
}

export type ParsedPayload =
  { readonly ok: true; readonly root: JsonObject } | { readonly ok: false; readonly rejection: Rejection };

const quote = 0x22;
const backslash = 0x5c;

/** Looked at before parsing, in one flat loop, so that nesting costs neither stack nor memory. */
const isDeeperThan = (payload: Uint8Array, limit: number): boolean => {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < payload.length; index++) {
    const byte = payload[index];
    if (isInString) {
      if (byte === backslash) index++;
      else if (byte === quote) isInString = false;
    } else if (byte === quote) {
      isInString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limit) return true;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    }
  }
  return false;
};

// Strips a byte order mark, and throws on bytes that are not UTF-8 instead of guessing.
const utf8 = new TextDecoder('utf-8', { fatal: true });

const rejected = (reason: Rejection['reason'], explanation: string): ParsedPayload => ({
  ok: false,
  rejection: { reason, explanation },
});

const kilobytes = (bytes: number): string => `${String(Math.round(bytes / 1000))} kB`;

/** A payload as a JSON object, or why it is none. Never throws. */
export const parsePayload = (payload: Uint8Array, limits: PayloadLimits): ParsedPayload => {
  if (payload.byteLength > limits.payloadBytes) {
    return rejected(
      'too-large',
      `${kilobytes(payload.byteLength)} is over the limit of ${kilobytes(limits.payloadBytes)}`,
    );
  }
  if (payload.byteLength === 0) return rejected('not-json', 'the message is empty');
  if (isDeeperThan(payload, limits.depth)) {
    return rejected('too-deep', `the JSON is nested deeper than ${String(limits.depth)} levels`);
  }
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    return rejected('not-json', 'the message is not UTF-8 text');
  }
  let root: JsonValue;
  try {
    root = JSON.parse(text) as JsonValue;
  } catch {
    return rejected('not-json', 'the message is not JSON');
  }
  if (isObject(root)) return { ok: true, root };
  return rejected('wrong-shape', `the message is ${kindOf(root)}, not a JSON object`);
};

/** A value's kind with its article, for explanations. */
export const kindOf = (value: JsonValue): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'number' ? 'a number' : 'a true/false value';
};

/**
 * Cut so that no half of a surrogate pair is left over, with a mark that shows the cut. The copy is a real one: V8
 * makes a slice a view of the whole text, which would stay in memory for as long as its beginning is held.
 */
export const cutText = (text: string, maximumLength: number): string => {
  if (text.length <= maximumLength) return text;
  const beginning = `${text.slice(0, maximumLength - 1).toWellFormed()}…`;
  return Buffer.from(beginning, 'utf16le').toString('utf16le');
};

/** A value as it stands in an explanation: short, texts in quotes. */
export const shown = (value: JsonValue): string => {
  if (typeof value === 'string') return `"${cutText(value, 40)}"`;
  if (typeof value === 'object' && value !== null) return kindOf(value);
  return String(value);
};
