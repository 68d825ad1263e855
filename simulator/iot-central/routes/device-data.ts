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

/** Properties, telemetry and commands, of the root and of components: the same below two prefixes. */
export const deviceDataRoutes = (registry: DeviceRegistry, templates: TemplateStore): readonly Route[] => {
  const find = (call: Call): { readonly device: Device; readonly component: string | undefined } => {
    const device = registry.get(call.principal, parameter(call, 'deviceId'));
    const component = call.parameters.componentName;
    const isKnown = templates.capabilitiesOf(device).components.some(({ name }) => name === component);
    if (component !== undefined && !isKnown) throw notFound(`The component ${component}`);
    return { device, component };
  };

  /** Writes what one level names, and gives what it answers: the wishes alone, for they are not true yet. */
  const writeLevel = (device: Device, component: string | undefined, values: Values): object => {
    const cloud: Record<string, unknown> = {};
    const wishes: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(values)) {
      const capability = templates.find(device, component, name);
      if (capability?.kind !== 'property') throw invalidBody(`${name} is not a property of the device template.`);
      if (!capability.isWritable) throw invalidBody(`${name} can only be read.`);
      (capability.isCloud ? cloud : wishes)[name] = value;
    }
    if (Object.keys(cloud).length > 0) device.setCloud(component, cloud);
    if (Object.keys(wishes).length > 0) device.desire(component, wishes);
    const metadata = Object.entries(wishes).map(([name, desiredValue]) => [name, { desiredValue }]);
    return { ...cloud, ...(metadata.length > 0 && { $metadata: Object.fromEntries(metadata) as object }) };
  };

  const write = (call: Call, replaces: boolean): Answer => {
    const { device, component } = find(call);
    const body = bodyOf(call, propertiesSchema);
    const componentNames = templates.capabilitiesOf(device).components.map(({ name }) => name);
    const isComponent = (name: string): boolean => component === undefined && componentNames.includes(name);
    const own = Object.fromEntries(Object.entries(body).filter(([name]) => name !== '$metadata' && !isComponent(name)));
    if (replaces) device.properties.forgetDesiredExcept(component, new Set(Object.keys(own)));
    const nested = Object.entries(body).flatMap(([name, values]) =>
      isComponent(name) ? [[name, writeLevel(device, name, propertiesSchema.parse(values))]] : [],
    );
    return { status: 202, body: { ...writeLevel(device, component, own), ...(Object.fromEntries(nested) as object) } };
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
