import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { CallContext, PlatformSettings, RegisteredDevice } from '../platform.ts';
import { segment } from './api.ts';
import type { Parts } from './parts.ts';
import { needsReading, settingsPatch } from './template/settings-patch.ts';
import { readSettings } from './template/settings.ts';

const propertiesSchema = z.record(z.string(), z.unknown());
type Properties = z.infer<typeof propertiesSchema>;

const pathOf = ({ deviceId }: RegisteredDevice): string => `/devices/${segment(deviceId)}/properties`;

export const createSettings = ({ api, templates }: Parts): PlatformSettings => {
  const readProperties = (device: RegisteredDevice, context: CallContext): Promise<Result<Properties>> =>
    api.ask({ method: 'GET', path: pathOf(device), action: 'view-settings' }, propertiesSchema, context);

  return {
    read: async (device, context) => {
      const model = await templates.modelOf(device, context);
      if (!model.ok) return model;
      if (model.value === null) return ok([]);
      const properties = await readProperties(device, context);
      return properties.ok ? ok(readSettings(model.value, properties.value)) : properties;
    },

    change: async (device, values, context) => {
      const model = await templates.modelOf(device, context);
      if (!model.ok) return model;
      if (model.value === null) {
        return fail('not-found', `${device.name} has no device template, so it has no settings.`);
      }
      const present = needsReading(model.value, values) ? await readProperties(device, context) : undefined;
      if (present?.ok === false) return present;
      const body = settingsPatch(model.value, values, present?.value);
      if (!body.ok) return body;
      // A merge (RFC 7396): the same wish twice is one wish.
      const call = { method: 'PATCH', path: pathOf(device), action: 'change-settings', retry: 'safe' } as const;
      return api.tell({ ...call, body: body.value }, context);
    },
  };
};
