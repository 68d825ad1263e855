import { expect, test } from 'vitest';
import { z } from 'zod';
import { anything, list, openApi, previewVersion, type Api } from './api.ts';
import { preview, stable, withoutDocuments } from './openapi.ts';
import { servedRoutes } from './routes.ts';

const administrator = 'ca310b8d-2f4a-44e0-a36e-957c202cd8d4';
const truck = '/devices/TRUCK-001';
const doors = `${truck}/components/doors`;
const truckTemplate = encodeURIComponent('dtmi:fleetdeckPractice:refrigeratedTruck;1');
const ownTemplate = encodeURIComponent('dtmi:test:trailer;1');

const template = {
  '@id': 'dtmi:test:trailer;1',
  '@type': ['ModelDefinition', 'DeviceModel'],
  displayName: 'Trailer',
  capabilityModel: { '@id': 'dtmi:test:trailerModel;1', '@type': 'Interface', contents: [] },
};
const job = {
  displayName: 'Colder',
  group: 'refrigerated-trucks',
  data: [{ type: 'property', target: 'dtmi:x;1', path: 'TargetTemperature', value: -5 }],
  batch: { type: 'percentage', value: 50 },
  cancellationThreshold: { type: 'number', value: 1, batch: false },
};
const schedule = { start: '2031-01-01T00:00:00Z', recurrence: 'daily', end: { type: 'occurrences', occurrences: 3 } };
const destination = {
  displayName: 'Hook',
  type: 'webhook@v1',
  url: 'http://127.0.0.1:9/hook',
  headerCustomizations: { 'x-region': { value: 'west', secret: false } },
};
const dataExport = { displayName: 'Out', enabled: false, source: 'telemetry', destinations: [{ id: 'hook' }] };

/** One call of every operation, in an order in which each succeeds. */
const calls: readonly (readonly [status: number, request: string, body?: unknown])[] = [
  [200, 'GET /apiTokens'],
  [200, 'PUT /apiTokens/mine', { roles: [{ role: administrator }] }],
  [200, 'GET /apiTokens/mine'],
  [204, 'DELETE /apiTokens/mine'],
  [200, 'GET /roles'],
  [200, `GET /roles/${administrator}`],
  [200, 'GET /users'],
  [200, 'GET /users/practice-admin'],
  [200, 'GET /organizations'],
  [200, 'PUT /organizations/zwickau', { displayName: 'Zwickau', parent: 'saxony' }],
  [200, 'PATCH /organizations/zwickau', { displayName: 'Zwickau depot' }],
  [200, 'GET /organizations/zwickau'],
  [204, 'DELETE /organizations/zwickau'],
  [200, 'GET /devices'],
  [200, 'PUT /devices/new', { displayName: 'New', organizations: ['leipzig'] }],
  [200, 'PATCH /devices/new', { enabled: false }],
  [200, 'GET /devices/new'],
  [200, 'GET /devices/new/credentials'],
  [200, 'GET /devices/new/modules'],
  [200, 'GET /devices/new/relationships'],
  [204, 'DELETE /devices/new'],
  [200, `GET ${truck}/components`],
  [200, `GET ${truck}/properties`],
  [202, `PATCH ${truck}/properties`, { speedLimit: 80, depot: 'dresden' }],
  [202, `PUT ${truck}/properties`, { speedLimit: 70 }],
  [200, `GET ${truck}/telemetry/ContentsTemperature`],
  [201, `POST ${truck}/commands/flashLights`, { request: 2 }],
  [200, `GET ${truck}/commands/flashLights`],
  [200, `GET ${doors}/properties`],
  [202, `PATCH ${doors}/properties`, { autoLock: false }],
  [202, `PUT ${doors}/properties`, { autoLock: true }],
  [200, `GET ${doors}/telemetry/doorsLocked`],
  [201, `POST ${doors}/commands/unlockDoors`, {}],
  [200, `GET ${doors}/commands/unlockDoors`],
  [200, 'GET /deviceTemplates'],
  [200, `GET /deviceTemplates/${truckTemplate}`],
  [200, `PUT /deviceTemplates/${ownTemplate}`, template],
  [200, `PATCH /deviceTemplates/${ownTemplate}`, { displayName: 'Long trailer' }],
  [204, `DELETE /deviceTemplates/${ownTemplate}`],
  [200, 'GET /deviceGroups'],
  [200, 'PUT /deviceGroups/mine', { displayName: 'Mine', filter: 'SELECT * FROM devices WHERE $id = "VAN-002"' }],
  [200, 'PATCH /deviceGroups/mine', { description: 'One van' }],
  [200, 'GET /deviceGroups/mine'],
  [200, 'GET /deviceGroups/mine/devices'],
  [204, 'DELETE /deviceGroups/mine'],
  [200, 'GET /jobs'],
  [200, 'PUT /jobs/failing', { ...job, data: [{ ...job.data[0], path: 'nothing' }] }],
  [200, 'PUT /jobs/failing/rerun/again'],
  [200, 'PUT /jobs/colder', job],
  [204, 'POST /jobs/colder/stop'],
  [204, 'POST /jobs/colder/resume'],
  [200, 'GET /jobs/colder'],
  [200, 'GET /jobs/colder/devices'],
  [200, 'PUT /scheduledJobs/nightly', { ...job, schedule }],
  [200, 'PATCH /scheduledJobs/nightly', { enabled: false }],
  [200, 'GET /scheduledJobs'],
  [200, 'GET /scheduledJobs/nightly'],
  [200, 'GET /scheduledJobs/nightly/jobs'],
  [204, 'DELETE /scheduledJobs/nightly'],
  [200, 'POST /query', { query: 'SELECT $id, speed FROM dtmi:fleetdeckPractice:van;1' }],
  [200, 'PUT /dataExport/destinations/hook', destination],
  [200, 'PATCH /dataExport/destinations/hook', { displayName: 'The hook' }],
  [200, 'GET /dataExport/destinations'],
  [200, 'GET /dataExport/destinations/hook'],
  [200, 'PUT /dataExport/exports/out', dataExport],
  [200, 'PATCH /dataExport/exports/out', { displayName: 'Outward' }],
  [200, 'GET /dataExport/exports'],
  [200, 'GET /dataExport/exports/out'],
  [200, 'GET /dataExport/exports/out/destinations'],
  [200, 'GET /dataExport/destinations/hook/exports'],
  [204, 'DELETE /dataExport/exports/out'],
  [204, 'DELETE /dataExport/destinations/hook'],
];

