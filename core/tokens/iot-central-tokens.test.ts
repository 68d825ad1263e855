import { expect, test } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import type { RestAnswer, RestClient, RestRequest } from '../platforms/rest/rest-client.ts';
import { iotCentralTokens } from './iot-central-tokens.ts';
import { rowOf } from './token-rows.ts';

const operator = 'ae2c9854-393b-4f97-8c42-479d70ce626e';
const pageSize = 25;
const tokenCount = 5000;

const answerOf = (body: unknown): RestAnswer => ({ status: 200, body, headers: {} });

const clientOf = (
  call: RestClient['call'],
  follow: RestClient['follow'] = () => call({} as RestRequest),
): RestClient => ({
  ...{ call, follow },
  pressure: { waiting: 0, backingOffUntilMs: null },
  close: () => undefined,
});

const page = (number: number) => {
  const value = Array.from({ length: pageSize }, (_, index) => ({
    id: `token-${String(number * pageSize + index)}`,
    roles: [{ role: operator }],
    expiry: '2027-05-03T12:00:00.000Z',
  }));
  const isLast = (number + 1) * pageSize >= tokenCount;
  return ok(answerOf({ value, ...(isLast ? {} : { nextLink: `https://contoso.example/page/${String(number + 1)}` }) }));
};

test('five thousand tokens are listed whole, each page asked for once', async () => {
  let asked = 0;
  const client = clientOf(
    () => {
      asked += 1;
      return Promise.resolve(page(0));
    },
    (link) => {
      asked += 1;
      return Promise.resolve(page(Number(link.split('/').at(-1))));
    },
  );
  const listing = await iotCentralTokens({ client }, createManualTimers()).list({ lane: 'click' });
  if (!listing.ok) throw new Error(listing.error.message);
  expect(listing.value.tokens).toHaveLength(tokenCount);
  expect(asked).toBe(tokenCount / pageSize);
  const use = { users: new Map([['token-7', [{ connectionId: 'desk', name: 'Desk' }]]]), unknown: [] };
  const rows = listing.value.tokens.map((token) => rowOf(token, use, 'desk', Date.UTC(2026, 4, 3)));
  expect(rows.filter(({ isOwn }) => isOwn)).toMatchObject([{ id: 'token-7' }]);
});

test('whether a name is free is one question, however long the list is', async () => {
  const paths: string[] = [];
  const client = clientOf(({ path }) => {
    paths.push(path);
    return Promise.resolve(
      path.endsWith('/taken')
        ? ok(answerOf({ id: 'taken', roles: [{ role: operator }], expiry: '2027-05-03T12:00:00.000Z' }))
        : fail('not-found', 'There is none.'),
    );
  });
  const book = iotCentralTokens({ client }, createManualTimers());
  expect(await book.find('taken', { lane: 'click' })).toEqual(ok('taken'));
  expect(await book.find('free', { lane: 'click' })).toEqual(ok(null));
  expect(paths).toEqual(['/apiTokens/taken', '/apiTokens/free']);
});

test('making is tried again where the platform surely did nothing, and nowhere else', async () => {
  const wish = { name: 'night', roles: [{ roleId: operator, organization: null }], expiresAtMs: null };
  const made = ok(
    answerOf({ id: 'night', roles: [], token: 'SharedAccessSignature sr=a&sig=practice&skn=night&se=1' }),
  );
  const failing = (details: object) =>
    ({ ok: false, error: { code: 'unreachable', message: 'It did not go well.', retryable: true, details } }) as const;
  const failures = [
    { answer: failing({ status: 429, reason: 'rate-limited', mayHaveHappened: false }), asked: 2 },
    { answer: failing({ reason: 'cut', mayHaveHappened: true }), asked: 1 },
  ];
  for (const { answer, asked } of failures) {
    const requests: RestRequest[] = [];
    const clock = createManualTimers();
    const client = clientOf((request) => {
      requests.push(request);
      return Promise.resolve(requests.length === 1 ? answer : made);
    });
    const making = iotCentralTokens({ client }, clock).create(wish, { lane: 'click' });
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(1_000);
    expect((await making).ok).toBe(asked === 2);
    expect(requests.map(({ method, retry }) => `${method} ${String(retry)}`)).toEqual(Array(asked).fill('PUT never'));
  }
});
