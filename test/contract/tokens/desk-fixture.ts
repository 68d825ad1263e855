import { presetById } from '../../../core/presets/presets.ts';
import type { EngineNeeds } from '../../../core/engine.ts';
import type { ReadTokenList, TokenListProgress } from '../../../shared/access/token-list.ts';
import type { TokenRow } from '../../../shared/access/token.ts';
import type { ConnectionSettings } from '../../../shared/connection/settings.ts';
import type { PlatformKind } from '../../../shared/platform/kinds.ts';
import { createEngineFixture, type EngineFixture } from '../../support/engine-fixture.ts';
import { startPractice, type PracticeProcess } from '../../support/practice.ts';
import { askWithinLimit } from '../../support/within-limit.ts';
import { readTokens, tokensIn } from '../../support/read-tokens.ts';

export type Practice = PracticeProcess['practice'];

export interface AdminDesk {
  readonly practice: Practice;
  readonly fixture: EngineFixture;
  /** Connections of this console, by platform; each signs in with an administrator's token of its own. */
  readonly ids: Readonly<Record<PlatformKind, string>>;
  /** As it is now, read to its end. */
  list(connectionId: string): Promise<ReadTokenList & Pick<TokenListProgress, 'problem'>>;
  row(connectionId: string, name: string): Promise<TokenRow>;
  /** Asks the platform itself, as its owner. */
  namesOn(kind: PlatformKind): Promise<readonly string[]>;
  spoil(kind: PlatformKind, fault: object): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export const centralSettings = ({ iotCentral }: Practice, name = 'Central'): ConnectionSettings => ({
  ...presetById('iot-central').settings,
  name,
  url: '',
  platform: {
    kind: 'iot-central',
    address: new URL(iotCentral.restUrl).origin,
    auth: 'api-token',
    live: 'polling',
    usesPreview: false,
    watch: {},
  },
});

export const watsonSettings = ({ watson, mqttUrl }: Practice, apiKey: string, name = 'Watson'): ConnectionSettings => ({
  ...presetById('practice').settings,
  name,
  isEnabled: true,
  url: mqttUrl,
  clientId: `a:${watson.org}:desk-{unique}`,
  username: apiKey,
  platform: { kind: 'watson', address: new URL(watson.restUrl).origin, commandRoute: 'mqtt', watch: {} },
});

const version = 'api-version=2022-07-31';

/** Makes a token beside the console, as somebody else would. */
export const makeBeside = async (
  { iotCentral, watson }: Practice,
  kind: PlatformKind,
  name: string,
  role: string,
  expiresAtMs?: number,
): Promise<{ readonly id: string; readonly secret: string }> => {
  const expiry = expiresAtMs === undefined ? undefined : new Date(expiresAtMs).toISOString();
  if (kind === 'iot-central') {
    const answer = await askWithinLimit(`${iotCentral.restUrl}/apiTokens/${name}?${version}`, {
      method: 'PUT',
      headers: { authorization: iotCentral.tokens.administrator, 'content-type': 'application/json' },
      body: JSON.stringify({ roles: [{ role }], ...(expiry === undefined ? {} : { expiry }) }),
    });
    const { id, token } = (await answer.json()) as { id: string; token: string };
    return { id, secret: token };
  }
  const answer = await askWithinLimit(`${watson.restUrl}/authorization/apikeys`, {
    method: 'POST',
    headers: { ...ownerOf(watson), 'content-type': 'application/json' },
    body: JSON.stringify({ comment: name, roles: [role], ...(expiry === undefined ? {} : { expiresAt: expiry }) }),
  });
  const { key, token } = (await answer.json()) as { key: string; token: string };
  return { id: key, secret: token };
};

const ownerOf = ({ keys }: Practice['watson']): Readonly<Record<string, string>> => {
  const { apiKey = '', apiToken = '' } = keys.operations ?? {};
  return { authorization: `Basic ${Buffer.from(`${apiKey}:${apiToken}`).toString('base64')}` };
};

/** As somebody else would. */
export const deleteBeside = async ({ iotCentral, watson }: Practice, kind: PlatformKind, id: string): Promise<void> => {
  const answer =
    kind === 'iot-central'
      ? await askWithinLimit(`${iotCentral.restUrl}/apiTokens/${id}?${version}`, {
          method: 'DELETE',
          headers: { authorization: iotCentral.tokens.administrator },
        })
      : await askWithinLimit(`${watson.restUrl}/authorization/apikeys/${id}`, {
          method: 'DELETE',
          headers: ownerOf(watson),
        });
  if (!answer.ok) throw new Error(`The token was not deleted: ${String(answer.status)}.`);
};

/** A Watson key whose end somebody sets to a time that is past. */
export const endBeside = async ({ watson }: Practice, id: string): Promise<void> => {
  const answer = await askWithinLimit(`${watson.restUrl}/authorization/apikeys/${id}`, {
    method: 'PUT',
    headers: { ...ownerOf(watson), 'content-type': 'application/json' },
    body: JSON.stringify({ expiresAt: new Date(Date.now() - 60_000).toISOString() }),
  });
  if (!answer.ok) throw new Error(`The key was not changed: ${String(answer.status)}.`);
};

export const namesOn = async (practice: Practice, kind: PlatformKind): Promise<readonly string[]> => {
  const { iotCentral, watson } = practice;
  if (kind === 'watson') {
    const answer = await askWithinLimit(`${watson.restUrl}/authorization/apikeys`, { headers: ownerOf(watson) });
    return ((await answer.json()) as { comment: string }[]).map(({ comment }) => comment);
  }
  const names: string[] = [];
  for (let next: string | undefined = `${iotCentral.restUrl}/apiTokens?${version}`; next !== undefined;) {
    const answer: Response = await askWithinLimit(next, {
      headers: { authorization: iotCentral.tokens.administrator },
    });
    const page = (await answer.json()) as { value: { id: string }[]; nextLink?: string };
    names.push(...page.value.map(({ id }) => id));
    next = page.nextLink;
  }
  return names;
};

export const administrator = { 'iot-central': 'ca310b8d-2f4a-44e0-a36e-957c202cd8d4', watson: 'PD_OPERATOR_APP' };
export const ordinary = { 'iot-central': 'ae2c9854-393b-4f97-8c42-479d70ce626e', watson: 'PD_STANDARD_APP' };

export const faultDoor = async (
  { iotCentral, watson, adminKey }: Practice,
  kind: PlatformKind,
  fault: object | null,
) => {
  const door = new URL('/practice/faults', kind === 'watson' ? watson.restUrl : iotCentral.restUrl);
  const headers = { 'x-practice-key': adminKey };
  if (fault === null) await fetch(door, { method: 'DELETE', headers });
  else {
    const body = JSON.stringify(fault);
    const answer = await fetch(door, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    });
    if (answer.status !== 201)
      throw new Error(`The practice platform refused the fault with ${String(answer.status)}.`);
  }
};

