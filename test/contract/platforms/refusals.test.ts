import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessMemoryKey } from '../../../core/platforms/refusal/access-memory.ts';
import { createMemorySettings, type SettingsStore } from '../../../core/settings/settings-store.ts';
import { createMemoryVault } from '../../../core/vault/memory-vault.ts';
import { passwordKey, platformTokenKey, type Vault } from '../../../core/vault/vault.ts';
import type { ConnectionSecrets, ConnectionSettings } from '../../../shared/connection/settings.ts';
import type { PlatformKind } from '../../../shared/platform/kinds.ts';
import { createEngineFixture, type EngineFixture } from '../../support/engine-fixture.ts';
import { startPractice, type PracticeProcess } from '../../support/practice.ts';
import {
  administrator,
  centralSettings,
  deleteBeside,
  endBeside,
  ordinary,
  watsonSettings,
} from '../tokens/desk-fixture.ts';
import {
  createTokenMaker,
  own,
  reasons,
  rolesOf,
  undecided,
  withOtherSecret,
  type Reason,
  type Token,
  type TokenMaker,
} from './refused-tokens.ts';

const kinds: readonly PlatformKind[] = ['iot-central', 'watson'];

let here: PracticeProcess;
let elsewhere: PracticeProcess;
let fixture: EngineFixture;
let vault: Vault;
let store: SettingsStore;
let tokens: TokenMaker;

beforeAll(async () => {
  [here, elsewhere] = await Promise.all([startPractice(3), startPractice(3)]);
  tokens = createTokenMaker(here.practice, elsewhere.practice);
});
afterAll(async () => {
  await Promise.all([here.stop(), elsewhere.stop()]);
});

const openConsole = async (): Promise<void> => {
  fixture = await createEngineFixture({ vault, settings: store, random: () => 0 });
};
beforeEach(async () => {
  vault = createMemoryVault();
  store = createMemorySettings();
  await openConsole();
});
afterEach(async () => {
  await fixture.close();
});

const settingsFor = (kind: PlatformKind, { id }: Token, name = 'Under test'): ConnectionSettings =>
  kind === 'watson' ? watsonSettings(here.practice, id, name) : centralSettings(here.practice, name);
const secretsFor = (kind: PlatformKind, { secret }: Token): ConnectionSecrets =>
  kind === 'watson' ? { password: secret } : { platformToken: secret };

/** What the setup's test says of it. */
const refusalOf = async (kind: PlatformKind, token: Token): Promise<string> => {
  const tested = await fixture.call('connections.test', {
    settings: settingsFor(kind, token),
    secrets: secretsFor(kind, token),
  });
  expect(tested.problem).toMatchObject({ code: 'not-authorised', willRetry: false });
  return tested.problem?.message ?? '';
};

const connect = async (kind: PlatformKind, token: Token, name = 'Depot', id?: string): Promise<string> => {
  const view = await fixture.call('connections.save', {
    ...(id === undefined ? {} : { id }),
    settings: settingsFor(kind, token, name),
    secrets: secretsFor(kind, token),
  });
  return view.id;
};
const connectWith = async (kind: PlatformKind, role: string, name?: string): Promise<string> => {
  const id = await connect(kind, await tokens.good(kind, role), name);
  await fixture.untilConnection(id, ({ platform }) => platform?.state === 'ready' || platform?.state === 'limited');
  return id;
};

/** What the connection says when it has found out, at the broker's door as at the API's. */
const untilRefused = async (id: string): Promise<string> => {
  const statuses = await fixture.untilConnection(
    id,
    ({ problem, platform }) => platform?.state === 'refused' && problem?.code === 'not-authorised',
  );
  const last = statuses.at(-1);
  expect(last?.problem).toEqual(last?.platform?.problem);
  return last?.problem?.message ?? '';
};
const expectStored = async (kind: PlatformKind, id: string, { secret }: Token): Promise<void> => {
  const key = kind === 'watson' ? passwordKey(id) : platformTokenKey(id);
  expect(await vault.read(key)).toEqual({ status: 'ok', secret });
};

