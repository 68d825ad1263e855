import { randomBytes } from 'node:crypto';
import { readBackup } from '../../../core/backup/backup-file.ts';
import { openSealed } from '../../../core/sealed-file/sealed-file.ts';
import type { ConnectionStatus } from '../../../shared/connection/status.ts';
import type { PlatformKind } from '../../../shared/platform/kinds.ts';
import type { PracticeInfo } from '../../../core/hosting/practice-platform.ts';
import type { Place } from '../../support/leaks/places.ts';
import type { SecretSearch } from '../../support/leaks/secret-search.ts';
import type { RecordedWindow } from '../../support/leaks/recorded-window.ts';
import { plainSettings } from '../../support/engine-fixture.ts';
import { startPlainBroker } from '../../support/plain-broker.ts';
import {
  administrator,
  centralSettings,
  faultDoor,
  makeBeside,
  ordinary,
  watsonSettings,
} from '../tokens/desk-fixture.ts';

export interface DaysMaterial {
  readonly window: RecordedWindow;
  readonly practice: PracticeInfo;
  readonly search: SecretSearch;
}

/** A secret of a kind that has no form of its own: nothing but being known makes it findable. */
export const newSecret = (search: SecretSearch, name: string): string => {
  const secret = `${randomBytes(12).toString('base64url')}+/ "ü${randomBytes(3).toString('hex')}`;
  search.know(name, secret);
  return secret;
};

export const knowPractice = (search: SecretSearch, { watson, iotCentral, adminKey }: PracticeInfo): void => {
  for (const [role, token] of Object.entries(iotCentral.tokens)) search.know(`IoT Central's ${role} token`, token);
  search.know("IoT Central's bearer token", iotCentral.bearerToken);
  for (const [role, { apiToken }] of Object.entries(watson.keys)) search.know(`Watson's ${role} token`, apiToken);
  search.know("Watson's own token", watson.apiToken);
  search.know("the spare device's token", watson.device.token);
  search.know("the practice platform's admin key", adminKey);
};

const kinds = ['iot-central', 'watson'] as const satisfies readonly PlatformKind[];

export const untilStatus = (
  { window }: Pick<DaysMaterial, 'window'>,
  id: string,
  isWanted: (status: ConnectionStatus) => boolean,
) => window.until('connections', ({ connections }) => connections.some((each) => each.id === id && isWanted(each)));

const isReady = ({ platform }: ConnectionStatus): boolean => platform?.state === 'ready';
const isListed = ({ platform }: ConnectionStatus): boolean => typeof platform?.devices.listedAtMs === 'number';

/** Connections to brokers: one that works, and one for each way in which another does not. Answers the working password. */
export const connectBrokers = async (day: DaysMaterial): Promise<string> => {
  const { window, search } = day;
  const password = newSecret(search, "the broker's password");
  const mistyped = newSecret(search, 'a mistyped password');
  const certificate = '-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n';
  const line = randomBytes(36).toString('base64');
  const clientKeyPem = `-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----\n`;
  search.know('the client key', clientKeyPem);
  const broker = await startPlainBroker({
    authenticate: (_client, _user, given, done) => {
      if (given?.toString() === password) done(null, true);
      else done(Object.assign(new Error('no'), { returnCode: 5 }), null);
    },
  });
  const at = (scheme: string, port = broker.port) => `${scheme}://127.0.0.1:${String(port)}`;
  const settings = plainSettings(at('mqtt'), { name: 'Yard', protocolVersion: 4, username: 'dispatcher' });
  const { id } = await window.call('connections.save', { settings, secrets: { password } });
  await untilStatus(day, id, ({ state }) => state === 'live');
  await broker.publish('fleet/van-1', `not JSON at all`);
  await window.call('connections.test', { id, settings, secrets: {} });

  const failing = [
    { settings, secrets: { password: mistyped } },
    { settings: { ...settings, url: 'mqtt://no-such-host.invalid' }, secrets: { password } },
    { settings: { ...settings, url: at('mqtts') }, secrets: { password } },
    { settings: { ...settings, url: at('wss', broker.webSocketPort) }, secrets: { password } },
    {
      settings: { ...settings, url: at('mqtts'), clientCertificatePem: certificate },
      secrets: { password, clientKeyPem },
    },
  ];
  const fail = async (each: (typeof failing)[number], index: number): Promise<void> => {
    const { isSuccess } = await window.call('connections.test', each);
    if (isSuccess) throw new Error('A connection that cannot work has passed its test.');
    const name = `Broken ${String(index)}`;
    const saved = await window.call('connections.save', { ...each, settings: { ...each.settings, name } });
    await untilStatus(day, saved.id, ({ state }) => state === 'offline');
  };
  await Promise.all(failing.map(fail));
  await broker.close();
  await untilStatus(day, id, ({ state }) => state === 'offline');
  return password;
};

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

/** What dispatchers do: commands, settings, jobs, and a device with its keys. */
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
  }
};

