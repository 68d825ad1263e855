import type { DeviceCredentials, NewDevice } from '../../../shared/platform/device.ts';
import type { DeviceAddress, WatsonDevice } from './answers.ts';

/** Of the platform's ids. */
const idPattern = /^[A-Za-z0-9_.-]{1,36}$/;

export const objectionTo = ({
  deviceId,
  isSimulated,
}: Pick<NewDevice, 'deviceId' | 'isSimulated'>): string | undefined => {
  if (!idPattern.test(deviceId)) {
    return 'A device id here has at most 36 letters, digits, dots, dashes and underscores.';
  }
  return isSimulated ? 'Watson IoT Platform simulates no devices.' : undefined;
};

/** There is no name beside the id; what somebody calls the vehicle is kept as its description. */
export const descriptionOf = ({
  deviceId,
  name,
}: Pick<NewDevice, 'deviceId' | 'name'>): Pick<WatsonDevice, 'deviceInfo'> =>
  name === '' || name === deviceId ? {} : { deviceInfo: { description: name } };

export const tokenMissing: DeviceCredentials = {
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
