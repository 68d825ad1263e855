import type { TelemetryRoute } from '../../shared/mapping/mapping.ts';
import { findSignal, signalDefinitions, signalPath } from '../../shared/vehicle/signals.ts';
import type { Reading, Rejection } from './decoded.ts';
import { cutText, isObject, type JsonObject, type JsonValue } from './json.ts';
import { compileSignal, readFreely, type Reject, type SignalReader } from './signal-reader.ts';

export interface FieldLimits {
  /** Levels of objects that are taken apart into signals of their own; what lies deeper is shown as JSON text. */
  readonly flattenDepth: number;
  readonly readings: number;
  readonly nameLength: number;
}

export interface Fields {
  readonly readings: readonly Reading[];
  readonly takenBack: readonly string[];
  readonly rejections: readonly Rejection[];
}

interface Source {
  readonly signal: SignalReader;
  /** Where several fields lead to one signal, the one that stands first in the mapping wins. */
  readonly rank: number;
}

interface Rule {
  readonly sources: readonly Source[];
  readonly isHidden: boolean;
}

/** A sender that speaks VSS already needs no mapping, and is held to the same limits as if it had one. */
const catalogueReaders: ReadonlyMap<string, SignalReader> = new Map(
  signalDefinitions.map(({ path }) => [path, compileSignal({ to: path })]),
);

const isHalfOfPosition = (path: string): boolean => path === signalPath.latitude || path === signalPath.longitude;

const unmappedRank = Number.MAX_SAFE_INTEGER;
const rejectionLimit = 20;

/**
 * Turns a payload's fields into readings: one walk over the payload with one table look-up a field, so that a long
 * mapping costs nothing. A field's name is its property names with dots between them, which is how mappings write it.
 */
export class FieldReader {
  readonly #rules = new Map<string, Rule>();
  /** Names of objects that a mapped field lies in. */
  readonly #parents = new Set<string>();
  readonly #limits: FieldLimits;

  constructor(route: TelemetryRoute, limits: FieldLimits) {
    this.#limits = limits;
    for (const [rank, mapping] of route.signals.entries()) {
      const earlier = this.#rules.get(mapping.from);
      const sources = [...(earlier?.sources ?? []), { signal: compileSignal(mapping), rank }];
      this.#rules.set(mapping.from, { sources, isHidden: false });
      let dot = mapping.from.indexOf('.');
      for (; dot !== -1; dot = mapping.from.indexOf('.', dot + 1)) this.#parents.add(mapping.from.slice(0, dot));
    }
    for (const name of [...(route.ignore ?? []), ...(route.time === undefined ? [] : [route.time.from])]) {
      if (!this.#rules.has(name)) this.#rules.set(name, { sources: [], isHidden: true });
    }
  }

  read(fields: JsonObject): Fields {
    const collected = new Collected(this.#limits.readings);
    this.#walk(fields, '', 1, false, collected);
    return collected.finish();
  }

  #walk(fields: JsonObject, prefix: string, depth: number, isHidden: boolean, collected: Collected): void {
    for (const key of Object.keys(fields)) {
      // Own properties only, and Object.keys lists no other; JSON.parse makes `__proto__` an own one too.
      const value = fields[key];
      if (value === undefined) continue;
      const name = prefix === '' ? key : `${prefix}.${key}`;
      const rule = this.#rules.get(name);
      if (value === null) {
        this.#readNull(name, rule, collected);
        continue;
      }
      const isContainer = typeof value === 'object';
      if (isContainer && this.#parents.has(name)) {
        this.#walk(value as JsonObject, name, depth + 1, isHidden || rule?.isHidden === true, collected);
      } else if (rule !== undefined && rule.sources.length > 0) {
        for (const source of rule.sources) collected.read(source.signal, source.rank, value);
      } else if (!isHidden && rule === undefined) {
        this.#readUnmapped(name, key, value, depth, collected);
      }
    }
  }

  #readNull(name: string, rule: Rule | undefined, collected: Collected): void {
    if (rule === undefined) collected.takeBack(name);
    else for (const { signal } of rule.sources) collected.takeBack(signal.path);
  }

