import type { TemplateModel } from '../../core/platforms/dtdl/model.ts';
import { readTemplate } from '../../core/platforms/dtdl/read-template.ts';

/** A device template as the REST API has it around these contents. */
export const templateDocument = (contents: readonly object[], more: object = {}): object => ({
  '@id': 'dtmi:contoso:truck;1',
  '@type': ['ModelDefinition', 'DeviceModel'],
  '@context': ['dtmi:iotcentral:context;2', 'dtmi:dtdl:context;2'],
  displayName: 'Truck',
  capabilityModel: { '@id': 'dtmi:contoso:truckModel;1', '@type': 'Interface', contents, ...more },
});

export const templateOf = (contents: readonly object[], more?: object): TemplateModel =>
  readTemplate(templateDocument(contents, more));

export const telemetry = (name: string, schema: unknown, more: object = {}): object => ({
  '@type': 'Telemetry',
  name,
  schema,
  ...more,
});

export const property = (name: string, schema: unknown, more: object = {}): object => ({
  '@type': 'Property',
  name,
  schema,
  ...more,
});

export const command = (name: string, more: object = {}): object => ({ '@type': 'Command', name, ...more });

export const component = (name: string, contents: readonly object[], more: object = {}): object => ({
  '@type': 'Component',
  name,
  schema: { '@type': 'Interface', contents },
  ...more,
});

export const objectSchema = (fields: Readonly<Record<string, unknown>>): object => ({
  '@type': 'Object',
  fields: Object.entries(fields).map(([name, schema]) => ({ name, schema })),
});

export const enumSchema = (
  valueSchema: 'string' | 'integer',
  titles: readonly (readonly [unknown, string])[],
): object => ({
  '@type': 'Enum',
  valueSchema,
  enumValues: titles.map(([enumValue, displayName], index) => ({ name: `v${String(index)}`, displayName, enumValue })),
});
