import type { PlatformKind } from '../../../../shared/platform/kinds.ts';
import { kinds, newSecret, type DaysMaterial } from './material.ts';

/** What dispatchers do: commands, settings, jobs, and devices with their keys, one and a list. */
export const operate = async (
  { window, search }: DaysMaterial,
  ids: Readonly<Record<PlatformKind, string>>,
): Promise<void> => {
  const flash = { vehicleId: 'TRUCK-001', name: 'flashLights', parameters: { seconds: 1 } };
  for (const connectionId of ['practice', ids['iot-central']]) {
    const draft = await window.client.call('commands.draft', { connectionId, ...flash });
    if (draft.ok) await window.client.call('commands.confirm', { id: draft.value.record.id });
  }
  const truck = { connectionId: ids['iot-central'], vehicleId: 'TRUCK-001' };
  const { settings } = await window.call('settings.read', truck);
  const writable = settings.find(({ form }) => form?.type === 'number');
  if (writable === undefined) throw new Error('The practice truck has a number to set.');
  await window.call('settings.change', { ...truck, values: { [writable.path]: writable.form?.minimum ?? 1 } });
  const reboot = { name: 'Reboot', actionId: 'device/reboot', values: {} };
  const target = { kind: 'vehicles' as const, vehicleIds: ['TRUCK-001'] };
  await window.call('jobs.create', { connectionId: ids.watson, job: { ...reboot, target } });
  await window.call('jobs.list', { connectionId: ids.watson });
  for (const kind of kinds) {
    const connectionId = ids[kind];
    const types = await window.call('platforms.types', { connectionId });
    const device = { deviceId: 'LEAK-1', name: '', typeId: types[0]?.id ?? '', isSimulated: false };
    const made = await window.call('devices.create', { connectionId, device });
    const lines = [...(made.credentials?.lines ?? [])];
    const asked = await window.client.call('devices.credentials', { connectionId, vehicleId: made.vehicleId });
    if (asked.ok) lines.push(...asked.value.lines);
    const secrets = lines.filter(({ isSecret }) => isSecret);
    if (secrets.length === 0) throw new Error('The device has no keys.');
    for (const { label, text } of secrets) search.know(`device key: ${label}`, text);
    const devices = ['LEAK-2', 'LEAK-3'].map((deviceId) => ({ ...device, deviceId }));
    const many = await window.call('manyDevices.create', { connectionId, devices });
    const keys = many.outcomes.flatMap(
      ({ credentials }) => credentials?.lines.filter(({ isSecret }) => isSecret) ?? [],
    );
    if (keys.length < devices.length) throw new Error('A device of the list has no keys.');
    for (const { label, text } of keys) search.know(`device key of a list: ${label}`, text);
    const table = keys.map(({ text }) => text).join('\n');
    const passphrase = newSecret(search, `the passphrase of the file of device keys, ${kind}`);
    await window.call('manyDevices.seal', { connectionId, passphrase, keys: table, deviceCount: devices.length });
  }
};
