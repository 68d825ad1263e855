import { z } from 'zod';
import type { Device } from '../device/device.ts';
import type { DeviceRegistry } from '../device/registry.ts';
import { invalidBody, notFound } from '../rest/api-error.ts';
import { bodyOf, ok, page, parameter, type Answer, type Call, type Route } from '../rest/route.ts';
import type { TemplateStore } from '../template/template-store.ts';

const propertiesSchema = z.record(z.string(), z.unknown());

const commandSchema = z.object({
  request: z.unknown().optional(),
  connectionTimeout: z.number().int().min(0).max(30).optional(),
  responseTimeout: z.number().int().min(5).max(30).optional(),
});

type Values = Readonly<Record<string, unknown>>;

interface Level {
  readonly component: string | undefined;
  readonly cloud: Record<string, unknown>;
  readonly wishes: Record<string, unknown>;
  /** Written as null: what was wished for, or kept by the platform, is taken back. */
  readonly takenBack: { readonly name: string; readonly isCloud: boolean }[];
}

/** What a write answers: of a wish only that it was wished, for it is not true yet. */
const describeLevel = ({ cloud, wishes }: Level): object => {
  const metadata = Object.entries(wishes).map(([name, desiredValue]) => [name, { desiredValue }]);
  return { ...cloud, ...(metadata.length > 0 && { $metadata: Object.fromEntries(metadata) as object }) };
};

/** Properties, telemetry and commands, of the root and of components: the same below two prefixes. */
export const deviceDataRoutes = (registry: DeviceRegistry, templates: TemplateStore): readonly Route[] => {
  const find = (call: Call): { readonly device: Device; readonly component: string | undefined } => {
    const device = registry.get(call.principal, parameter(call, 'deviceId'));
    const component = call.parameters.componentName;
    const isKnown = templates.capabilitiesOf(device).components.some(({ name }) => name === component);
    if (component !== undefined && !isKnown) throw notFound(`The component ${component}`);
    return { device, component };
  };

  /** What one level of a body writes; refuses what cannot be written before anything is done. */
  const readLevel = (device: Device, component: string | undefined, values: Values): Level => {
    const level: Level = { component, cloud: {}, wishes: {}, takenBack: [] };
    for (const [name, value] of Object.entries(values)) {
      const capability = templates.find(device, component, name);
      if (capability?.kind !== 'property') throw invalidBody(`${name} is not a property of the device template.`);
      if (!capability.isWritable) throw invalidBody(`${name} can only be read.`);
      if (value === null) level.takenBack.push({ name, isCloud: capability.isCloud });
      else (capability.isCloud ? level.cloud : level.wishes)[name] = value;
    }
    return level;
  };

  const write = (call: Call, replaces: boolean): Answer => {
    const { device, component } = find(call);
    const body = bodyOf(call, propertiesSchema);
    const componentNames = templates.capabilitiesOf(device).components.map(({ name }) => name);
    const isComponent = (name: string): boolean => component === undefined && componentNames.includes(name);
    const entries = Object.entries(body).filter(([name]) => name !== '$metadata');
    const own = readLevel(device, component, Object.fromEntries(entries.filter(([name]) => !isComponent(name))));
    const nested = entries.flatMap(([name, values]) => {
      if (!isComponent(name)) return [];
      const parsed = propertiesSchema.safeParse(values);
      if (!parsed.success) throw invalidBody(`${name} is a component, and has properties of its own.`);
      return [readLevel(device, name, parsed.data)];
    });
    for (const level of [own, ...nested]) {
      if (replaces) device.properties.forgetDesiredExcept(level.component, new Set(Object.keys(level.wishes)));
      for (const { name, isCloud } of level.takenBack) {
        if (isCloud) device.clearCloud(level.component, name);
        else device.properties.forgetDesired(level.component, name);
      }
      if (Object.keys(level.cloud).length > 0) device.setCloud(level.component, level.cloud);
      if (Object.keys(level.wishes).length > 0) device.desire(level.component, level.wishes);
    }
    const components = nested.map((level) => [level.component, describeLevel(level)]);
    return { status: 202, body: { ...describeLevel(own), ...(Object.fromEntries(components) as object) } };
  };

  const below = (prefix: string): readonly Route[] => [
    {
      method: 'GET',
      path: `${prefix}/properties`,
      needs: 'devices:read',
      handle: (call) => {
        const { device, component } = find(call);
        return ok(device.properties.describe(component));
      },
    },
    { method: 'PATCH', path: `${prefix}/properties`, needs: 'devices:write', handle: (call) => write(call, false) },
    { method: 'PUT', path: `${prefix}/properties`, needs: 'devices:write', handle: (call) => write(call, true) },
    {
      method: 'GET',
      path: `${prefix}/telemetry/{telemetryName}`,
      needs: 'devices:read',
      handle: (call) => {
        const { device, component } = find(call);
        const name = parameter(call, 'telemetryName');
        if (templates.find(device, component, name)?.kind !== 'telemetry') throw notFound(`The telemetry ${name}`);
        const { latest } = device;
        const value = (component === 'doors' ? latest?.doors : latest?.telemetry)?.[name];
        // Nothing has been said yet: there is neither a value nor a time.
        if (latest === undefined || value === undefined) return ok({});
        return ok({ value, timestamp: new Date(latest.createdAtMs).toISOString() });
      },
    },
    {
      method: 'GET',
      path: `${prefix}/commands/{commandName}`,
      needs: 'devices:read',
      handle: (call) => {
        const { device, component, name } = findCommand(call);
        return page(call, device.commands(component, name), (record) => record);
      },
    },
    {
      method: 'POST',
      path: `${prefix}/commands/{commandName}`,
      needs: 'devices:write',
      handle: async (call) => {
        const { device, component, name } = findCommand(call);
        return { status: 201, body: await device.command(component, name, bodyOf(call, commandSchema)) };
      },
    },
  ];

  const findCommand = (call: Call) => {
    const { device, component } = find(call);
    const name = parameter(call, 'commandName');
    if (templates.find(device, component, name)?.kind !== 'command') throw notFound(`The command ${name}`);
    return { device, component, name };
  };

  return [...below('/devices/{deviceId}'), ...below('/devices/{deviceId}/components/{componentName}')];
};
