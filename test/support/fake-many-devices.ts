import type { ManyDeviceHandlers } from '../../core/platforms/many-device-handlers.ts';
import { ok } from '../../shared/contract/result.ts';
import type { MethodHandlers } from '../../shared/contract/server.ts';
import { fakeCredentials } from './fake-platform.ts';

export const plausibleManyDeviceMethods: ManyDeviceHandlers = {
  'manyDevices.check': ({ devices }) => ok(devices.map(() => null)),
  'manyDevices.create': ({ devices }) =>
    ok({
      outcomes: devices.map(({ deviceId, typeId }) => ({
        ...{ deviceId, typeId, vehicleId: deviceId, credentials: fakeCredentials },
        ...{ state: 'done', message: null },
      })),
      problem: null,
    }),
  'manyDevices.remove': ({ vehicleIds }) =>
    ok({ outcomes: vehicleIds.map((vehicleId) => ({ vehicleId, state: 'done', message: null })), problem: null }),
  'manyDevices.seal': () =>
    ok({ fileName: 'fake-fleet-keys.csv.age', content: '-----BEGIN AGE ENCRYPTED FILE-----\n' }),
};

export const plausibleManyDeviceParams: {
  readonly [M in keyof ManyDeviceHandlers]: Parameters<MethodHandlers[M]>[0];
} = {
  'manyDevices.check': {
    connectionId: 'fake',
    devices: [{ deviceId: 'VAN-009', name: 'Van 9', typeId: 'dtmi:contoso:van;1', isSimulated: false }],
  },
  'manyDevices.create': {
    connectionId: 'fake',
    devices: [{ deviceId: 'VAN-009', name: 'Van 9', typeId: 'dtmi:contoso:van;1', isSimulated: false }],
  },
  'manyDevices.remove': { connectionId: 'fake', vehicleIds: ['VAN-002'] },
  'manyDevices.seal': { connectionId: 'fake', passphrase: 'k7wq-m2ha-9fxt-ve4c', keys: 'id,key', deviceCount: 1 },
};