/** What admins do with tokens: made, shown, kept, handed over, replaced, revoked. */
export const administer = async (day: DaysMaterial, ids: Readonly<Record<PlatformKind, string>>): Promise<void> => {
  const { window, practice, search } = day;
  const work = async (kind: PlatformKind): Promise<void> => {
    const connectionId = ids[kind];
    const create = (name: string) =>
      window.call('tokens.create', {
        connectionId,
        token: { name, roles: [{ roleId: ordinary[kind], organization: null }], expiresAtMs: null },
      });
    const { creation } = await create(`night-${kind}`);
    const creationId = creation.id;
    const { secret } = await window.call('tokens.reveal', { creationId });
    search.know(`created token of ${kind}`, secret);
    const passphrase = newSecret(search, `the passphrase of the file that was handed over, ${kind}`);
    await window.call('tokens.handOver', { creationId, passphrase });
    const destination = { kind: 'new', name: `Night ${kind}` } as const;
    const saved = await window.call('tokens.saveInto', { creationId, destination });
    await untilStatus(day, saved.connectionId, isReady);
    await window.call('tokens.creations', {});
    await window.call('tokens.list', { connectionId });
    // Held, neither shown nor kept; and cut off in its making.
    await create(`held-${kind}`);
    const path = kind === 'watson' ? '/authorization/apikeys' : '/apiTokens/half';
    await faultDoor(practice, kind, { kind: 'cut', path, times: 1, after: kind === 'watson' ? 1 : 0 });
    await window
      .refused('tokens.create', {
        connectionId,
        token: { name: `half-${kind}`, roles: [{ roleId: ordinary[kind], organization: null }], expiresAtMs: null },
      })
      .catch(() => undefined);
    await faultDoor(practice, kind, null);

    const old = await makeBeside(practice, kind, `old-${kind}`, ordinary[kind]);
    search.know(`the old token of ${kind}`, old.secret);
    const user = await window.call('connections.save', {
      settings: kind === 'watson' ? watsonSettings(practice, old.id, 'Old') : centralSettings(practice, 'Old'),
      secrets: kind === 'watson' ? { password: old.secret } : { platformToken: old.secret },
    });
    await untilStatus(day, user.id, isReady);
    const rotation = await window.call('rotations.start', {
      ...{ connectionId, tokenId: old.id, name: `successor-${kind}` },
      ...{ expiresAtMs: null, overlapMs: 60_000 },
    });
    const rotationId = rotation.id;
    // A step may have to be tried again: the platform's limit is shared with all that goes on at the same time.
    let { step } = rotation;
    for (let attempt = 0; step !== 'revoke' && attempt < 20; attempt += 1) {
      ({ step } = await window.call('rotations.go', {
        rotationId,
        ...(step === 'overlap' ? { endsOverlap: true } : {}),
      }));
    }
    await untilStatus(day, user.id, isReady);
    const lost = await window.call('tokens.consequences', { connectionId, tokenId: old.id });
    await window.call('rotations.go', { rotationId, acknowledged: lost.map(({ code }) => code) });
    await window.call('tokens.notices', {});

    // The token that a connection lives on is revoked under it.
    const night = (await window.call('tokens.list', { connectionId })) as { tokens: { id: string; name: string }[] };
    const tokenId = night.tokens.find(({ name }) => name === `night-${kind}`)?.id ?? '';
    const consequences = await window.call('tokens.consequences', { connectionId, tokenId });
    const codes = consequences.map(({ code }) => code);
    await window.call('tokens.remove', { connectionId, tokenId, acknowledged: codes });
    await window.client.call('platforms.refresh', { connectionId: saved.connectionId });
    await window.client.call('platforms.types', { connectionId: saved.connectionId });
    await untilStatus(day, saved.connectionId, ({ platform }) => platform?.state !== 'ready');
  };
  await Promise.all(kinds.map(work));
};

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

/** The vault under a passphrase that is mistyped, changed, locked and opened. Answers the one that opens it. */
export const keepUnderPassphrase = async ({ window, search }: DaysMaterial): Promise<string> => {
  const first = newSecret(search, "the vault's first passphrase");
  const next = newSecret(search, "the vault's passphrase");
  const mistyped = newSecret(search, 'a mistyped passphrase');
  await window.call('vault.setPassphrase', { former: null, next: first });
  await window.call('vault.setPassphrase', { former: first, next });
  await window.call('vault.lock', {});
  await window.refused('vault.unlock', { passphrase: mistyped });
  return next;
};

/** Everything that leaves as a file. What the backup holds is known from then on: nobody else gets to see it. */
export const takeAway = async ({ window, search }: DaysMaterial): Promise<readonly Place[]> => {
  const passphrase = newSecret(search, "the backup's passphrase");
  const mistyped = newSecret(search, "a mistyped backup's passphrase");
  const open = await window.call('backup.export', { withSecrets: null });
  const sealed = await window.call('backup.export', { withSecrets: passphrase });
  const opened = await openSealed(sealed.content, passphrase);
  if (!opened.ok) throw new Error('The backup cannot be opened.');
  const backup = readBackup(opened.value);
  if (!backup.ok) throw new Error(backup.error.message);
  for (const [id, secrets] of backup.value.secrets) {
    for (const [name, secret] of secrets) search.know(`in the backup: ${name} of ${id}`, secret);
  }
  await window.refused('backup.preview', { content: sealed.content, passphrase: mistyped });
  const { previewId, connections } = await window.call('backup.preview', { content: sealed.content, passphrase });
  const copies = Object.fromEntries(connections.slice(0, 3).map(({ id }) => [id, 'copy' as const]));
  await window.call('backup.apply', {
    previewId,
    decision: { connections: copies, preferences: 'keep', managed: 'keep' },
  });
  const csv = await window.call('audit.export', { format: 'csv', filter: {} });
  const lines = await window.call('audit.export', { format: 'jsonl', filter: {} });
  await window.call('audit.query', { limit: 500 });
  await window.call('vault.view', {});
  await window.call('connections.rejected', {});
  return [
    { name: 'backup without secrets', content: open.content },
    { name: 'backup under a passphrase', content: sealed.content },
    { name: 'audit log as CSV', content: csv.content },
    { name: 'audit log as JSON lines', content: lines.content },
  ];
};
