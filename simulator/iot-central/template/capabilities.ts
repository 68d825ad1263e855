export type Capability =
  | { readonly kind: 'telemetry' }
  | { readonly kind: 'command' }
  | { readonly kind: 'property'; readonly isWritable: boolean; readonly isCloud: boolean; readonly schema: unknown };

export interface Component {
  readonly id: string | undefined;
  readonly name: string;
  readonly displayName: unknown;
}

/** What a device of a template can say and do: names of its root, and of each component. */
export interface Capabilities {
  readonly components: readonly Component[];
  /** `component` undefined: the root. */
  find(component: string | undefined, name: string): Capability | undefined;
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** What DTDL v2 lets a name be. */
const namePattern = /^[A-Za-z](?:\w*[A-Za-z0-9])?$/;

/** Reads a capability model: its own contents, what it inherits through `extends`, and its components. */
export const readCapabilities = (capabilityModel: unknown): Capabilities => {
  const components: Component[] = [];
  const capabilities = new Map<string, Capability>();
  const walk = (model: unknown, path: string, depth: number): void => {
    if (depth > 10) return;
    const { contents, extends: bases, implements: instances } = record(model);
    for (const entry of list(contents)) {
      const { name, ...element } = record(entry);
      if (typeof name !== 'string' || !namePattern.test(name)) continue;
      const types = list(element['@type']);
      if (types.includes('Component')) {
        const id = element['@id'] ?? record(element.schema)['@id'];
        components.push({ id: typeof id === 'string' ? id : undefined, name, displayName: element.displayName });
        walk(element.schema, `${name}/`, depth + 1);
      } else if (types.includes('Telemetry')) capabilities.set(path + name, { kind: 'telemetry' });
      else if (types.includes('Command')) capabilities.set(path + name, { kind: 'command' });
      else if (types.includes('Property')) {
        const isCloud = types.includes('Cloud');
        const isWritable = isCloud || element.writable === true;
        capabilities.set(path + name, { kind: 'property', isWritable, isCloud, schema: element.schema });
      }
    }
    for (const base of list(bases)) walk(base, path, depth + 1);
    // DTDL v1, as in Microsoft's first samples: a device has what its interfaces say as its own.
    for (const instance of list(instances)) walk(record(instance).schema, path, depth + 1);
  };
  walk(capabilityModel, '', 0);
  return {
    components,
    find: (component, name) => capabilities.get(component === undefined ? name : `${component}/${name}`),
  };
};
