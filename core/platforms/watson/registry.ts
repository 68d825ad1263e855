import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { DeviceDetail } from '../../../shared/platform/device.ts';
import type { Clock } from '../../clock.ts';
import type { CallContext, PlatformRegistry, RegisteredDevice } from '../platform.ts';
import { platformDetails, type RestClient } from '../rest/rest-client.ts';
import { deviceSchema, timeOf, typeSchema, type DeviceAddress, type WatsonDevice } from './answers.ts';
import { devicePath, pathOf, type WatsonApi } from './api.ts';
import { factsOf } from './device-facts.ts';
import { registeredDevice, type VehicleIdOf } from './devices.ts';
import { createManyDevices } from './many-devices.ts';
import { credentialsOf, descriptionOf, objectionTo, tokenMissing } from './new-device.ts';

/** Fails where a device comes from elsewhere: Watson's are unique within their type only. */
export const addressOf = ({ typeId, deviceId }: RegisteredDevice): Result<DeviceAddress> =>
  typeId === null || typeId === ''
    ? fail('invalid-params', `The device type of ${deviceId} is not known, so the platform cannot be asked for it.`)
    : ok({ typeId, deviceId });

interface RegistryNeeds {
  readonly api: WatsonApi;
  /** For lists, each of which has an outcome of its own. */
  readonly client: RestClient;
  readonly clock: Clock;
  readonly vehicleIdOf: VehicleIdOf;
  readonly organisation: string | null;
}

export const createRegistry = ({ api, client, clock, vehicleIdOf, organisation }: RegistryNeeds): PlatformRegistry => ({
  get: async (device, context) => {
    const address = addressOf(device);
    if (!address.ok) return address;
    const [found, typeTitle] = await Promise.all([
      api.get(devicePath(address.value), deviceSchema, context),
      readTypeTitle(api, address.value.typeId, context),
    ]);
    return found.ok ? ok(detailOf(found.value, typeTitle, vehicleIdOf)) : found;
  },

  create: async (device, context) => {
    const objection = objectionTo(device);
    if (objection !== undefined) return fail('invalid-params', objection);
    const { deviceId, typeId } = device;
    const body = { deviceId, ...descriptionOf(device) };
    const answer = await api.send(
      { method: 'POST', path: pathOf('device', 'types', typeId, 'devices'), body },
      context,
    );
    if (!answer.ok) {
      const isDoubtful = platformDetails(answer.error)?.mayHaveHappened === true;
      if (!isDoubtful) return answer;
      const message = `${answer.error.message} If ${deviceId} was registered, its token is lost: remove it and register it again.`;
      return { ok: false, error: { ...answer.error, message } };
    }
    const registered = deviceSchema.safeParse(answer.value.body).data;
    const token = registered?.authToken;
    return ok({
      device: registeredDevice({ typeId, deviceId }, vehicleIdOf),
      credentials: token === undefined ? tokenMissing : credentialsOf({ typeId, deviceId }, token, organisation),
    });
  },

  ...createManyDevices({ client, vehicleIdOf, organisation }),

  setLocation: (device, { latitude, longitude }, context) =>
    change(device, (address) => {
      const measuredDateTime = new Date(clock.now()).toISOString();
      const body = { longitude, latitude, measuredDateTime };
      return api.send({ method: 'PUT', path: devicePath(address, 'location'), body }, context);
    }),

  remove: (device, context) =>
    change(device, (address) => api.send({ method: 'DELETE', path: devicePath(address) }, context)),
});

const change = async (
  device: RegisteredDevice,
  send: (address: DeviceAddress) => Promise<Result<unknown>>,
): Promise<Result<null>> => {
  const address = addressOf(device);
  if (!address.ok) return address;
  const answer = await send(address.value);
  return answer.ok ? ok(null) : answer;
};

/** Not every key may look at types, and a detail without a title is still one. */
const readTypeTitle = async (api: WatsonApi, typeId: string, context: CallContext): Promise<string | null> => {
  const type = await api.get(pathOf('device', 'types', typeId), typeSchema, context);
  return type.ok ? (type.value.description ?? null) : null;
};

const detailOf = (device: WatsonDevice, typeTitle: string | null, vehicleIdOf: VehicleIdOf): DeviceDetail => {
  const { typeId, deviceId, location } = device;
  return {
    vehicleId: vehicleIdOf(typeId, deviceId),
    ...{ deviceId, typeId, typeTitle },
    name: deviceId,
    ...{ isEnabled: null, isProvisioned: null, isSimulated: null, organizations: [], groups: [] },
    facts: [...factsOf(device)],
    location:
      location === undefined
        ? null
        : {
            latitude: location.latitude,
            longitude: location.longitude,
            elevation: location.elevation ?? null,
            measuredAtMs: timeOf(location.measuredDateTime),
          },
  };
};
