import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { DeviceCredentials, DeviceDetail } from '../../../shared/platform/device.ts';
import type { Clock } from '../../clock.ts';
import type { CallContext, PlatformRegistry, RegisteredDevice } from '../platform.ts';
import { platformDetails } from '../rest/rest-client.ts';
import { deviceSchema, timeOf, typeSchema, type DeviceAddress, type WatsonDevice } from './answers.ts';
import { devicePath, pathOf, type WatsonApi } from './api.ts';
import { factsOf } from './device-facts.ts';
import { registeredDevice, type VehicleIdOf } from './devices.ts';

/** Fails where a device comes from elsewhere: Watson's are unique within their type only. */
export const addressOf = ({ typeId, deviceId }: RegisteredDevice): Result<DeviceAddress> =>
  typeId === null || typeId === ''
    ? fail('invalid-params', `The device type of ${deviceId} is not known, so the platform cannot be asked for it.`)
    : ok({ typeId, deviceId });

/** Of the platform's ids. */
const idPattern = /^[A-Za-z0-9_.-]{1,36}$/;

interface RegistryNeeds {
  readonly api: WatsonApi;
  readonly clock: Clock;
  readonly vehicleIdOf: VehicleIdOf;
  readonly organisation: string | null;
}

export const createRegistry = ({ api, clock, vehicleIdOf, organisation }: RegistryNeeds): PlatformRegistry => ({
  get: async (device, context) => {
    const address = addressOf(device);
    if (!address.ok) return address;
    const [found, typeTitle] = await Promise.all([
      api.get(devicePath(address.value), deviceSchema, context),
      readTypeTitle(api, address.value.typeId, context),
    ]);
    return found.ok ? ok(detailOf(found.value, typeTitle, vehicleIdOf)) : found;
  },

  create: async ({ deviceId, name, typeId, isSimulated }, context) => {
    if (!idPattern.test(deviceId)) {
      return fail('invalid-params', 'A device id here has at most 36 letters, digits, dots, dashes and underscores.');
    }
    if (isSimulated) return fail('invalid-params', 'Watson IoT Platform simulates no devices.');
    // There is no name beside the id; what somebody calls the vehicle is kept as its description.
    const description = name === '' || name === deviceId ? {} : { deviceInfo: { description: name } };
    const answer = await api.send(
      { method: 'POST', path: pathOf('device', 'types', typeId, 'devices'), body: { deviceId, ...description } },
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

const tokenMissing: DeviceCredentials = {
  lines: [],
  explanation:
    'The device is registered, but the answer of the platform held no token that could be read. Remove the device and register it again.',
};

/** What a device's software is configured with: client id, user name and token of its MQTT connection. */
export const credentialsOf = (
  { typeId, deviceId }: DeviceAddress,
  token: string,
  organisation: string | null,
): DeviceCredentials => ({
  lines: [
    ...(organisation === null
      ? []
      : [
          { label: 'Organisation', text: organisation, isSecret: false },
          { label: 'MQTT client id', text: `d:${organisation}:${typeId}:${deviceId}`, isSecret: false },
        ]),
    { label: 'Device type', text: typeId, isSecret: false },
    { label: 'Device id', text: deviceId, isSecret: false },
    { label: 'MQTT user name', text: 'use-token-auth', isSecret: false },
    { label: 'Authentication token', text: token, isSecret: true },
  ],
  explanation:
    'The platform tells this token now and never again. Put it into the device, or keep it where secrets are kept: one that is lost means removing the device and registering it anew.',
});