const routeOf = (request: string) => {
  const [method, path = ''] = request.split(' ');
  return servedRoutes.find(
    (route) => route.method === method && new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
};
const versionOf = (request: string) => (routeOf(request)?.isPreview === true ? { version: previewVersion } : {});

const callAll = async (api: Api): Promise<void> => {
  for (const [status, request, body] of calls) {
    const answer = api.expect(status, request, anything, {
      ...(body !== undefined && { body }),
      ...versionOf(request),
    });
    await api.wait(answer);
  }
};

test.skipIf(withoutDocuments !== '')(
  `every answer, and every request of this test, is as the OpenAPI document says${withoutDocuments}`,
  async () => {
    for (const [, request, body] of calls) {
      const [method = '', path = ''] = request.split(' ');
      const operation = (routeOf(request)?.isPreview === true ? preview : stable)?.operation(method, path);
      expect(operation?.requestProblems(body ?? {}), request).toEqual([]);
    }
    // The answers are held against it as they come.
    await callAll(await openApi());
  },
);

test.skipIf(withoutDocuments !== '')(`an answer that is not as the document says is noticed${withoutDocuments}`, () => {
  const device = stable?.operation('GET', '/devices/VAN-002');
  expect(device?.answerProblems(200, { id: 'VAN-002', enabled: true })).toEqual([]);
  expect(device?.answerProblems(200, { id: 2 })).toHaveLength(1);
  expect(device?.answerProblems(200, { id: 'VAN-002', displayname: 'Van' })).toHaveLength(1);
  expect(device?.answerProblems(404, { error: { code: 'NotFound' } })).toHaveLength(1);
  expect(device?.answerProblems(204, undefined)).toHaveLength(1);
  const made = stable?.operation('PUT', '/jobs/one');
  const data = (type: string) => ({ group: 'g', data: [{ type, target: 't', path: 'p' }] });
  expect(made?.answerProblems(200, data('property'))).toEqual([]);
  expect(made?.answerProblems(200, data('PropertyJobData'))).not.toEqual([]);
  expect(made?.requestProblems({ group: 'g', data: [{ type: 'command', target: 't' }] })).not.toEqual([]);
});

test('no operation that is served has been left out above', () => {
  const called = new Set(calls.map(([, request]) => routeOf(request)));
  const missing = servedRoutes.filter((route) => !called.has(route));
  expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test('a template says what a console needs: inherited parts, components, units, enums, objects and two languages', async () => {
  const api = await openApi();
  const { value } = await api.expect(200, 'GET /deviceTemplates', z.object({ value: z.array(z.unknown()) }));
  expect(value).toHaveLength(3);
  const text = JSON.stringify(value);
  for (const part of [
    '"extends"',
    '"Component"',
    '"degreeCelsius"',
    '"Enum"',
    '"Object"',
    '"Cloud"',
    '"de"',
    '"displayUnit"',
  ]) {
    expect(text).toContain(part);
  }
});

test('the devices are the vehicles of the fleet', async () => {
  const { value } = await (await openApi()).expect(200, 'GET /devices', list);
  expect(value.map(({ id }) => id)).toEqual(['TRUCK-001', 'VAN-002', 'BUS-003']);
});