/** A console with an administrator's connection to each platform of the practice platform. */
export const openAdminDesk = async (
  needs: Partial<EngineNeeds> = {},
  practiceOptions: readonly string[] = [],
): Promise<AdminDesk> => {
  const process = await startPractice(3, practiceOptions);
  const { practice } = process;
  // Full jitter of nothing: what is tried again is tried again at once.
  const fixture = await createEngineFixture({ random: () => 0, ...needs });
  const central = await makeBeside(practice, 'iot-central', 'desk-admin', administrator['iot-central']);
  const watson = await makeBeside(practice, 'watson', 'desk-admin', administrator.watson);
  const [{ id: centralId }, { id: watsonId }] = await Promise.all([
    fixture.call('connections.save', {
      settings: centralSettings(practice),
      secrets: { platformToken: central.secret },
    }),
    fixture.call('connections.save', {
      settings: watsonSettings(practice, watson.id),
      secrets: { password: watson.secret },
    }),
  ]);
  for (const id of [centralId, watsonId])
    await fixture.untilConnection(id, ({ platform }) => platform?.state === 'ready');
  const list: AdminDesk['list'] = async (connectionId) => {
    const told = await readTokens(fixture.client, connectionId);
    if (told.kind === 'tokens' && told.failure !== null) throw new Error(told.failure.message);
    return { ...tokensIn(told), problem: told.kind === 'tokens' ? told.problem : null };
  };
  return {
    practice,
    fixture,
    ids: { 'iot-central': centralId, watson: watsonId },
    list,
    row: async (connectionId, name) => {
      const found = (await list(connectionId)).tokens.find((row) => row.name === name);
      if (found === undefined) throw new Error(`There is no token ${name}.`);
      return found;
    },
    namesOn: (kind) => namesOn(practice, kind),
    spoil: (kind, fault) => faultDoor(practice, kind, fault),
    mend: async () => {
      await faultDoor(practice, 'iot-central', null);
      await faultDoor(practice, 'watson', null);
    },
    close: async () => {
      await fixture.close();
      await process.stop();
    },
  };
};
