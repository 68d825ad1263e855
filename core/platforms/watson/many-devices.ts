import type { PlatformRegistry } from '../platform.ts';
import type { RestClient } from '../rest/rest-client.ts';
import { addDevices, removeDevices } from './bulk.ts';
import { registeredDevice, type VehicleIdOf } from './devices.ts';
import { credentialsOf, descriptionOf, objectionTo, tokenMissing } from './new-device.ts';

interface ManyDevicesNeeds {
  readonly client: RestClient;
  readonly vehicleIdOf: VehicleIdOf;
  readonly organisation: string | null;
}

type ManyDevices = Required<Pick<PlatformRegistry, 'objection' | 'createMany' | 'removeMany'>>;

/** The platform's lists of devices to add and to remove; a device is told by its type and its id together. */
export const createManyDevices = ({ client, vehicleIdOf, organisation }: ManyDevicesNeeds): ManyDevices => ({
  objection: (device, listed) =>
    objectionTo(device) ??
    (listed.some((other) => other.deviceId === device.deviceId && other.typeId === device.typeId)
      ? 'There is a device with this type and id already.'
      : undefined),

  createMany: async (devices, context) => {
    const wishes = devices.map((device) => ({
      ...{ typeId: device.typeId, deviceId: device.deviceId },
      ...descriptionOf(device),
    }));
    const { outcomes, failure } = await addDevices(client, wishes, context);
    return {
      failure,
      outcomes: outcomes.map(({ typeId, deviceId, state, message, token }) => {
        if (state !== 'done') return { state, message, device: null, credentials: null };
        const address = { typeId, deviceId };
        return {
          ...{ state, message },
          device: registeredDevice(address, vehicleIdOf),
          credentials: token === null ? tokenMissing : credentialsOf(address, token, organisation),
        };
      }),
    };
  },

  removeMany: async (devices, context) => {
    const addresses = devices.map(({ typeId, deviceId }) => ({ typeId: typeId ?? '', deviceId }));
    const { outcomes, failure } = await removeDevices(client, addresses, context);
    return { outcomes: outcomes.map(({ state, message }) => ({ state, message })), failure };
  },
});
