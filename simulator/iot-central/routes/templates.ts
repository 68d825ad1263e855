import { z } from 'zod';
import { invalidBody, notFound } from '../rest/api-error.ts';
import { bodyOf, noContent, ok, page, parameter, type Call, type Route } from '../rest/route.ts';
import type { Element } from '../../dtdl/elements.ts';
import type { TemplateStore } from '../template/template-store.ts';

const templateSchema = z.looseObject({
  '@type': z.array(z.string()).min(1),
  '@id': z.string().optional(),
  capabilityModel: z.looseObject({}),
});
const changeSchema = z.looseObject({
  '@type': z.array(z.string()).optional(),
  capabilityModel: z.looseObject({}).optional(),
});

export const templateRoutes = (templates: TemplateStore): readonly Route[] => {
  const idOf = (call: Call): string => parameter(call, 'deviceTemplateId');
  const find = (call: Call): Element => {
    const template = templates.get(idOf(call));
    if (template === undefined) throw notFound(`The device template ${idOf(call)}`);
    return template;
  };
  return [
    {
      method: 'GET',
      path: '/deviceTemplates',
      needs: 'deviceTemplates:read',
      handle: (call) => page(call, templates.list(), (template) => template),
    },
    {
      method: 'GET',
      path: '/deviceTemplates/{deviceTemplateId}',
      needs: 'deviceTemplates:read',
      handle: (call) => ok(find(call)),
    },
    {
      method: 'PUT',
      path: '/deviceTemplates/{deviceTemplateId}',
      needs: 'deviceTemplates:write',
      handle: (call) => {
        const body = bodyOf(call, templateSchema);
        if (body['@id'] !== undefined && body['@id'] !== idOf(call)) {
          throw invalidBody('@id: it is not the id that the address names.');
        }
        return ok(templates.set(idOf(call), body));
      },
    },
    {
      method: 'PATCH',
      path: '/deviceTemplates/{deviceTemplateId}',
      needs: 'deviceTemplates:write',
      handle: (call) => ok(templates.set(idOf(call), { ...find(call), ...bodyOf(call, changeSchema) })),
    },
    {
      method: 'DELETE',
      path: '/deviceTemplates/{deviceTemplateId}',
      needs: 'deviceTemplates:write',
      handle: (call) => {
        find(call);
        templates.remove(idOf(call));
        return noContent;
      },
    },
  ];
};
