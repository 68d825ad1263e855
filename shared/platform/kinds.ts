/** The platforms with an API of their own. A plain broker has none. */
export const platformKinds = ['iot-central', 'watson'] as const;
export type PlatformKind = (typeof platformKinds)[number];

export const platformTitles: Readonly<Record<PlatformKind, string>> = {
  'iot-central': 'Azure IoT Central',
  watson: 'Watson IoT Platform / Maximo IoT',
};
