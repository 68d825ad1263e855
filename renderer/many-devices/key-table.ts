import type { CreatedDevice } from '../../shared/platform/many-devices.ts';

/** Of those whose keys came. */
export const withKeys = (outcomes: readonly CreatedDevice[]): readonly CreatedDevice[] =>
  outcomes.filter(({ credentials }) => credentials !== null && credentials.lines.length > 0);

/**
 * The keys of all, a line a vehicle, for whoever sets the devices up (RFC 4180). Nothing is put in front of what looks
 * like a formula: a key must stay as it is to the letter.
 */
export const keyTable = (outcomes: readonly CreatedDevice[]): string => {
  const devices = withKeys(outcomes);
  const labels = [...new Set(devices.flatMap(({ credentials }) => credentials?.lines.map(({ label }) => label) ?? []))];
  const rows = devices.map(({ deviceId, typeId, credentials }) => [
    deviceId,
    typeId,
    ...labels.map((label) => credentials?.lines.find((line) => line.label === label)?.text ?? ''),
  ]);
  return [['Vehicle', 'Type', ...labels], ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
};

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
