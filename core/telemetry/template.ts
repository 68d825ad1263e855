import type { JsonObject } from './json.ts';
import { compilePath, type PathReader } from './payload-path.ts';
import type { Captures } from './topic-pattern.ts';

/** Text with `{capture}` and `{$.payload.path}` in it, as `shared/mapping/mapping.ts` describes. */
export interface Template {
  /** The captures that it needs. */
  readonly captureNames: readonly string[];
  /** True when a value of the payload is part of it. */
  readonly needsPayload: boolean;
  /** Undefined when a part is missing or is neither text nor a number. */
  render(captures: Captures, payload?: JsonObject): string | undefined;
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'capture'; readonly name: string }
  | { readonly kind: 'payload'; readonly read: PathReader };

const placeholder = /\{([^{}]*)\}/g;

const partsOf = (text: string): readonly Part[] => {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(placeholder)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    const inner = match[1] ?? '';
    parts.push(
      inner.startsWith('$.')
        ? { kind: 'payload', read: compilePath(inner.slice(2)) }
        : { kind: 'capture', name: inner },
    );
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
};

const partText = (part: Part, captures: Captures, payload: JsonObject | undefined): string | undefined => {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'capture':
      return Object.hasOwn(captures, part.name) ? captures[part.name] : undefined;
    case 'payload': {
      const value = payload === undefined ? undefined : part.read(payload);
      if (typeof value === 'string') return value;
      return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
    }
  }
};

export const compileTemplate = (text: string): Template => {
  const parts = partsOf(text);
  const captureNames = parts.flatMap((part) => (part.kind === 'capture' ? [part.name] : []));
  return {
    captureNames,
    needsPayload: parts.some((part) => part.kind === 'payload'),
    render: (captures, payload) => {
      let result = '';
      for (const part of parts) {
        const piece = partText(part, captures, payload);
        if (piece === undefined) return undefined;
        result += piece;
      }
      return result;
    },
  };
};
