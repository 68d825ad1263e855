import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { presetById } from '../../../core/presets/presets.ts';
import { isFinal, type CommandRecord } from '../../../shared/command/record.ts';
import type { ParameterValues } from '../../../shared/command/definition.ts';
import type { ConnectionSettings } from '../../../shared/connection/settings.ts';
import type { Setting, SettingsReading } from '../../../shared/platform/setting.ts';
import type { VehicleEvent } from '../../../shared/vehicle/detail.ts';
import { createEngineFixture, type EngineFixture } from '../../support/engine-fixture.ts';
import { startPractice, type PracticeProcess } from '../../support/practice.ts';
import { isListed } from './both-platforms.ts';

let practice: PracticeProcess;
let fixture: EngineFixture;

beforeAll(async () => {
  practice = await startPractice(4);
  fixture = await createEngineFixture();
});
afterAll(async () => {
  await fixture.close();
  await practice.stop();
});

/** As the three steps set one up: the preset of any organisation, with an address and a key. */
const setUp = async (commandRoute: 'mqtt' | 'http'): Promise<string> => {
  const { watson, mqttUrl } = practice.practice;
  const { standard } = watson.keys;
  if (standard === undefined) throw new Error('The practice platform has a key of the standard role.');
  const settings: ConnectionSettings = {
    ...presetById('watson').settings,
    ...{ name: `Own, ${commandRoute}`, url: mqttUrl, clientId: `a:${watson.org}:own-${commandRoute}` },
    username: standard.apiKey,
    platform: { kind: 'watson', address: new URL(watson.restUrl).origin, commandRoute, watch: {} },
  };
  const { id } = await fixture.call('connections.save', {
    settings,
    secrets: { password: standard.apiToken },
  });
  await fixture.untilConnection(id, (status) => isListed(status) && status.state === 'live');
  return id;
};

const vehicleId = 'refrigerated-truck/TRUCK-001';
interface Address {
  readonly connectionId: string;
  readonly vehicleId: string;
}

const offered = async (address: Address): Promise<readonly string[]> => {
  const events = await fixture.until('vehicle', address, (event: VehicleEvent) => event.kind === 'snapshot');
  const last = events.at(-1);
  return last?.kind === 'snapshot' ? last.commands.map(({ name }) => name) : [];
};

const command = async (address: Address, name: string, parameters: ParameterValues): Promise<CommandRecord> => {
  const { record } = await fixture.call('commands.draft', { ...address, name, parameters: { ...parameters } });
  const isEnd = (each: CommandRecord): boolean => each.id === record.id && isFinal(each.state);
  const ended = fixture.until('commands', { limit: 50 }, ({ records }) => records.some(isEnd));
  await fixture.call('commands.confirm', { id: record.id });
  const end = (await ended).at(-1)?.records.find(isEnd);
  if (end === undefined) throw new Error('The end was there a moment ago.');
  return end;
};

const settingOf = ({ settings }: SettingsReading, path: string): Setting | undefined =>
  settings.find((setting) => setting.path === path);

/** Reads again with each message of the vehicle, until the setting is as it should be. */
const untilSetting = (address: Address, path: string, isWanted: (setting: Setting) => boolean): Promise<Setting> =>
  new Promise((resolve, reject) => {
    const subscription = fixture.client.subscribe('vehicle', address, {
      onEvent: () => {
        void fixture.call('settings.read', address).then((reading) => {
          const setting = settingOf(reading, path);
          if (setting === undefined || !isWanted(setting)) return;
          subscription.close();
          resolve(setting);
        }, reject);
      },
    });
  });

describe.each(['mqtt', 'http'] as const)('a Watson organisation that was set up by hand, commands over %s', (route) => {
  let address: Address;
  beforeAll(async () => {
    address = { connectionId: await setUp(route), vehicleId };
  });

  test('offers what the device type’s metadata describes, and a van no more than a van has', async () => {
    expect(await offered(address)).toEqual(['lockDoors', 'unlockDoors', 'flashLights', 'reboot']);
    const reading = await fixture.call('settings.read', address);
    expect(reading.settings.map(({ path, unit, form }) => [path, unit, form?.minimum, form?.maximum])).toEqual([
      ['cargoSetpoint', '°C', -30, 25],
      ['speedLimit', 'km/h', 10, 120],
    ]);
    const van = { ...address, vehicleId: 'van/VAN-002' };
    expect((await fixture.call('settings.read', van)).settings.map(({ path }) => path)).toEqual(['speedLimit']);
  });

  test('a command is completed when the vehicle says so', async () => {
    expect(await command(address, 'flashLights', { seconds: 1 })).toMatchObject({ state: 'completed' });
  });

  test('a setting is sent, waits for the vehicle, and is reported by it', async () => {
    const before = settingOf(await fixture.call('settings.read', address), 'cargoSetpoint');
    const wanted = before?.reported === -12.5 ? -15 : -12.5;
    const sent = await fixture.call('settings.change', { ...address, values: { cargoSetpoint: wanted } });
    expect(settingOf(sent, 'cargoSetpoint')).toMatchObject({ state: 'pending', desired: wanted });
    const reported = await untilSetting(address, 'cargoSetpoint', ({ state }) => state === 'reported');
    expect(reported).toMatchObject({ desired: wanted, reported: wanted });
    expect(reported.reportedAtMs ?? 0).toBeGreaterThanOrEqual(reported.desiredAtMs ?? Infinity);
  });

  test('what does not fit its form is refused with the setting’s title, and nothing is sent', async () => {
    const answer = await fixture.client.call('settings.change', { ...address, values: { speedLimit: 400 } });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'invalid-params', message: 'Speed limit: Between 10 and 120.' },
    });
    expect(await fixture.client.call('settings.change', { ...address, values: { speedLimit: null } })).toMatchObject({
      ok: false,
      error: { code: 'unsupported' },
    });
    const { settings } = await fixture.call('settings.read', address);
    expect(settings.find(({ path }) => path === 'speedLimit')).toMatchObject({ desired: null });
  });
});
