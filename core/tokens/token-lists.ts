import type { TokensEvent } from '../../shared/access/token-list.ts';
import type { TokenRow } from '../../shared/access/token.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { TopicSource } from '../../shared/contract/topic-source.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { platformKey } from '../platforms/same-platform.ts';
import type { PlatformToken } from './token-book.ts';
import type { TokenDesk } from './token-desk.ts';
import { TokenList } from './token-list.ts';
import { openTokensSource } from './tokens-source.ts';
import type { TokenConnections } from './token-use.ts';

export interface TokenListsNeeds {
  readonly desk: Pick<TokenDesk, 'find' | 'ask' | 'record' | 'notPermitted' | 'onNews'>;
  readonly connections: TokenConnections;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whoever comes back sooner sees what was read, with its age. */
const agedAfterMs = 5 * 60_000;
/** Changes of connections come in swarms. */
const settleMs = 500;

interface Entry {
  readonly list: TokenList;
  /** Of the windows that look at it. */
  readonly wakes: Set<() => void>;
  /** Something other than a window wants it read to its end. */
  isWantedAnyway: boolean;
}

/** The lists of all connections: each is read once for all that want it, while anybody does. */
export class TokenLists {
  readonly #needs: TokenListsNeeds;
  readonly #entries = new Map<string, Entry>();
  readonly #stopListening: () => void;
  #callOffCheck: (() => void) | undefined;

  constructor(needs: TokenListsNeeds) {
    this.#needs = needs;
    const { connections, desk, clock } = needs;
    const stopChanges = connections.onChange(() => {
      this.#callOffCheck ??= clock.after(settleMs, () => {
        this.#callOffCheck = undefined;
        this.#check();
      });
    });
    const stopNews = desk.onNews(({ settings, token, goneId }) => {
      for (const { list } of this.#entries.values()) {
        if (list.key !== platformKey(settings)) continue;
        if (token !== undefined) list.put(token);
        if (goneId !== undefined) list.drop(goneId);
      }
    });
    this.#stopListening = () => {
      stopChanges();
      stopNews();
    };
  }

  /** One window's look at a list. It is read while it is looked at, where it has aged; the last to leave ends the reading. */
  open(connectionId: string, wake: () => void): TopicSource<TokensEvent> {
    const entry = this.#entry(connectionId);
    const { list, wakes } = entry;
    const own = (): void => {
      wake();
    };
    wakes.add(own);
    let isOpen = true;
    void list.prepare().then(() => {
      if (isOpen) list.readAged('click', agedAfterMs);
    });
    return openTokensSource(list, () => {
      isOpen = false;
      wakes.delete(own);
      if (wakes.size === 0 && !entry.isWantedAnyway) list.stop();
    });
  }

  refresh(connectionId: string, from: 'beginning' | 'where-it-stopped'): Result<null> {
    if (this.#needs.connections.platforms.get(connectionId) === undefined) {
      return fail('unsupported', 'This connection has no platform, only a broker.');
    }
    this.#entry(connectionId).list.read('click', from);
    return ok(null);
  }

  /** As far as they have been read: what is asked now may be older. */
  known(connectionId: string): readonly PlatformToken[] {
    return this.#entries.get(connectionId)?.list.tokens() ?? [];
  }

  /** For a watch that asks again and again: rows as far as they are known, and a reading in the background where it is time. */
  watched(connectionId: string, everyMs: number, afterFailureMs: number): readonly TokenRow[] {
    const entry = this.#entry(connectionId);
    entry.isWantedAnyway = true;
    entry.list.readNowAndThen(everyMs, afterFailureMs);
    return entry.list.sheet.rows();
  }

  close(): void {
    this.#stopListening();
    this.#callOffCheck?.();
    for (const { list } of this.#entries.values()) list.stop();
    this.#entries.clear();
  }

  #entry(connectionId: string): Entry {
    const found = this.#entries.get(connectionId);
    if (found !== undefined) return found;
    const wakes = new Set<() => void>();
    const list = new TokenList({
      ...{ connectionId, ...this.#needs },
      onChange: () => {
        if (!list.isReading) entry.isWantedAnyway = false;
        for (const wake of [...wakes]) wake();
      },
    });
    const entry: Entry = { list, wakes, isWantedAnyway: false };
    this.#entries.set(connectionId, entry);
    return entry;
  }

  /** Connections that went take their lists along; those that are looked at learn who uses what now. */
  #check(): void {
    const ids = new Set(this.#needs.connections.statuses().map(({ id }) => id));
    for (const [id, { list, wakes }] of this.#entries) {
      if (!ids.has(id)) {
        list.stop();
        this.#entries.delete(id);
      } else if (wakes.size > 0) void list.prepare();
    }
  }
}
