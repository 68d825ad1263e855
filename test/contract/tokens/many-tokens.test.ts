import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { foldTokens, type TokenList } from '../../../shared/access/token-list.ts';
import { lookAtTokens, tokensIn } from '../../support/read-tokens.ts';
import { openAdminDesk, type AdminDesk } from './desk-fixture.ts';

/** Two hundred pages of IoT Central, which at twenty requests a second take ten seconds. */
const tokenCount = 5000;
const withinMs = 120_000;

let desk: AdminDesk;
let connectionId: string;

beforeAll(async () => {
  desk = await openAdminDesk({}, ['--tokens', String(tokenCount)]);
  connectionId = desk.ids['iot-central'];
});

afterEach(async () => {
  await desk.mend();
});

afterAll(async () => {
  await desk.close();
});

type Told = Extract<TokenList, { readonly kind: 'tokens' }>;

/** Every state of the list that a window sees, until it is as wanted. */
const watch = (isWanted: (told: Told) => boolean): Promise<readonly Told[]> =>
  new Promise((resolve, reject) => {
    const seen: Told[] = [];
    let told: TokenList | undefined;
    const subscription = desk.fixture.client.subscribe(
      'tokens',
      { connectionId },
      {
        onEvent: (event) => {
          told = foldTokens(told, event);
          if (told.kind !== 'tokens') return;
          seen.push(told);
          if (!isWanted(told)) return;
          subscription.close();
          resolve(seen);
        },
        onError: (failure) => {
          reject(new Error(failure.message));
        },
      },
    );
  });

const isAtRest = ({ reading, readAtMs }: Told): boolean => reading === null && readAtMs !== null;
/** How many readings are on record: begun, and ended. */
const onRecord = async () => {
  const { entries } = await desk.fixture.call('audit.query', { limit: 500, kinds: ['token'], connectionId });
  const outcomes = entries.flatMap(({ action, outcome }) => (action === 'token.list' ? [outcome] : []));
  const begun = outcomes.filter((outcome) => outcome === 'started').length;
  return { begun, ended: outcomes.length - begun };
};
const readings = async (): Promise<number> => (await onRecord()).begun;

test(
  'of five thousand tokens the first are told while the others are still being read, once for all that look',
  async () => {
    const [seen, second] = await Promise.all([watch(isAtRest), watch(isAtRest)]);
    const counts = seen.map(({ byId }) => byId.size);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.filter((count) => count > 0 && count < tokenCount).length).toBeGreaterThan(5);
    const whole = seen.at(-1);
    expect(whole).toMatchObject({ failure: null, problem: null, canGoOn: false });
    // Those of the practice platform itself, and the console's.
    expect(whole?.byId.size).toBe(tokenCount + 4);
    expect(second.at(-1)?.byId.size).toBe(whole?.byId.size);
    expect(await readings()).toBe(1);
  },
  withinMs,
);

test('what stops with a token is known without another reading, and a deleted one is off the list at once', async () => {
  // An administrator's, as every third of them.
  const tokenId = 'gate-0027';
  const before = await readings();
  const consequences = await desk.fixture.call('tokens.consequences', { connectionId, tokenId });
  expect(consequences.map(({ code }) => code)).toEqual(['used-elsewhere']);
  await desk.fixture.call('tokens.remove', { connectionId, tokenId, acknowledged: ['used-elsewhere'] });
  const list = tokensIn(await lookAtTokens(desk.fixture.client, connectionId, () => true));
  expect(list.tokens.some(({ id }) => id === tokenId)).toBe(false);
  expect(list.tokens).toHaveLength(tokenCount + 3);
  expect(await readings()).toBe(before);
});

test(
  'a page that stays out of reach is said while all that was known stays, and the reading goes on from there',
  async () => {
    await desk.spoil('iot-central', { kind: '503', path: '/apiTokens', after: 10 });
    await desk.fixture.call('tokens.refresh', { connectionId, from: 'beginning' });
    const stopped = await watch(({ reading, problem }) => reading === null && problem !== null);
    expect(stopped.every(({ byId }) => byId.size === tokenCount + 3)).toBe(true);
    expect(stopped.at(-1)).toMatchObject({ canGoOn: true, failure: null });
    expect(stopped.at(-1)?.problem).toMatch(/ends after 250: page 11 could not be read/);

    await desk.mend();
    await desk.fixture.call('tokens.refresh', { connectionId, from: 'where-it-stopped' });
    const whole = await watch(isAtRest);
    const counts = whole.flatMap(({ reading }) => (reading === null ? [] : [reading.readCount]));
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(250);
    expect(whole.every(({ byId }) => byId.size === tokenCount + 3)).toBe(true);
    expect(whole.at(-1)).toMatchObject({ problem: null, canGoOn: false });
  },
  withinMs,
);

test(
  'whoever leaves ends the reading, and whoever comes back finds what was read, from where it goes on',
  async () => {
    await desk.fixture.call('tokens.refresh', { connectionId, from: 'beginning' });
    const left = await watch(({ reading }) => (reading?.readCount ?? 0) >= 100);
    const leftAt = left.at(-1)?.reading?.readCount ?? 0;
    expect(leftAt).toBeLessThan(tokenCount);
    await vi.waitFor(async () => {
      const { begun, ended } = await onRecord();
      expect(ended).toBe(begun);
    });
    const before = await readings();
    const readAtMs = left.at(-1)?.readAtMs ?? 0;
    const back = await watch((told) => isAtRest(told) && (told.readAtMs ?? 0) > readAtMs);
    expect(back.every(({ byId }) => byId.size === tokenCount + 3)).toBe(true);
    const [firstCount] = back.flatMap(({ reading }) => (reading === null ? [] : [reading.readCount]));
    expect(firstCount).toBeGreaterThanOrEqual(leftAt);
    expect(await readings()).toBe(before + 1);
  },
  withinMs,
);
