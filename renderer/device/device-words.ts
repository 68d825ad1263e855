import type { DeviceDetail } from '../../shared/platform/device.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import { formatDateTime } from '../format/age.ts';
import { formatNumber } from '../format/number.ts';

export interface DeviceFact {
  readonly label: string;
  readonly text: string;
  readonly isAbnormal?: boolean;
}

/** What each platform calls the type of a device. */
export const typeWord: Readonly<Record<PlatformKind, string>> = {
  'iot-central': 'Device template',
  watson: 'Device type',
};

/** What the registry says, in the order in which one looks for it; what the platform has no word for is left out. */
export const factsOf = (detail: DeviceDetail, kind: PlatformKind): readonly DeviceFact[] => [
  { label: 'Device id', text: detail.deviceId },
  { label: typeWord[kind], text: detail.typeTitle ?? detail.typeId ?? 'None' },
  ...switchFact('Access', detail.isEnabled, 'Allowed', 'Blocked', true),
  ...switchFact('Provisioned', detail.isProvisioned, 'Yes', 'Not yet: it has never connected'),
  ...switchFact('Simulated', detail.isSimulated, 'Yes: the platform makes up its values', 'No'),
  ...(detail.organizations.length === 0 ? [] : [{ label: 'Organisations', text: detail.organizations.join(', ') }]),
  ...(detail.groups.length === 0 ? [] : [{ label: 'Groups', text: detail.groups.join(', ') }]),
  ...(detail.location === null ? [] : [{ label: 'Registered location', text: locationText(detail.location) }]),
  ...detail.facts.map(({ label, text }) => ({ label, text: timeOrText(text) })),
];

/** A registry writes times as ISO 8601 among its texts. */
const timeOrText = (text: string): string =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)
    ? formatDateTime(Date.parse(text))
    : text;

const switchFact = (
  label: string,
  state: boolean | null,
  yes: string,
  no: string,
  isNoAbnormal = false,
): readonly DeviceFact[] =>
  state === null ? [] : [{ label, text: state ? yes : no, ...(isNoAbnormal && !state ? { isAbnormal: true } : {}) }];

const locationText = ({
  latitude,
  longitude,
  elevation,
  measuredAtMs,
}: NonNullable<DeviceDetail['location']>): string =>
  [
    `${formatNumber(latitude, 5)}°, ${formatNumber(longitude, 5)}°`,
    ...(elevation === null ? [] : [`${formatNumber(elevation)} m high`]),
    ...(measuredAtMs === null ? [] : [formatDateTime(measuredAtMs)]),
  ].join(' · ');

/** Names are compared as a person reads them. */
export const isSameName = (typed: string, name: string): boolean => plain(typed) === plain(name);

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLocaleLowerCase();
