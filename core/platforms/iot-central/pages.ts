import type { z } from 'zod';
import { ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { Clock } from '../../clock.ts';
import type { CallContext } from '../platform.ts';
import { platformDetails } from '../rest/rest-client.ts';
import { collectionSchema } from './answers.ts';
import type { ApiCall, IotCentralApi } from './api.ts';

/** A page in the middle of a list, and how much stands before it. */
export interface PlaceInList {
  readonly link: string;
  readonly pageNumber: number;
  readonly itemCount: number;
}

export interface ListCall<T> {
  readonly path: string;
  readonly action: ApiCall['action'];
  readonly item: z.ZodType<T>;
  /** For people: 'vehicles'. */
  readonly what: string;
  /** Where an earlier reading stopped, to go on from there; the beginning otherwise. */
  readonly from?: PlaceInList | undefined;
  /** Asked after each page: when it says so, the rest is not read. */
  readonly isEnough?: () => boolean;
}

export interface Listing<T> {
  readonly items: readonly T[];
  /** In words, what is missing; null: nothing. */
  readonly problem: string | null;
  /** The page that could not be read or was not asked for, to go on from there. */
  readonly stoppedAt?: PlaceInList;
}

/** So long after the client has given a page up, it is tried once more. A person waits for less. */
const secondChanceMs = { click: 1_000, background: 10_000 } as const;
/** Of the smallest pages this is more than an application can hold. */
const mostPages = 20_000;

/**
 * Follows a list from page to page (https://learn.microsoft.com/rest/api/iotcentral, `nextLink`). A page that fails is
 * tried again alone; when it stays out of reach the list ends there, which is said. Fails only when the first page does.
 */
export const readPages = async <T>(
  api: Pick<IotCentralApi, 'ask' | 'askNextPage'>,
  clock: Clock,
  { path, action, item, what, from, isEnough = () => false }: ListCall<T>,
  context: CallContext,
  onPage: (items: readonly T[]) => void = () => undefined,
): Promise<Result<Listing<T>>> => {
  const items: T[] = [];
  const links = new Set<string>();
  let unreadableCount = 0;
  let link = from?.link;
  const count = (): number => (from?.itemCount ?? 0) + items.length;
  const firstNumber = from?.pageNumber ?? 1;
  const endedBy = (problem: string | null, stoppedAt?: PlaceInList): Result<Listing<T>> =>
    ok({ items, problem, ...(stoppedAt === undefined ? {} : { stoppedAt }) });

  for (let pageNumber = firstNumber; pageNumber <= mostPages; pageNumber += 1) {
    const next = link;
    const readOnce = () =>
      next === undefined
        ? api.ask({ method: 'GET', path, action }, collectionSchema, context)
        : api.askNextPage(next, action, collectionSchema, context);
    let page = await readOnce();
    if (!page.ok && deservesSecondChance(page.error, pageNumber)) {
      await pause(clock, secondChanceMs[context.lane], context.signal);
      page = await readOnce();
    }
    if (!page.ok) {
      if (next === undefined || pageNumber === firstNumber) return page;
      return endedBy(
        `The list of ${what} ends after ${count()}: page ${pageNumber} could not be read. ${page.error.message}`,
        { link: next, pageNumber, itemCount: count() },
      );
    }
    const read = page.value.value.flatMap((value) => {
      const parsed = item.safeParse(value);
      if (!parsed.success) unreadableCount += 1;
      return parsed.success ? [parsed.data] : [];
    });
    items.push(...read);
    onPage(read);
    link = page.value.nextLink ?? undefined;
    if (link === undefined) return ok({ items, problem: unreadableWords(unreadableCount, what) });
    if (links.has(link)) {
      return endedBy(`The list of ${what} ends after ${count()}: the platform sends the console round in a circle.`);
    }
    links.add(link);
    if (isEnough()) return endedBy(null, { link, pageNumber: pageNumber + 1, itemCount: count() });
  }
  return endedBy(`The list of ${what} ends after ${count()}: the platform’s list has no end.`);
};

const deservesSecondChance = (failure: Failure, pageNumber: number): boolean => {
  if (failure.code === 'cancelled' || failure.code === 'not-authorised') return false;
  if (platformDetails(failure)?.reason === 'foreign-link') return false;
  // That the platform is out of reach altogether is better said at once.
  return pageNumber > 1 || failure.code === 'unsupported';
};

const unreadableWords = (count: number, what: string): string | null =>
  count === 0 ? null : `${count} of the ${what} came in a form that this console does not know, and are left out.`;

/** Ends early when the call is called off. */
export const pause = (clock: Clock, forMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      callOff();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const callOff = clock.after(forMs, done);
    signal?.addEventListener('abort', done, { once: true });
    if (signal?.aborted === true) done();
  });
