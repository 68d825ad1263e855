import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { DeviceCredentials, DeviceDetail } from '../../../shared/platform/device.ts';
import type { CallContext, PlatformRegistry, RegisteredDevice } from '../platform.ts';
import { credentialsSchema, deviceSchema } from './answers.ts';
import { segment, type ApiCall } from './api.ts';
import { registeredDevice } from './devices.ts';
import type { Parts } from './parts.ts';

const pathOf = ({ deviceId }: Pick<RegisteredDevice, 'deviceId'>): string => `/devices/${segment(deviceId)}`;

export const createRegistry = ({
  api,
  templates,
}: Parts): Required<Omit<PlatformRegistry, 'setLocation' | 'createMany' | 'removeMany'>> => {
  /** Setting the same thing twice is the same as once. */
  const patch = (
    device: RegisteredDevice,
    action: ApiCall['action'],
    body: object,
    context: CallContext,
  ): Promise<Result<null>> => api.tell({ method: 'PATCH', path: pathOf(device), action, body, retry: 'safe' }, context);

  const credentials = async (
    device: Pick<RegisteredDevice, 'deviceId'>,
    context: CallContext,
  ): Promise<Result<DeviceCredentials>> => {
    const call = { method: 'GET', path: `${pathOf(device)}/credentials`, action: 'read-credentials' } as const;
    const answer = await api.ask(call, credentialsSchema, context);
    if (!answer.ok) return answer;
    const { idScope, symmetricKey, x509, tpm } = answer.value;
    const secret = (label: string, text: string | undefined) =>
      text === undefined ? [] : [{ label, text, isSecret: true }];
    const byCertificate = x509 === undefined ? '' : ' The vehicle signs in with an X.509 certificate of its own.';
    return ok({
      lines: [
        { label: 'ID scope', text: idScope, isSecret: false },
        { label: 'Device ID', text: device.deviceId, isSecret: false },
        ...secret('Primary key', symmetricKey?.primaryKey),
        ...secret('Secondary key', symmetricKey?.secondaryKey),
        ...secret('Endorsement key', tpm?.endorsementKey),
      ],
      explanation: `With these the vehicle’s device signs in to IoT Central’s provisioning service. Whoever has a key can pose as the vehicle.${byCertificate}`,
    });
  };

  return {
    get: async (device, context) => {
      const call = { method: 'GET', path: pathOf(device), action: 'view-devices' } as const;
      const answer = await api.ask(call, deviceSchema, context);
      if (!answer.ok) return answer;
      const registered = registeredDevice(answer.value);
      const model = await templates.modelOf(registered, context);
      const title = model.ok ? (model.value?.title ?? null) : null;
      const { provisioned, simulated } = answer.value;
      return ok({
        vehicleId: registered.vehicleId,
        deviceId: registered.deviceId,
        name: registered.name,
        typeId: registered.typeId,
        typeTitle: title,
        isEnabled: registered.isEnabled,
        isProvisioned: provisioned ?? null,
        isSimulated: simulated ?? null,
        organizations: [...registered.organizations],
        groups: [],
        facts: [],
        location: null,
      } satisfies DeviceDetail);
    },

    create: async (device, context) => {
      const path = pathOf(device);
      // PUT changes a device that is there already.
      const present = await api.ask({ method: 'GET', path, action: null }, deviceSchema, context);
      if (present.ok) {
        return fail('conflict', `There is a vehicle with the id ${device.deviceId} already. Choose another id.`);
      }
      if (present.error.code !== 'not-found') return present;
      const body = {
        displayName: device.name === '' ? device.deviceId : device.name,
        template: device.typeId,
        simulated: device.isSimulated,
        enabled: true,
        ...(device.organizationId === undefined ? {} : { organizations: [device.organizationId] }),
      };
      // A refusal may be about the organization alone.
      const action = device.organizationId === undefined ? 'create-device' : null;
      const made = await api.ask({ method: 'PUT', path, action, body }, deviceSchema, context);
      if (!made.ok) return made;
      const keys = device.isSimulated ? undefined : await credentials(device, context);
      return ok({ device: registeredDevice(made.value), credentials: keys?.ok === true ? keys.value : null });
    },

    objection: ({ deviceId }, listed) =>
      listed.some((other) => other.deviceId === deviceId) ? 'There is a vehicle with this id already.' : undefined,
    rename: (device, name, context) => patch(device, 'rename-device', { displayName: name }, context),
    setBlocked: (device, isBlocked, context) => patch(device, 'block-device', { enabled: !isBlocked }, context),
    remove: (device, context) => api.tell({ method: 'DELETE', path: pathOf(device), action: 'delete-device' }, context),
    credentials,
  };
};
