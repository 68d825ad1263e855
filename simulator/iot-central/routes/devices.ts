import { z } from 'zod';
import type { Device, DeviceSettings } from '../device/device.ts';
import type { DeviceRegistry } from '../device/registry.ts';
import type { Organizations } from '../organizations.ts';
import { ApiError, invalidBody } from '../rest/api-error.ts';
import { bodyOf, noContent, ok, page, parameter, type Call, type Route } from '../rest/route.ts';
import type { TemplateStore } from '../template/template-store.ts';

const deviceSchema = z.object({
  displayName: z.string().min(1).max(148).optional(),
  template: z.string().min(1).optional(),
  enabled: z.boolean().optional(),
  simulated: z.boolean().optional(),
  organizations: z.array(z.string()).max(1).optional(),
  etag: z.string().optional(),
});

/** Of the characters that a device id may have, those that mean nothing in a topic. */
const deviceIdPattern = /^[A-Za-z0-9._:-]{1,128}$/;

export const describeDevice = (device: Device): object => {
  const { displayName, template, enabled, simulated, organizations } = device.settings;
  return {
    id: device.id,
    etag: device.etag,
    displayName,
    ...(template !== undefined && { template }),
    enabled,
    provisioned: device.isProvisioned,
    simulated,
    ...(organizations.length > 0 && { organizations }),
  };
};

/** What of a body is there; a device keeps what it does not name. */
const named = (body: z.infer<typeof deviceSchema>): Partial<DeviceSettings> => ({
  ...(body.displayName !== undefined && { displayName: body.displayName }),
  ...(body.template !== undefined && { template: body.template }),
  ...(body.enabled !== undefined && { enabled: body.enabled }),
  ...(body.simulated !== undefined && { simulated: body.simulated }),
  ...(body.organizations !== undefined && { organizations: body.organizations }),
});

export interface DeviceRouteNeeds {
  readonly registry: DeviceRegistry;
  readonly templates: TemplateStore;
  readonly organizations: Organizations;
  /** Connects a new device with the vehicle of its id, where there is one. */
  readonly attach: (device: Device) => void;
}

export const deviceRoutes = ({ registry, templates, organizations, attach }: DeviceRouteNeeds): readonly Route[] => {
  const find = (call: Call): Device => registry.get(call.principal, parameter(call, 'deviceId'));
  const readSettings = (call: Call, etag?: string): Partial<DeviceSettings> => {
    const body = bodyOf(call, deviceSchema);
    if (body.template !== undefined && templates.get(body.template) === undefined) {
      throw invalidBody(`template: there is no device template ${body.template}.`);
    }
    const stranger = body.organizations?.find((id) => organizations.get(id) === undefined);
    if (stranger !== undefined) throw invalidBody(`organizations: there is no organization ${stranger}.`);
    if (body.etag !== undefined && body.etag !== etag) {
      throw new ApiError(412, 'PreconditionFailed', 'The device has been changed meanwhile.');
    }
    const { principal } = call;
    if (body.organizations !== undefined && !organizations.mayView(principal, body.organizations)) {
      throw new ApiError(403, 'Forbidden', 'The token has no access to that organization.');
    }
    return named(body);
  };
  return [
    {
      method: 'GET',
      path: '/devices',
      needs: 'devices:read',
      handle: (call) => page(call, registry.visibleTo(call.principal), describeDevice),
    },
    {
      method: 'GET',
      path: '/devices/{deviceId}',
      needs: 'devices:read',
      handle: (call) => ok(describeDevice(find(call))),
    },
    {
      method: 'PUT',
      path: '/devices/{deviceId}',
      needs: 'devices:write',
      handle: (call) => {
        const id = parameter(call, 'deviceId');
        if (registry.find(id) !== undefined) {
          const device = find(call);
          registry.change(device, readSettings(call, device.etag));
          return ok(describeDevice(device));
        }
        if (!deviceIdPattern.test(id)) throw invalidBody('The id is not one of a device.');
        const device = registry.add(id, {
          displayName: id,
          template: undefined,
          enabled: true,
          simulated: false,
          organizations: call.principal.organizations?.slice(0, 1) ?? [],
          ...readSettings(call),
        });
        attach(device);
        return ok(describeDevice(device));
      },
    },
    {
      method: 'PATCH',
      path: '/devices/{deviceId}',
      needs: 'devices:write',
      handle: (call) => {
        const device = find(call);
        registry.change(device, readSettings(call, device.etag));
        return ok(describeDevice(device));
      },
    },
    {
      method: 'DELETE',
      path: '/devices/{deviceId}',
      needs: 'devices:write',
      handle: (call) => {
        registry.remove(find(call));
        return noContent;
      },
    },
    {
      method: 'GET',
      path: '/devices/{deviceId}/credentials',
      needs: 'devices:write',
      handle: (call) => ok(registry.credentialsOf(find(call))),
    },
    {
      method: 'GET',
      path: '/devices/{deviceId}/components',
      needs: 'devices:read',
      handle: (call) =>
        page(call, templates.capabilitiesOf(find(call)).components, ({ id, name, displayName }) => ({
          ...(id !== undefined && { '@id': id }),
          '@type': ['Component'],
          name,
          ...(displayName !== undefined && { displayName }),
        })),
    },
    {
      method: 'GET',
      path: '/devices/{deviceId}/modules',
      needs: 'devices:read',
      handle: (call) => {
        find(call);
        return page(call, [], (module) => module);
      },
    },
    {
      method: 'GET',
      path: '/devices/{deviceId}/relationships',
      needs: 'devices:read',
      handle: (call) => {
        find(call);
        return page(call, [], (relationship) => relationship);
      },
    },
  ];
};
