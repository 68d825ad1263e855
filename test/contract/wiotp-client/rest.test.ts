import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hasOpenssl } from '../../support/certificates.ts';
import { deviceSchema, errorSchema, pageSchema } from '../practice-watson-rest/api.ts';
import { connected, done, listening, openService } from './service.ts';

const spare = ['van', 'VAN-SPARE'] as const;
const truck = { typeId: 'refrigerated-truck', deviceId: 'TRUCK-001' };

const devicePage = pageSchema(deviceSchema);
const typePage = pageSchema(z.object({ id: z.string(), classId: z.enum(['Device', 'Gateway']) }));
const bulkSchema = z.array(z.object({ deviceId: z.string(), success: z.boolean(), authToken: z.string().optional() }));

/** How a call fails: the library hands on what its HTTP client says. */
const refusalSchema = z.object({ response: z.object({ status: z.number(), data: errorSchema }) });
const refusalOf = async (call: Promise<unknown>): Promise<number> => {
  const { response } = refusalSchema.parse(
    await call.then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
  return response.status;
};

describe.skipIf(!hasOpenssl)('the official library’s registry', () => {
  test('makes, reads, changes and removes a device type', async () => {
    const { registry } = (await openService()).api();
    expect(await registry.registerDeviceType('trailer', 'Trailer', { model: 'T1' }, { axles: 2 })).toMatchObject({
      ...{ id: 'trailer', classId: 'Device', description: 'Trailer' },
      ...{ deviceInfo: { model: 'T1' }, metadata: { axles: 2 } },
    });
    expect(await registry.updateDeviceType('trailer', 'Long trailer')).toMatchObject({ deviceInfo: { model: 'T1' } });
    expect(await registry.getDeviceType('trailer')).toMatchObject({ description: 'Long trailer' });
    const types = async (): Promise<readonly string[]> =>
      typePage.parse(await registry.getAllDeviceTypes()).results.map(({ id }) => id);
    expect(await types()).toContain('trailer');
    await registry.deleteDeviceType('trailer');
    expect(await types()).not.toContain('trailer');
  });

  test('registers a device that can connect with its token, and removes it', async () => {
    const service = await openService();
    const { registry } = service.api();
    const place = { longitude: 24.94, latitude: 60.17 };
    const registered = await registry.registerDevice('van', 'VAN-100', undefined, { serialNumber: '100' }, place, {
      keeper: 'north',
    });
    const { authToken: token = '' } = deviceSchema.parse(registered);
    const device = service.device({ deviceId: 'VAN-100', token });
    await connected(device);

    await registry.updateDevice('van', 'VAN-100', { serialNumber: '101' }, { alert: { enabled: true } });
    const read = deviceSchema.parse(await registry.getDevice('van', 'VAN-100'));
    expect(read).toMatchObject({
      ...{ deviceInfo: { serialNumber: '101' }, metadata: { keeper: 'north' }, location: place },
      status: { alert: { enabled: true } },
    });
    expect(read.authToken).toBeUndefined();
    expect(devicePage.parse(await registry.listAllDevicesOfType('van')).results).toHaveLength(2);

    const isLost = new Promise<void>((resolve) => device.once('close', resolve));
    await registry.unregisterDevice('van', 'VAN-100');
    await isLost;
    expect(await refusalOf(registry.getDevice('van', 'VAN-100'))).toBe(404);
  });

  test('registers and removes many at once, and pages through all with bookmarks', async () => {
    const { registry, organisation } = (await openService()).api();
    const many = ['VAN-101', 'VAN-102', 'VAN-103'].map((deviceId) => ({ typeId: 'van', deviceId }));
    const added = bulkSchema.parse(await registry.registerMultipleDevices(many));
    expect(added.map(({ success, authToken }) => success && authToken !== undefined)).toEqual([true, true, true]);

    const first = devicePage.parse(await organisation.getAllDevices({ _limit: 3, _sort: '-deviceId' }));
    expect(first.meta.totalRows).toBe(4);
    expect(first.results.map(({ deviceId }) => deviceId)).toEqual(['VAN-SPARE', 'VAN-103', 'VAN-102']);
    const query = { _limit: 3, _sort: '-deviceId', _bookmark: first.bookmark ?? '' };
    const second = devicePage.parse(await organisation.getAllDevices(query));
    expect([second.results.map(({ deviceId }) => deviceId), second.bookmark]).toEqual([['VAN-101'], undefined]);

    const removed = bulkSchema.parse(await registry.deleteMultipleDevices(many));
    expect(removed.map(({ success }) => success)).toEqual([true, true, true]);
  });

  test('keeps the location, the logs and the error codes of a device', async () => {
    const service = await openService();
    const { registry } = service.api();
    await registry.updateDeviceLocation(...spare, { longitude: 4.9, latitude: 52.37, elevation: 2 });
    expect(await registry.getDeviceLocation(...spare)).toMatchObject({ longitude: 4.9, latitude: 52.37, elevation: 2 });

    const timestamp = '2030-01-01T00:00:00.000Z';
    await registry.addDeviceDiagLogs(...spare, { message: 'Door open', severity: 1, timestamp });
    const logsSchema = z.array(z.object({ id: z.string(), message: z.string() }));
    const [log] = logsSchema.parse(await registry.getAllDiagnosticLogs(...spare));
    expect(await registry.getDiagnosticLog(...spare, log?.id ?? '')).toMatchObject({
      message: 'Door open',
      severity: 1,
    });
    await registry.deleteDiagnosticLog(...spare, log?.id ?? '');
    await registry.clearAllDiagnosticLogs(...spare);
    expect(await registry.getAllDiagnosticLogs(...spare)).toEqual([]);

    service.clock.advance(1000);
    await registry.addErrorCode(...spare, { errorCode: 418, timestamp });
    expect(await registry.getDeviceErrorCodes(...spare)).toMatchObject([{ errorCode: 418 }]);
    await registry.clearDeviceErrorCodes(...spare);
    expect(await registry.getDeviceErrorCodes(...spare)).toEqual([]);
  });

  test('tells of connections what the device’s client did', async () => {
    const service = await openService();
    await listening(service.device());
    const { registry, organisation } = service.api();
    const id = `d:${service.org}:van:VAN-SPARE`;
    const logSchema = z.array(z.object({ message: z.string(), timestamp: z.iso.datetime() })).min(1);
    logSchema.parse(await registry.getDeviceConnectionLogs(...spare));
    expect(await organisation.getConnectionState(id)).toMatchObject({ id, connectionStatus: 'connected' });
    for (const states of [
      await organisation.getConnectionStates(),
      await organisation.getConnectedClientsConnectionStates(),
      await organisation.getRecentConnectionStates('2029-12-31T00:00:00Z'),
    ]) {
      expect(states).toMatchObject({ results: [{ id }] });
    }
  });

  test('is told in the platform’s words what was refused', async () => {
    const service = await openService();
    const { registry } = service.api();
    expect(await refusalOf(registry.getDevice('van', 'VAN-NONE'))).toBe(404);
    expect(await refusalOf(registry.registerDevice(...spare))).toBe(409);
    expect(await refusalOf(registry.registerDevice('van', 'with spaces'))).toBe(400);
    expect(await refusalOf(service.api('visualization').registry.registerDevice('van', 'VAN-100'))).toBe(403);
    expect(await refusalOf(service.api('standard', 'wrong').registry.getAllDeviceTypes())).toBe(401);
    await Promise.allSettled(Array.from({ length: 10 }, () => registry.getDeviceType('van')));
    expect(await refusalOf(registry.getDeviceType('van'))).toBe(429);
  });
});

describe.skipIf(!hasOpenssl)('the official library’s clients of the API', () => {
  test('read the organisation, its service and its traffic', async () => {
    const service = await openService();
    const device = service.device();
    await connected(device);
    await done((callback) => device.publishEvent('telemetry', 'text', '12345', 1, callback));
    const { organisation } = service.api('operations');
    expect(await organisation.getOrganizationDetails()).toMatchObject({ id: service.org });
    expect(await organisation.getServiceStatus()).toMatchObject({ us: { messaging: 'green' } });
    const total = { start: '2030-01-01', end: '2030-01-01', total: 5 };
    expect(await organisation.getDataUsage('2030-01-01', '2030-01-01', false)).toEqual({ ...total, average: 5 });
    expect(await organisation.getDataUsage('2030-01-01', '2030-01-01', true)).toMatchObject({
      ...total,
      days: [{ date: '2030-01-01', total: 5 }],
    });
  });

  test('keep groups of devices', async () => {
    const service = await openService({ vehicles: 1 });
    const { organisation } = service.api();
    await organisation.createGroup({ name: 'night', description: 'Night shift', searchTags: [] });
    await organisation.addDevicesToGroup('night', [truck]);
    expect(await organisation.getGroup('night')).toMatchObject({ name: 'night', description: 'Night shift' });
    expect(await organisation.getAllDeviceIdsInGroup('night')).toMatchObject({ results: [truck] });
    expect(devicePage.parse(await organisation.getAllDevicesInGroup('night')).results).toHaveLength(1);
    await organisation.removeDevicesFromGroup('night', [truck]);
    expect(await organisation.getAllDeviceIdsInGroup('night')).toMatchObject({ results: [] });
    await organisation.deleteGroup('night');
    expect(await organisation.getAllGroups()).not.toMatchObject({ results: [{ name: 'night' }] });
    expect(await refusalOf(organisation.getGroup('night'))).toBe(404);
  });

  test('give the last events', async () => {
    const service = await openService();
    const { lec, organisation } = service.api();
    expect(await refusalOf(lec.getLastEvents(...spare))).toBe(403);
    // The library has no call for it.
    await organisation.callApi('PUT', 200, true, ['config', 'lec'], { enabled: true, ttlDays: 1 });
    const device = service.device();
    await connected(device);
    await done((callback) => device.publishEvent('telemetry', 'json', { speed: 50 }, 1, callback));
    const event = { eventId: 'telemetry', payload: Buffer.from('{"speed":50}').toString('base64') };
    expect(await lec.getLastEvents(...spare)).toMatchObject([event]);
    expect(await lec.getLastEventsByEventType(...spare, 'telemetry')).toMatchObject(event);
  });

  test('show the state of a device through the logical interface of its type, and its schema', async () => {
    const service = await openService({ vehicles: 1 });
    const { state } = service.api();
    const interfaceSchema = z.object({ id: z.string(), schemaId: z.string() });
    const [one] = z.array(interfaceSchema).parse(await state.getActiveDeviceTypeLogicalInterfaces(truck.typeId));
    const { id = '', schemaId = '' } = one ?? {};
    expect(await state.getActiveLogicalInterface(id)).toMatchObject({ id, schemaId });
    expect(pageSchema(interfaceSchema).parse(await state.getActiveLogicalInterfaces()).results).toContainEqual(one);
    expect(await state.getActiveDeviceTypePropertyMappings(truck.typeId)).toMatchObject([{ logicalInterfaceId: id }]);
    expect(await state.getActiveSchema(schemaId)).toMatchObject({ id: schemaId, schemaType: 'json-schema' });
    expect(await state.getActiveSchemaContent(schemaId)).toMatchObject({ type: 'object' });
    expect(await state.getActiveSchemas()).toMatchObject({
      results: expect.arrayContaining([expect.objectContaining({ id: schemaId })]) as unknown,
    });
    service.clock.advance(1000);
    expect(await state.getDeviceState(truck.typeId, truck.deviceId, id)).toMatchObject({
      state: { latitude: expect.any(Number) as number },
    });
  });

  test('reboot a vehicle, follow how far it is, and forget it', async () => {
    const service = await openService({ vehicles: 1 });
    const { mgmt, registry } = service.api();
    expect(await registry.getDeviceManagementInformation(truck.typeId, truck.deviceId)).toMatchObject({
      ...{ dormant: false, supports: { deviceActions: true } },
    });
    const { reqId } = z
      .object({ reqId: z.string() })
      .parse(await mgmt.initiateDeviceManagementRequest('device/reboot', [], [truck]));
    expect(await mgmt.getDeviceManagementRequestStatus(reqId)).toMatchObject({
      results: [{ ...truck, complete: false }],
    });
    service.clock.advance(60_000);
    expect(await mgmt.getDeviceManagementRequestStatusByDevice(reqId, truck.typeId, truck.deviceId)).toMatchObject({
      status: 0,
      complete: true,
    });
    expect(await mgmt.getDeviceManagementRequest(reqId)).toMatchObject({ action: 'device/reboot', complete: true });
    expect(await mgmt.getAllDeviceManagementRequests()).toMatchObject({ results: [{ id: reqId }] });
    await mgmt.deleteDeviceManagementRequest(reqId);
    expect(await refusalOf(mgmt.getDeviceManagementRequest(reqId))).toBe(404);
  });
});
