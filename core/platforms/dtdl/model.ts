import type { Unit } from '../../../shared/vehicle/units.ts';

/** How a value looks, whatever it is the value of. */
export type Shape = BooleanShape | NumberShape | TextShape | EnumShape | ObjectShape | JsonShape;

export interface BooleanShape {
  readonly kind: 'boolean';
  /** The template's own words; null: none. */
  readonly words: { readonly whenTrue: string; readonly whenFalse: string } | null;
}

export interface NumberShape {
  readonly kind: 'number';
  readonly isInteger: boolean;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Digits behind the point on screen. */
  readonly decimals: number | null;
  /** Null where the console has no such unit, or the template says none. */
  readonly unit: Unit | null;
  /** As it is written behind a number, also where the console has no such unit. */
  readonly symbol: string | null;
}

export interface TextShape {
  readonly kind: 'text';
  readonly format: 'date-time' | 'date' | 'time' | 'duration' | null;
  readonly minimumLength: number | null;
  readonly maximumLength: number | null;
}

export interface EnumShape {
  readonly kind: 'enum';
  readonly values: readonly { readonly value: string | number; readonly title: string }[];
}

export interface ObjectShape {
  readonly kind: 'object';
  /** IoT Central's own objects: `{lat, lon, alt}` and `{x, y, z}`. */
  readonly meaning: 'geopoint' | 'vector' | null;
  readonly fields: readonly Field[];
}

/** What has no fields of its own to be shown or entered one by one. */
export interface JsonShape {
  readonly kind: 'json';
  /** `point`: GeoJSON's. `large`: an object of too many fields or levels. */
  readonly what: 'list' | 'map' | 'point' | 'geometry' | 'large' | 'unknown';
  /** Of a list whose items are texts. */
  readonly isOfTexts: boolean;
}

/** A named value: an object's field, a command's request or response. */
export interface Field {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly shape: Shape;
  readonly isOptional: boolean;
}

export interface ComponentModel {
  readonly name: string;
  readonly title: string;
}

interface Capability {
  /** `component.name`, or `name` at the root; unique among its like. */
  readonly path: string;
  readonly name: string;
  /** Null: the root. */
  readonly component: ComponentModel | null;
  readonly title: string;
  readonly description: string | null;
}

export interface TelemetryModel extends Capability {
  readonly shape: Shape;
  /** DTDL's and IoT Central's, such as `Temperature`, `Location`, `State`, `Event`. */
  readonly semanticTypes: readonly string[];
}

export interface PropertyModel extends Capability {
  readonly shape: Shape;
  readonly semanticTypes: readonly string[];
  /** `cloud`: kept by the platform alone. */
  readonly kind: 'reported' | 'writable' | 'cloud';
  /** What the template proposes, as it stands there; undefined: nothing. */
  readonly initial: unknown;
}

export interface CommandModel extends Capability {
  /** Null: takes nothing. */
  readonly request: Field | null;
  /** Null: answers nothing. */
  readonly response: Field | null;
}

/** A device template, read. */
export interface TemplateModel {
  /** Its DTMI; empty where the document has none. */
  readonly id: string;
  readonly title: string;
  readonly components: readonly ComponentModel[];
  readonly telemetry: readonly TelemetryModel[];
  readonly properties: readonly PropertyModel[];
  readonly commands: readonly CommandModel[];
  /** For an operator, a sentence each. */
  readonly leftOut: readonly string[];
}
