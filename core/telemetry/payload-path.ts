import type { Condition } from '../../shared/mapping/mapping.ts';
import { shown, type JsonObject, type JsonValue } from './json.ts';

/** Reads one place of a payload; undefined where it is not there. Only own properties are ever looked at. */
export type PathReader = (root: JsonObject) => JsonValue | undefined;

const own = (value: JsonValue, key: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, JsonValue>>)[key]
    : undefined;

/**
 * Property names with dots between them. A property whose own name has dots is found as well, and goes first:
 * `a.b` finds `{"a.b": 1}` before `{"a": {"b": 1}}`.
 */
export const compilePath = (path: string): PathReader => {
  if (!path.includes('.')) return (root) => own(root, path);
  const segments = path.split('.');
  // keys[i][j] is the name made of segments i..j.
  const keys = segments.map((_, start) =>
    segments.map((__, end) => (end < start ? '' : segments.slice(start, end + 1).join('.'))),
  );
  const read = (value: JsonValue, start: number): JsonValue | undefined => {
    for (let end = segments.length - 1; end >= start; end--) {
      const child = own(value, keys[start]?.[end] ?? '');
      if (child === undefined) continue;
      if (end === segments.length - 1) return child;
      const found = read(child, end + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return (root) => read(root, 0);
};

export interface CompiledCondition {
  holds(root: JsonObject): boolean;
  /** Place and value, for an explanation: `Action "FailedConnect"`. */
  evidence(root: JsonObject): string;
}

export const compileCondition = (condition: Condition): CompiledCondition => {
  const read = compilePath(condition.from);
  const allowed = new Set<JsonValue>(condition.equals);
  return {
    holds: (root) => {
      const value = read(root);
      return value !== undefined && allowed.has(value);
    },
    evidence: (root) => {
      const value = read(root);
      return value === undefined ? `no ${condition.from}` : `${condition.from} ${shown(value)}`;
    },
  };
};

/** All hold; so does a list with none in it. */
export const compileConditions = (conditions: readonly Condition[] | undefined): ((root: JsonObject) => boolean) => {
  const compiled = (conditions ?? []).map(compileCondition);
  return (root) => compiled.every((condition) => condition.holds(root));
};