describe.each(kinds)('of %s', (kind) => {
  const sentences = async (): Promise<Readonly<Record<Reason, string>>> => {
    const told = new Map<Reason, string>();
    for (const reason of reasons) told.set(reason, await refusalOf(kind, await tokens.refused(kind, reason)));
    return Object.fromEntries(told) as Record<Reason, string>;
  };

  test('at the first contact of all a token tells what it says itself, and the rest is said to be open', async () => {
    const told = await sentences();
    const decided: readonly Reason[] = kind === 'watson' ? ['cut'] : ['cut', 'expired'];
    for (const reason of reasons) {
      expect(told[reason]).toMatch(decided.includes(reason) ? own[reason][kind] : undecided[kind]);
    }
    expect(told.foreign).toMatch(kind === 'watson' ? /is not the address of its organisation/ : /another application/);
  });

  test('with another connection that may look at tokens each has a message of its own', async () => {
    const admin = await tokens.good(kind, administrator[kind]);
    const id = await connect(kind, admin, 'Admin of the depot');
    await fixture.untilConnection(id, ({ platform }) => platform?.state === 'ready');
    const told = await sentences();
    for (const reason of reasons) expect(told[reason]).toMatch(own[reason][kind]);
    expect(told.revoked).toContain('as “Admin of the depot” sees it');
    await expectStored(kind, id, admin);
    const { entries } = await fixture.call('audit.query', { kinds: ['token'], limit: 50 });
    const looked = entries.filter(({ action, detail }) => action === 'token.read' && detail.includes('refused'));
    expect(looked.length).toBeGreaterThan(0);
    expect(new Set(looked.map(({ connectionName }) => connectionName))).toEqual(new Set(['Admin of the depot']));
  });

  test('another connection tells as much as its role may see', async () => {
    const looking = kind === 'watson' ? ['standard', 'operations', 'admin'] : ['administrator'];
    for (const [name, role] of Object.entries(rolesOf[kind])) {
      const id = await connectWith(kind, role, name);
      const told = await refusalOf(kind, await tokens.refused(kind, 'revoked', role));
      expect([name, looking.includes(name)]).toEqual([name, own.revoked[kind].test(told)]);
      if (!looking.includes(name)) expect(told).toMatch(undecided[kind]);
      expect(await refusalOf(kind, await tokens.refused(kind, 'foreign'))).toMatch(own.foreign[kind]);
      await fixture.call('connections.remove', { id });
    }
  });

  test.each(reasons)(
    'a connection that is saved with one that is %s says so, keeps it, and takes a good one',
    async (reason) => {
      await connectWith(kind, administrator[kind], 'Admin');
      const token = await tokens.refused(kind, reason);
      const id = await connect(kind, token);
      expect(await untilRefused(id)).toMatch(own[reason][kind]);
      await expectStored(kind, id, token);
      const good = await tokens.good(kind);
      await connect(kind, good, 'Depot', id);
      await fixture.untilConnection(id, ({ platform }) => platform?.state === 'ready');
      await expectStored(kind, id, good);
    },
  );

  test('after it worked, a token that is revoked says so, also after a restart; it stays where it was', async () => {
    const token = await tokens.good(kind);
    const id = await connect(kind, token);
    await fixture.untilConnection(id, ({ platform }) => platform?.devices.listedAtMs !== null);
    await deleteBeside(here.practice, kind, token.id);
    await fixture.client.call('platforms.refresh', { connectionId: id });
    expect(await untilRefused(id)).toMatch(/worked before, .*(revoked|removed) there/);
    await expectStored(kind, id, token);
    await fixture.close();
    await openConsole();
    expect(await untilRefused(id)).toMatch(/worked before, .*(revoked|removed) there/);
    await expectStored(kind, id, token);
  });

  test('after it worked, a token that expires says so, also after a restart; it stays where it was', async () => {
    const token = await tokens.good(kind, administrator[kind], kind === 'watson' ? undefined : 3_000);
    const id = await connect(kind, token);
    await fixture.untilConnection(id, ({ platform }) => platform?.devices.listedAtMs !== null);
    if (kind === 'watson') {
      await endBeside(here.practice, token.id);
      await fixture.client.call('platforms.refresh', { connectionId: id });
    }
    const words = kind === 'watson' ? /does not accept its token any more: it has expired/ : own.expired[kind];
    expect(await untilRefused(id)).toMatch(words);
    await expectStored(kind, id, token);
    await fixture.close();
    await openConsole();
    expect(await untilRefused(id)).toMatch(words);
    await expectStored(kind, id, token);
  });

  test('after one worked, another text of it is wrong, and one from elsewhere is of elsewhere, with nobody to ask', async () => {
    const good = await tokens.good(kind);
    const id = await connect(kind, good);
    await fixture.untilConnection(id, ({ platform }) => platform?.state === 'ready');
    const other = { ...good, secret: withOtherSecret(kind, good.secret) };
    await connect(kind, other, 'Depot', id);
    expect(await untilRefused(id)).toMatch(/let in (before )?with another/);
    await expectStored(kind, id, other);
    const foreign = await tokens.refused(kind, 'foreign');
    await connect(kind, foreign, 'Depot', id);
    await fixture.untilConnection(id, ({ platform }) => own.foreign[kind].test(platform?.problem?.message ?? ''));
    await expectStored(kind, id, foreign);
  });

  test('a token that was deleted from here is known to be, whoever may look by then', async () => {
    const admin = await connectWith(kind, administrator[kind], 'Admin');
    const token = await tokens.good(kind);
    await fixture.call('tokens.remove', { connectionId: admin, tokenId: token.id, acknowledged: ['used-elsewhere'] });
    await fixture.call('connections.remove', { id: admin });
    expect(await refusalOf(kind, token)).toMatch(/was revoked: it was deleted from this console on \d/);
    await fixture.close();
    await openConsole();
    expect(await refusalOf(kind, token)).toMatch(/was revoked: it was deleted from this console on \d/);
  });

  test('at a start a connection that is signing in at the same moment is waited for, and asked', async () => {
    await connectWith(kind, administrator[kind], 'Admin');
    const token = await tokens.refused(kind, 'wrong');
    const id = await connect(kind, token);
    await untilRefused(id);
    await fixture.close();
    await openConsole();
    expect(await untilRefused(id)).toMatch(own.wrong[kind]);
    await expectStored(kind, id, token);
  });

  test('whose tokens an address takes is known after a restart, without any connection', async () => {
    await fixture.call('connections.remove', { id: await connectWith(kind, ordinary[kind]) });
    await fixture.close();
    await openConsole();
    expect(await refusalOf(kind, await tokens.refused(kind, 'foreign'))).toMatch(own.foreign[kind]);
  });
});

test('nothing that is kept about tokens is one', async () => {
  for (const kind of kinds) {
    const token = await tokens.good(kind);
    const id = await connect(kind, token);
    await fixture.untilConnection(id, ({ platform }) => platform?.state === 'ready');
    const kept = JSON.stringify(store.get(accessMemoryKey));
    expect(kept).toContain(token.id);
    // A signature may begin with what is escaped in a URL.
    const secret = /(?<=sig=)[^&]+/.exec(token.secret)?.[0] ?? token.secret;
    for (let at = 0; at + 8 <= secret.length; at++) expect(kept).not.toContain(secret.slice(at, at + 8));
  }
});
