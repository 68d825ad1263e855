import { z } from 'zod';
import type { TokenNotice } from '../../shared/access/watch.ts';
import type { Clock } from '../clock.ts';
import { platformKey } from '../platforms/same-platform.ts';
import type { Desk } from './desk.ts';
import type { Rotations } from './rotations.ts';
import type { TokenDesk } from './token-desk.ts';
import type { TokenLists } from './token-lists.ts';
import type { Shelf, TokenRecords } from './token-records.ts';
import type { TokenConnections } from './token-use.ts';

export interface ExpiryWatchNeeds {
  readonly desk: Pick<TokenDesk, 'find'>;
  readonly lists: Pick<TokenLists, 'watched'>;
  readonly rotations: Pick<Rotations, 'overlapNotices'>;
  readonly connections: Pick<TokenConnections, 'statuses' | 'view'>;
  readonly records: TokenRecords;
  readonly clock: Pick<Clock, 'now'>;
}

type Threshold = TokenNotice['threshold'];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The smallest first. */
const longLived: readonly (readonly [Threshold, number])[] = [
  ['1-day', dayMs],
  ['7-days', 7 * dayMs],
  ['30-days', 30 * dayMs],
];
/** Bearer tokens live for an hour or so. */
const shortLived: readonly (readonly [Threshold, number])[] = [
  ['1-minute', minuteMs],
  ['5-minutes', 5 * minuteMs],
  ['10-minutes', 10 * minuteMs],
];

/** Lists change slowly, and reading them costs requests. */
const listEveryMs = 6 * hourMs;
const listAgainAfterFailureMs = 15 * minuteMs;
/** What has been over for longer is in the list of tokens, and no news. */
const endedForMs = 7 * dayMs;

const dismissedSchema = z.object({ expiresAtMs: z.number() });

interface Ending {
  readonly desk: Pick<Desk, 'connectionId' | 'name'>;
  readonly tokenId: string;
  readonly tokenName: string;
  readonly expiresAtMs: number;
  readonly isShort: boolean;
  readonly isOwn: boolean;
}

/** Which tokens end soon: the console's own, and where a role allows looking, all others of the platform. */
export class ExpiryWatch {
  readonly #needs: ExpiryWatchNeeds;
  readonly #dismissed: Shelf<z.infer<typeof dismissedSchema>>;

  constructor(needs: ExpiryWatchNeeds) {
    this.#needs = needs;
    this.#dismissed = needs.records.shelf('dismissed-notice', dismissedSchema);
  }

  /** What rotations wait for, and of each token the latest threshold only, unless it was dismissed; the first to end first. Lists that have aged are read again meanwhile. */
  async notices(): Promise<TokenNotice[]> {
    const desks = await this.#desks();
    const nowMs = this.#needs.clock.now();
    const known = [...desks.own, ...[...desks.lists.values()].flatMap((desk) => this.#endings(desk))];
    const seen = new Set<string>();
    return [...this.#needs.rotations.overlapNotices(), ...known.flatMap((ending) => noticeOf(ending, nowMs) ?? [])]
      .filter(({ id }) => {
        const isNew = !seen.has(id) && this.#dismissed.get(id) === undefined;
        seen.add(id);
        return isNew;
      })
      .sort((a, b) => a.expiresAtMs - b.expiresAtMs);
  }

  dismiss(id: string): void {
    const expiresAtMs = Number(/\|(\d+)\|[^|]*$/.exec(id)?.[1] ?? this.#needs.clock.now());
    this.#dismissed.put(id, { expiresAtMs });
  }

  async #desks(): Promise<{ readonly own: readonly Ending[]; readonly lists: ReadonlyMap<string, Desk> }> {
    const own: Ending[] = [];
    const lists = new Map<string, Desk>();
    for (const { id, isEnabled, platform } of this.#needs.connections.statuses()) {
      if (!isEnabled || platform === null) continue;
      const desk = await this.#needs.desk.find(id);
      if (!desk.ok) continue;
      const { name, expiresAtMs, lifetime } = platform.token;
      if (expiresAtMs !== null && lifetime !== 'renewed') {
        const view = await this.#needs.connections.view(id);
        const username = view.ok && platform.kind === 'watson' ? view.value.settings.username : undefined;
        own.push({
          desk: desk.value,
          tokenId: username ?? name ?? '',
          tokenName: name ?? username ?? 'the token of this connection',
          expiresAtMs,
          isShort: lifetime === 'short',
          isOwn: true,
        });
      }
      const key = platformKey(desk.value.settings);
      const isReady = platform.state === 'ready' || platform.state === 'limited';
      if (isReady && platform.rights['view-tokens'].state === 'allowed' && !lists.has(key)) lists.set(key, desk.value);
    }
    return { own, lists };
  }

  #endings(desk: Desk): readonly Ending[] {
    return this.#needs.lists
      .watched(desk.connectionId, listEveryMs, listAgainAfterFailureMs)
      .flatMap(({ id, name, expiresAtMs, isOwn }) =>
        expiresAtMs === null ? [] : [{ desk, tokenId: id, tokenName: name, expiresAtMs, isShort: false, isOwn }],
      );
  }
}

const noticeOf = (ending: Ending, nowMs: number): TokenNotice | undefined => {
  const { desk, tokenId, tokenName, expiresAtMs, isShort, isOwn } = ending;
  const leftMs = expiresAtMs - nowMs;
  if (leftMs < -endedForMs) return undefined;
  const threshold =
    leftMs <= 0 ? 'ended' : (isShort ? shortLived : longLived).find(([, withinMs]) => leftMs <= withinMs)?.[0];
  if (threshold === undefined) return undefined;
  const owner = isOwn ? `, with which “${desk.name}” signs in,` : ` (seen through “${desk.name}”)`;
  const end = leftMs <= 0 ? 'has ended' : `ends in ${inWords(leftMs)}`;
  const advice = isShort
    ? 'Fetch a new one and enter it.'
    : leftMs <= 0
      ? 'Whoever still uses it needs another.'
      : 'Rotate it before then.';
  return {
    // The same for every connection that sees the token, so that it is told and dismissed once.
    id: `${tokenId}|${String(expiresAtMs)}|${threshold}`,
    connectionId: desk.connectionId,
    connectionName: desk.name,
    ...{ tokenId, tokenName, expiresAtMs, threshold, rotationId: null, isOwn },
    text: `The token “${tokenName}”${owner} ${end}. ${advice}`,
  };
};

const inWords = (ms: number): string => {
  const [count, unit] =
    ms >= 2 * dayMs
      ? [Math.floor(ms / dayMs), 'day']
      : ms >= 2 * hourMs
        ? [Math.floor(ms / hourMs), 'hour']
        : [Math.max(1, Math.floor(ms / minuteMs)), 'minute'];
  return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
};
