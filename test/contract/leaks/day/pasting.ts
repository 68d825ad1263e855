import { randomBytes } from 'node:crypto';
import type { PlatformKind } from '../../../../shared/platform/kinds.ts';
import { plainSettings } from '../../../support/engine-fixture.ts';
import { centralSettings, ordinary, watsonSettings } from '../../tokens/desk-fixture.ts';
import { untilStatus, type DaysMaterial } from './material.ts';

/** A token in fields that are not for it: as what it is told, and what is done with it. */
export const pasteIntoWrongFields = async (
  { window, practice }: DaysMaterial,
  ids: Readonly<Record<PlatformKind, string>>,
): Promise<void> => {
  const central = centralSettings(practice, 'Pasted');
  const watson = watsonSettings(practice, 'a-key', 'Pasted');
  const connectionId = ids['iot-central'];
  const roles = [{ roleId: ordinary['iot-central'], organization: null }];
  const vehicle = { connectionId, vehicleId: 'TRUCK-001' };
  const inUse = practice.watson.apiToken;
  for (const token of [practice.iotCentral.tokens.builder, practice.iotCentral.bearerToken, inUse]) {
    const answers = await Promise.all([
      window.refused('connections.save', { settings: { ...central, name: token }, secrets: {} }),
      window.refused('connections.test', { settings: { ...watson, username: token }, secrets: {} }),
      window.refused('connections.save', { settings: { ...watson, url: `mqtt://${token}` }, secrets: {} }),
      window.refused('connections.save', { settings: { ...watson, clientId: token }, secrets: {} }),
      window.refused('connections.save', {
        settings: { ...watson, topics: [{ filter: `fleet/${token}`, qos: 0 }] },
        secrets: {},
      }),
      window.refused('connections.save', { settings: { ...watson, username: token }, secrets: { password: token } }),
      window.refused('connections.get', { id: token }),
      window.refused('tokens.create', { connectionId, token: { name: token, roles, expiresAtMs: null } }),
      window.refused('tokens.remove', { connectionId, tokenId: token, acknowledged: [] }),
      window.refused('tokens.saveInto', { creationId: 'x', destination: { kind: 'new', name: token } }),
      window.refused('devices.rename', { ...vehicle, name: token.slice(0, 148) }),
      window.refused('devices.get', { connectionId, vehicleId: token }),
      window.refused('commands.draft', { ...vehicle, vehicleId: token, name: token, parameters: {} }),
      window.refused('audit.query', { limit: 10, text: token.slice(0, 200) }),
    ]);
    const codes = new Set(answers.map(({ code }) => code));
    if ([...codes].some((code) => code !== 'invalid-params')) throw new Error(`Refused with ${[...codes].join(', ')}.`);
  }
};

/** What has no form of a token, typed as the name of a broker: the console cannot know, until it is corrected. */
export const pasteUnknownAsAddress = async (day: DaysMaterial): Promise<void> => {
  const unknown = randomBytes(14).toString('hex');
  day.search.know('typed as an address', unknown);
  const settings = plainSettings(`mqtt://${unknown}.invalid`, { name: 'Typo' });
  const { id } = await day.window.call('connections.save', { settings, secrets: {} });
  await untilStatus(day, id, ({ state }) => state === 'offline');
  await day.window.call('connections.test', { id, settings, secrets: {} });
  await day.window.call('connections.save', { id, settings: { ...settings, url: 'mqtt://127.0.0.1:9' }, secrets: {} });
};
