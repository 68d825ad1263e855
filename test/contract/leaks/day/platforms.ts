import type { PlatformKind } from '../../../../shared/platform/kinds.ts';
import { administrator, centralSettings, faultDoor, makeBeside, watsonSettings } from '../../tokens/desk-fixture.ts';
import { isListed, isReady, kinds, untilStatus, type DaysMaterial } from './material.ts';

/** Every kind of platform token in a connection, and the ways in which one stops working. */
export const connectPlatforms = async (day: DaysMaterial): Promise<Readonly<Record<PlatformKind, string>>> => {
  const { window, practice, search } = day;
  const central = centralSettings(practice, 'Central');
  const { bearerToken, tokens } = practice.iotCentral;
  const asBearer = { ...central, name: 'Bearer', platform: { ...central.platform, auth: 'bearer' } } as typeof central;
  const entered = [
    ['Builder', central, tokens.builder],
    ['Operator', central, tokens.operator],
    ['Bearer', asBearer, bearerToken],
    ['Swapped', asBearer, tokens.operator],
    ['Foreign', central, bearerToken],
  ] as const;
  const enter = async ([name, settings, platformToken]: (typeof entered)[number]): Promise<void> => {
    const params = { settings: { ...settings, name }, secrets: { platformToken } };
    await window.call('connections.test', params);
    const { id } = await window.call('connections.save', params);
    await untilStatus(day, id, ({ state, platform }) => state === 'offline' || platform?.state === 'ready');
  };
  await Promise.all(entered.map(enter));
  for (const [role, { apiKey, apiToken }] of Object.entries(practice.watson.keys)) {
    const settings = watsonSettings(practice, apiKey, `Watson ${role}`);
    await window.call('connections.save', { settings, secrets: { password: apiToken } });
  }
  const admins = {
    'iot-central': await makeBeside(practice, 'iot-central', 'leak-admin', administrator['iot-central']),
    watson: await makeBeside(practice, 'watson', 'leak-admin', administrator.watson),
  };
  for (const [kind, { secret }] of Object.entries(admins)) search.know(`the admin's token of ${kind}`, secret);
  const [first, second] = await Promise.all([
    window.call('connections.save', { settings: central, secrets: { platformToken: admins['iot-central'].secret } }),
    window.call('connections.save', {
      settings: watsonSettings(practice, admins.watson.id),
      secrets: { password: admins.watson.secret },
    }),
  ]);
  const ids = { 'iot-central': first.id, watson: second.id };
  const trouble = async (kind: PlatformKind): Promise<void> => {
    await untilStatus(day, ids[kind], (status) => isReady(status) && isListed(status));
    await faultDoor(practice, kind, { kind: '401', times: 1 });
    await window.client.call('platforms.refresh', { connectionId: ids[kind] });
    await window.client.call('platforms.types', { connectionId: ids[kind] });
    for (const fault of ['cut', 'half-page', 'changed-schema']) {
      await faultDoor(practice, kind, { kind: fault, times: 1 });
      await window.client.call('people.list', { connectionId: ids[kind] });
    }
    await faultDoor(practice, kind, null);
    await window.call('connections.retry', { id: ids[kind] });
    await untilStatus(day, ids[kind], isReady);
  };
  await Promise.all(kinds.map(trouble));
  return ids;
};
