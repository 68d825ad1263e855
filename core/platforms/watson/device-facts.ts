import type { DeviceDetail } from '../../../shared/platform/device.ts';
import type { WatsonDevice } from './answers.ts';

type Fact = DeviceDetail['facts'][number];

const mostMetadata = 30;
const longestText = 300;

/** Device management protocol, `mgmt.firmware.state`; 0 is idle, and nothing to tell. */
const firmwareStates: readonly (string | undefined)[] = [undefined, 'under way', 'downloaded'];
/** `mgmt.firmware.updateStatus`; 0 is success, and also what a device says that never had an update. */
const updateStates: readonly (string | undefined)[] = [
  undefined,
  'in progress',
  'failed: out of memory',
  'failed: connection lost',
  'failed: verification failed',
  'failed: unsupported image',
  'failed: invalid address',
];

const textOf = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
};

/** What the registry says of a device, in the order in which somebody looks for it. */
export const factsOf = (device: WatsonDevice): readonly Fact[] => {
  const { deviceInfo: info = {}, registration, gatewayTypeId, gatewayId, status, metadata = {} } = device;
  const facts: (readonly [string, string | undefined])[] = [
    ['Description', info.description],
    ['Serial number', info.serialNumber],
    ['Manufacturer', info.manufacturer],
    ['Model', info.model],
    ['Class', info.deviceClass],
    ['Firmware', info.fwVersion],
    ['Hardware', info.hwVersion],
    ['Place', info.descriptiveLocation],
    ['Registered', registration?.date],
    ['Registered by', registration?.auth?.id],
    ['Behind gateway', gatewayId === undefined ? undefined : `${gatewayTypeId ?? '?'}/${gatewayId}`],
    ['Alert', status?.alert?.enabled === true ? 'raised' : undefined],
    ...managementFacts(device),
    ...Object.entries(metadata)
      .slice(0, mostMetadata)
      .map(([name, value]) => [name, textOf(value)] as const),
  ];
  return facts.flatMap(([label, text]) => (text === undefined || text === '' ? [] : [{ label, text }]));
};

const managementFacts = ({ mgmt }: WatsonDevice): readonly (readonly [string, string | undefined])[] => {
  if (mgmt === undefined) return [['Device management', 'takes no part']];
  const { dormant, dormantDateTime, lastActivityDateTime, supports, firmware } = mgmt;
  const actions = [
    ...(supports?.deviceActions === true ? ['reboot and factory reset'] : []),
    ...(supports?.firmwareActions === true ? ['firmware'] : []),
  ];
  const takes = actions.length === 0 ? 'takes part, without actions' : `takes ${actions.join(', ')}`;
  return [
    ['Device management', dormant === true ? `dormant since ${dormantDateTime ?? 'a while'}` : takes],
    ['Last managed', lastActivityDateTime],
    ['Firmware download', firmware?.state === undefined ? undefined : firmwareStates[firmware.state]],
    ['Firmware update', firmware?.updateStatus === undefined ? undefined : updateStates[firmware.updateStatus]],
  ];
};
