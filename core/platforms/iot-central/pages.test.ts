import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createManualTimers } from '../../../test/support/manual-timers.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import { silentLog } from '../../log.ts';
import type { RestAnswer, RestClient } from '../rest/rest-client.ts';
import { Access } from './access.ts';
import { IotCentralApi } from './api.ts';
import { readPages, type PlaceInList } from './pages.ts';
import { RightsBook } from './rights-book.ts';

const context = { lane: 'background' } as const;
const call = { path: '/things', action: null, item: z.object({ id: z.string() }), what: 'things' } as const;
const page = (ids: readonly unknown[], nextLink?: string): Result<RestAnswer> =>
  ok({
    status: 200,
    body: { value: ids.map((id) => ({ id })), ...(nextLink !== undefined && { nextLink }) },
    headers: {},
  });

/** Answers from a list, by link; the first page has none. */
const openPages = (answers: Readonly<Record<string, readonly Result<RestAnswer>[]>>) => {
  const asked: string[] = [];
  const left = new Map(Object.entries(answers).map(([link, given]) => [link, [...given]]));
  const next = (link: string): Promise<Result<RestAnswer>> => {
    asked.push(link);
    const given = left.get(link);
    const answer = given !== undefined && given.length > 1 ? given.shift() : given?.[0];
    return Promise.resolve(answer ?? fail('not-found', 'No such page.'));
  };
  const client: RestClient = {
    call: () => next('first'),
    follow: next,
    pressure: { waiting: 0, backingOffUntilMs: null },
    close: () => undefined,
  };
  const clock = createManualTimers();
  const token = () => Promise.resolve(fail('internal', 'There is none.'));
  const access = new Access({ token, label: 'contoso', clock, onReplaced: () => undefined });
  const api = new IotCentralApi(client, access, new RightsBook(), 'contoso', silentLog);
  const read = async (
    given: { lane: 'background' | 'click'; signal?: AbortSignal } = context,
    more: { from?: PlaceInList; isEnough?: () => boolean } = {},
  ) => {
    const listing = readPages(api, clock, { ...call, ...more }, given);
    for (let tick = 0; tick < 50; tick += 1) {
      await Promise.resolve();
      clock.advance(1000);
    }
    return listing;
  };
  return { asked, read };
};
const ids = (result: Awaited<ReturnType<ReturnType<typeof openPages>['read']>>) =>
  result.ok ? result.value.items.map(({ id }) => id) : result.error.code;

describe('a list', () => {
  test('is followed to its end', async () => {
    const { read } = openPages({ first: [page(['a'], 'two')], two: [page(['b'])] });
    const result = await read();
    expect(ids(result)).toEqual(['a', 'b']);
    expect(result).toMatchObject({ value: { problem: null } });
  });

  test('that leads round in a circle ends, and says so', async () => {
    const { read, asked } = openPages({
      first: [page(['a'], 'two')],
      two: [page(['b'], 'three')],
      three: [page(['c'], 'two')],
    });
    const result = await read();
    expect(ids(result)).toEqual(['a', 'b', 'c']);
    expect(result).toMatchObject({ value: { problem: expect.stringContaining('round in a circle') as string } });
    expect(asked).toEqual(['first', 'two', 'three']);
  });

  test('of which some entries cannot be read has the others, and counts', async () => {
    const { read } = openPages({ first: [page(['a', 7, 'b'])] });
    const result = await read();
    expect(ids(result)).toEqual(['a', 'b']);
    expect(result).toMatchObject({ value: { problem: expect.stringContaining('1 of the things') as string } });
  });

  test('goes on where a page comes at the second asking', async () => {
    const lost = fail('unreachable', 'Away.');
    const { read, asked } = openPages({ first: [page(['a'], 'two')], two: [lost, page(['b'])] });
    expect(ids(await read())).toEqual(['a', 'b']);
    expect(asked).toEqual(['first', 'two', 'two']);
  });

  test('whose next page is elsewhere ends there, and the page is not asked for again', async () => {
    const foreign = fail('refused', 'The list goes on elsewhere.', { reason: 'foreign-link', mayHaveHappened: false });
    const { read, asked } = openPages({ first: [page(['a'], 'two')], two: [foreign] });
    const result = await read();
    expect(result).toMatchObject({ value: { problem: expect.stringContaining('goes on elsewhere') as string } });
    expect(asked).toEqual(['first', 'two']);
  });

  test('that stopped at a page is gone on with from there, and counts what stood before', async () => {
    const lost = fail('unreachable', 'Away.');
    const { read, asked } = openPages({
      first: [page(['a', 'b'], 'two')],
      two: [lost, lost, page(['c'], 'three')],
      three: [lost],
    });
    const first = await read();
    const at = { link: 'two', pageNumber: 2, itemCount: 2 };
    expect(first).toMatchObject({ value: { stoppedAt: at } });
    const second = await read(context, { from: at });
    expect(ids(second)).toEqual(['c']);
    expect(second).toMatchObject({
      value: {
        problem: 'The list of things ends after 3: page 3 could not be read. Away.',
        stoppedAt: { link: 'three', pageNumber: 3, itemCount: 3 },
      },
    });
    expect(asked).toEqual(['first', 'two', 'two', 'two', 'three', 'three']);
  });

  test('is read no further than is wanted of it', async () => {
    const { read, asked } = openPages({ first: [page(['a'], 'two')], two: [page(['b'], 'three')] });
    const result = await read(context, { isEnough: () => asked.length === 2 });
    expect(ids(result)).toEqual(['a', 'b']);
    expect(result).toMatchObject({ value: { problem: null, stoppedAt: { link: 'three' } } });
  });

  test('whose first page fails is none', async () => {
    const { read, asked } = openPages({ first: [fail('unreachable', 'Away.')] });
    expect(ids(await read())).toBe('unreachable');
    expect(asked).toEqual(['first']);
  });
});