  #readUnmapped(name: string, key: string, value: JsonValue, depth: number, collected: Collected): void {
    if (key === '__proto__') {
      collected.reject('wrong-shape', 'a field is named "__proto__", which is left out');
    } else if (name.length > this.#limits.nameLength) {
      collected.reject('wrong-shape', `a field's name has ${String(name.length)} characters: "${cutText(name, 40)}"`);
    } else if (isObject(value) && depth < this.#limits.flattenDepth) {
      this.#walk(value, name, depth + 1, false, collected);
    } else {
      const signal = catalogueReaders.get(name);
      if (signal === undefined) collected.readFreely(name, value);
      else collected.read(signal, unmappedRank, value);
    }
  }
}

/** What one message has brought so far. */
class Collected {
  readonly #readings: Reading[] = [];
  readonly #rejections: Rejection[] = [];
  readonly #ranks = new Map<string, { readonly index: number; readonly rank: number }>();
  readonly #takenBack = new Set<string>();
  readonly #readingLimit: number;
  #leftOut = 0;
  #hasBadPosition = false;

  constructor(readingLimit: number) {
    this.#readingLimit = readingLimit;
  }

  readonly reject: Reject = (reason, explanation) => {
    if (this.#rejections.length < rejectionLimit) this.#rejections.push({ reason, explanation });
  };

  read(signal: SignalReader, rank: number, value: JsonValue): void {
    const ours = signal.read(value, this.reject);
    if (ours === undefined) {
      if (isHalfOfPosition(signal.path)) this.#hasBadPosition = true;
      return;
    }
    const reading = { path: signal.path, value: ours, unit: signal.unit };
    const earlier = this.#ranks.get(signal.path);
    if (earlier === undefined) {
      this.#ranks.set(signal.path, { index: this.#readings.length, rank });
      this.#readings.push(reading);
    } else if (rank < earlier.rank) {
      this.#ranks.set(signal.path, { index: earlier.index, rank });
      this.#readings[earlier.index] = reading;
    }
  }

  takeBack(path: string): void {
    if (findSignal(path)?.isTakenBackByNull === true) this.#takenBack.add(path);
  }

  readFreely(name: string, value: JsonValue): void {
    if (this.#readings.length >= this.#readingLimit) {
      this.#leftOut++;
      return;
    }
    const ours = readFreely(name, value, this.reject);
    if (ours !== undefined) this.#readings.push({ path: name, value: ours, unit: null });
  }

  finish(): Fields {
    if (this.#leftOut > 0) {
      this.reject(
        'too-many-signals',
        `${String(this.#leftOut)} fields beyond the limit of ${String(this.#readingLimit)} a message are left out`,
      );
    }
    return {
      readings: this.#withoutHalfPositions(),
      // Where several fields lead to one signal, one that has a value outranks one that has none.
      takenBack: [...this.#takenBack].filter((path) => !this.#ranks.has(path)),
      rejections: this.#rejections,
    };
  }

  /** Half a position beside the other half of an earlier one would be a place where the vehicle never was. */
  #withoutHalfPositions(): readonly Reading[] {
    const hasLatitude = this.#ranks.has(signalPath.latitude);
    if (hasLatitude === this.#ranks.has(signalPath.longitude)) return this.#readings;
    const [have, lack] = hasLatitude
      ? [signalPath.latitude, signalPath.longitude]
      : [signalPath.longitude, signalPath.latitude];
    const name = (path: string): string => findSignal(path)?.label.toLowerCase() ?? path;
    if (!this.#hasBadPosition) this.reject('wrong-shape', `${name(have)} came without ${name(lack)}`);
    return this.#readings.filter((reading) => reading.path !== have);
  }
}
