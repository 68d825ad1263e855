import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { DeviceRegistry } from '../device/registry.ts';
import { destinationSchema, exportSchema, type ExportDefinition } from '../export/export-definition.ts';
import type { ExportOffice } from '../export/export-office.ts';
import { queryTelemetry } from '../query/telemetry-query.ts';
import { invalidBody, notFound } from '../rest/api-error.ts';
import { bodyOf, noContent, ok, page, parameter, type Call, type Route } from '../rest/route.ts';

const querySchema = z.object({ query: z.string().min(1) });

export const queryRoutes = (registry: DeviceRegistry, clock: Clock): readonly Route[] => [
  {
    method: 'POST',
    path: '/query',
    needs: 'query:read',
    isPreview: true,
    handle: (call) => {
      const { query } = bodyOf(call, querySchema);
      return ok({ results: queryTelemetry(query, registry.visibleTo(call.principal), clock.now()) });
    },
  },
];

const describeExport = (id: string, definition: ExportDefinition): object => ({
  id,
  ...definition,
  status: definition.enabled ? 'healthy' : 'notStarted',
});

export const dataExportRoutes = (office: ExportOffice): readonly Route[] => {
  const preview = { isPreview: true, needs: 'dataExport:read' } as const;
  const previewWrite = { isPreview: true, needs: 'dataExport:write' } as const;
  const destination = (id: string): object => {
    const found = office.getDestination(id);
    if (found === undefined) throw notFound(`The destination ${id}`);
    return found;
  };
  const exportOf = (id: string): ExportDefinition => {
    const found = office.getExport(id);
    if (found === undefined) throw notFound(`The export ${id}`);
    return found;
  };
  const saveExport = (id: string, definition: ExportDefinition): object => {
    const stranger = definition.destinations.find((each) => office.getDestination(each.id) === undefined);
    if (stranger !== undefined) throw invalidBody(`destinations: there is no destination ${stranger.id}.`);
    office.setExport(id, definition);
    return describeExport(id, definition);
  };
  const destinationId = (call: Call): string => parameter(call, 'destinationId');
  const exportId = (call: Call): string => parameter(call, 'exportId');
  return [
    {
      ...preview,
      method: 'GET',
      path: '/dataExport/destinations',
      handle: (call) => page(call, office.destinations(), (each) => each),
    },
    {
      ...preview,
      method: 'GET',
      path: '/dataExport/destinations/{destinationId}',
      handle: (call) => ok(destination(destinationId(call))),
    },
    {
      ...previewWrite,
      method: 'PUT',
      path: '/dataExport/destinations/{destinationId}',
      handle: (call) => {
        office.setDestination(destinationId(call), bodyOf(call, destinationSchema));
        return ok(destination(destinationId(call)));
      },
    },
    {
      ...previewWrite,
      method: 'PATCH',
      path: '/dataExport/destinations/{destinationId}',
      handle: (call) => {
        destination(destinationId(call));
        const changes = bodyOf(call, destinationSchema.partial());
        const changed = destinationSchema.parse({ ...office.definitionOf(destinationId(call)), ...changes });
        office.setDestination(destinationId(call), changed);
        return ok(destination(destinationId(call)));
      },
    },
    {
      ...previewWrite,
      method: 'DELETE',
      path: '/dataExport/destinations/{destinationId}',
      handle: (call) => {
        destination(destinationId(call));
        office.removeDestination(destinationId(call));
        return noContent;
      },
    },
    {
      ...preview,
      method: 'GET',
      path: '/dataExport/destinations/{destinationId}/exports',
      handle: (call) => {
        destination(destinationId(call));
        const using = office
          .exports()
          .filter(([, { destinations }]) => destinations.some(({ id }) => id === destinationId(call)));
        return page(call, using, ([id, definition]) => describeExport(id, definition));
      },
    },
    {
      ...preview,
      method: 'GET',
      path: '/dataExport/exports',
      handle: (call) => page(call, office.exports(), ([id, definition]) => describeExport(id, definition)),
    },
    {
      ...preview,
      method: 'GET',
      path: '/dataExport/exports/{exportId}',
      handle: (call) => ok(describeExport(exportId(call), exportOf(exportId(call)))),
    },
    {
      ...previewWrite,
      method: 'PUT',
      path: '/dataExport/exports/{exportId}',
      handle: (call) => ok(saveExport(exportId(call), bodyOf(call, exportSchema))),
    },
    {
      ...previewWrite,
      method: 'PATCH',
      path: '/dataExport/exports/{exportId}',
      handle: (call) => {
        const changes = bodyOf(call, exportSchema.partial());
        const changed = exportSchema.parse({ ...exportOf(exportId(call)), ...changes });
        return ok(saveExport(exportId(call), changed));
      },
    },
    {
      ...previewWrite,
      method: 'DELETE',
      path: '/dataExport/exports/{exportId}',
      handle: (call) => {
        exportOf(exportId(call));
        office.removeExport(exportId(call));
        return noContent;
      },
    },
    {
      ...preview,
      method: 'GET',
      path: '/dataExport/exports/{exportId}/destinations',
      handle: (call) => {
        const { destinations } = exportOf(exportId(call));
        return page(call, destinations, ({ id }) => office.getDestination(id) ?? { id });
      },
    },
  ];
};
