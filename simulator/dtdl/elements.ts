/**
 * Parts of a device template in DTDL v2 with IoT Central's extensions:
 * https://github.com/Azure/opendigitaltwins-dtdl/blob/master/DTDL/v2/DTDL.v2.md and DTDL.iotcentral.v2.md beside it.
 */
export type Element = Readonly<Record<string, unknown>>;

/** One text a language; the console shows the one it has. */
export type Localised = string | { readonly en: string; readonly de: string };

const named = (name: string, displayName: Localised): Element => ({ name, displayName });

const typed = (kind: string, types: readonly string[]): unknown => (types.length === 0 ? kind : [kind, ...types]);

export const telemetry = (
  name: string,
  displayName: Localised,
  schema: unknown,
  { types = [], ...rest }: { readonly types?: readonly string[] } & Element = {},
): Element => ({ '@type': typed('Telemetry', types), ...named(name, displayName), schema, ...rest });

export const property = (
  name: string,
  displayName: Localised,
  schema: unknown,
  { types = [], ...rest }: { readonly types?: readonly string[] } & Element = {},
): Element => ({ '@type': typed('Property', types), ...named(name, displayName), schema, writable: false, ...rest });

export const writable = (
  name: string,
  displayName: Localised,
  schema: unknown,
  more: { readonly types?: readonly string[] } & Element = {},
): Element => property(name, displayName, schema, { ...more, writable: true });

/** Kept by the platform alone: the device never sees it. */
export const cloudProperty = (name: string, displayName: Localised, schema: string): Element => ({
  '@type': ['Property', 'Cloud', ...(schema === 'string' ? ['StringValue'] : [])],
  ...named(name, displayName),
  schema,
});

export const command = (
  name: string,
  displayName: Localised,
  { request, response }: { readonly request?: Element; readonly response?: Element } = {},
): Element => ({
  '@type': 'Command',
  commandType: 'synchronous',
  ...named(name, displayName),
  ...(request && { request: { '@type': 'CommandPayload', ...request } }),
  ...(response && { response: { '@type': 'CommandPayload', ...response } }),
});

export const payload = (name: string, displayName: Localised, schema: unknown, rest: Element = {}): Element => ({
  ...named(name, displayName),
  schema,
  ...rest,
});

export const object = (...fields: readonly Element[]): Element => ({ '@type': 'Object', fields });

export const enumeration = (
  valueSchema: 'string' | 'integer',
  values: readonly (readonly [name: string, enumValue: string | number, displayName: Localised])[],
): Element => ({
  '@type': 'Enum',
  valueSchema,
  enumValues: values.map(([name, enumValue, displayName]) => ({ ...named(name, displayName), enumValue })),
});

export const component = (name: string, displayName: Localised, schema: Element): Element => ({
  '@type': 'Component',
  ...named(name, displayName),
  schema,
});
