import type { TokenListHead, TokenListProgress, TokensNotPermitted } from '../../shared/access/token-list.ts';
import type { Failure, Result } from '../../shared/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { PlaceInList } from '../platforms/iot-central/pages.ts';
import type { CallContext } from '../platforms/platform.ts';
import { platformKey } from '../platforms/same-platform.ts';
import type { Desk } from './desk.ts';
import { headOf } from './list-head.ts';
import { ListReading } from './list-reading.ts';
import type { PlatformToken, TokenBook } from './token-book.ts';
import type { TokenDesk } from './token-desk.ts';
import { rowOf, unlistedRow } from './token-rows.ts';
import { TokenSheet } from './token-sheet.ts';
import { findTokenUse, type TokenConnections, type TokenUse } from './token-use.ts';

export interface TokenListNeeds {
  readonly connectionId: string;
  readonly desk: Pick<TokenDesk, 'find' | 'ask' | 'record' | 'notPermitted'>;
  readonly connections: TokenConnections;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
}

type Lane = CallContext['lane'];

/** A list that was stopped, and where. */
interface Rest {
  readonly place: PlaceInList;
  readonly seen: Set<string>;
  readonly atMs: number;
}

/**
 * The tokens that one connection sees, as far as they have been read. Pages are told as they come; what is known stays while
 * it is read again, and goes only when a list that was read to its end does not have it.
 */
export class TokenList {
  readonly sheet = new TokenSheet();
  readonly #needs: TokenListNeeds;
  readonly #tokens = new Map<string, PlatformToken>();
  readonly #roleIds = new Set<string>();
  /** Connections here sign in with them, and the last whole list does not have them. */
  readonly #unlisted = new Set<string>();
  #use: TokenUse = { users: new Map(), unknown: [] };
  #desk: Desk | null = null;
  #features: Pick<TokenBook, 'name' | 'expiry' | 'hasOrganizations'> | null = null;
  #roleNames: ReadonlyMap<string, string> = new Map();
  #reading: ListReading | null = null;
  #rest: Rest | null = null;
  #readAtMs: number | null = null;
  #triedAtMs: number | null = null;
  #failure: Failure | null = null;
  #problem: string | null = null;
  #notPermitted: TokensNotPermitted | null = null;
  #isPrepared = false;
  #revision = 0;
  #generation = 0;

  constructor(needs: TokenListNeeds) {
    this.#needs = needs;
  }

  /** Grows with everything that a window is told. */
  get revision(): number {
    return this.#revision;
  }

  /** Another one: the rows are those of another platform, not later ones of the same. */
  get generation(): number {
    return this.#generation;
  }

  /** False until it is known whose tokens they are. */
  get isPrepared(): boolean {
    return this.#isPrepared;
  }

  get notPermitted(): TokensNotPermitted | null {
    return this.#notPermitted;
  }

  get isReading(): boolean {
    return this.#reading !== null;
  }

  /** Of the platform, as every connection to it has it; null before it is known. */
  get key(): string | null {
    return this.#desk === null ? null : platformKey(this.#desk.settings);
  }

  get head(): TokenListHead | null {
    if (this.#desk === null || this.#features === null) return null;
    return headOf(this.#desk, this.#features, this.#roleNames, this.#roleIds, this.#use);
  }

  get progress(): TokenListProgress {
    return {
      readAtMs: this.#readAtMs,
      reading: this.#reading === null ? null : { readCount: this.#reading.readCount },
      failure: this.#failure,
      problem: this.#problem,
      canGoOn: this.#rest !== null && this.#reading === null,
    };
  }

  tokens(): readonly PlatformToken[] {
    return [...this.#tokens.values()];
  }

  /** Whose tokens they are, and which of them are used here, as of now. Of another platform than before: a new beginning. */
  async prepare(): Promise<Result<Desk>> {
    const { desk: tokens, connections, connectionId } = this.#needs;
    const found = await tokens.find(connectionId);
    if (found.ok) {
      const key = platformKey(found.value.settings);
      if (this.key !== null && this.key !== key) this.#begin();
      this.#desk = found.value;
      this.#use = await findTokenUse(connections, found.value.settings);
      this.#rebuild();
    }
    this.#isPrepared = true;
    this.#changed();
    return found;
  }

  /** Reads from the beginning, or goes on from where it stopped; joins a reading that is under way. */
  read(lane: Lane, from: 'beginning' | 'where-it-stopped' = 'beginning'): void {
    if (this.#reading !== null) {
      this.#reading.hurry(lane);
      return;
    }
    const rest = from === 'beginning' ? null : this.#rest;
    const reading = new ListReading(lane, rest?.place, rest?.seen);
    this.#reading = reading;
    this.#rest = null;
    this.#triedAtMs = this.#needs.clock.now();
    this.#changed();
    this.#run(reading).catch((error: unknown) => {
      this.#needs.log.error('token-list-not-read', { error: error instanceof Error ? error.name : 'unknown' });
      if (this.#reading === reading) this.#reading = null;
      this.#changed();
    });
  }

  /** What somebody who comes to look needs: all that is older than this, or was not read to its end, is read. */
  readAged(lane: Lane, olderThanMs: number): void {
    const nowMs = this.#needs.clock.now();
    if (this.#rest !== null && nowMs - this.#rest.atMs < olderThanMs) this.read(lane, 'where-it-stopped');
    else if (this.#readAtMs === null || nowMs - this.#readAtMs >= olderThanMs || this.#lacksOneInUse()) this.read(lane);
    else this.#reading?.hurry(lane);
  }

  /** For whoever asks again and again: a try that failed is not repeated before a while. */
  readNowAndThen(everyMs: number, afterFailureMs: number): void {
    const nowMs = this.#needs.clock.now();
    const isRecent = (atMs: number | null, withinMs: number): boolean => atMs !== null && nowMs - atMs < withinMs;
    if (isRecent(this.#readAtMs, everyMs) || isRecent(this.#triedAtMs, afterFailureMs)) return;
    this.read('background');
  }

  /** Nobody waits for it any more. What came stays, and the rest can be gone on with. */
  stop(): void {
    this.#reading?.stop();
    this.#reading = null;
    this.#changed();
  }

  /** Made or changed through this console, so that the list is right before it is read again. */
  put(token: PlatformToken): void {
    this.#tokens.set(token.id, token);
    this.#unlisted.delete(token.id);
    this.#reading?.seen.add(token.id);
    this.#rest?.seen.add(token.id);
    this.#noteRoles([token]);
    this.#rebuild();
    this.#changed();
  }

  drop(id: string): void {
    this.#tokens.delete(id);
    this.#reading?.forget(id);
    if (this.#use.users.has(id)) this.#unlisted.add(id);
    this.#rebuild();
    this.#changed();
  }

  async #run(reading: ListReading): Promise<void> {
    const found = await this.prepare();
    if (!found.ok) {
      this.#end(reading, () => {
        this.#failure = found.error;
      });
      return;
    }
    const desk = found.value;
    const { desk: tokens } = this.#needs;
    let roles: Promise<void> | undefined;
    const listing = await tokens.record(desk, 'token.list', '', '', () =>
      tokens.ask(desk, 'view-tokens', (book) => {
        this.#features = { name: book.name, expiry: book.expiry, hasOrganizations: book.hasOrganizations };
        const onPage = (page: readonly PlatformToken[]): void => {
          if (this.#reading !== reading) return;
          roles ??= this.#readRoles(book, reading.context);
          this.#take(reading, page);
        };
        return book.list(reading.context, { from: reading.from, onPage });
      }),
    );
    await roles;
    if (!listing.ok) {
      const isDenied = desk.platform.rights['view-tokens'].state === 'denied';
      const notPermitted = isDenied ? await tokens.notPermitted(desk) : null;
      this.#end(reading, () => {
        this.#notPermitted = notPermitted;
        this.#failure = isDenied ? null : listing.error;
        // A page that is out of reach still is one to go on from.
        if (reading.from !== undefined) this.#rest = this.#restAt(reading, reading.from);
      });
      return;
    }
    const { problem, stoppedAt } = listing.value;
    if (this.#reading !== reading) {
      if (stoppedAt !== undefined && this.#reading === null) this.#rest = this.#restAt(reading, stoppedAt);
      return;
    }
    this.#end(reading, () => {
      this.#notPermitted = null;
      this.#failure = null;
      this.#problem = problem;
      if (stoppedAt === undefined) this.#complete(reading, problem === null);
      else this.#rest = this.#restAt(reading, stoppedAt);
    });
  }

  #take(reading: ListReading, page: readonly PlatformToken[]): void {
    const taken = reading.take(page);
    for (const token of taken) {
      this.#tokens.set(token.id, token);
      this.#unlisted.delete(token.id);
    }
    this.#noteRoles(taken);
    const nowMs = this.#needs.clock.now();
    this.sheet.put(taken.map((token) => rowOf(token, this.#use, this.#needs.connectionId, nowMs)));
    this.#changed();
  }

  /** @param isWhole nothing that it has came in a form that could not be read. */
  #complete(reading: ListReading, isWhole: boolean): void {
    for (const id of [...this.#tokens.keys()]) if (!reading.seen.has(id)) this.#tokens.delete(id);
    this.#unlisted.clear();
    // What is missing from a list with gaps may well be there.
    if (isWhole) for (const id of this.#use.users.keys()) if (!this.#tokens.has(id)) this.#unlisted.add(id);
    this.#readAtMs = this.#needs.clock.now();
    this.#rebuild();
  }

  #end(reading: ListReading, act: () => void): void {
    if (this.#reading !== reading) return;
    this.#reading = null;
    act();
    this.#changed();
  }

  async #readRoles(book: TokenBook, context: CallContext): Promise<void> {
    const listed = await book.roles(context);
    this.#roleNames = new Map(listed.map(({ id, name }) => [id, name]));
    this.#changed();
  }

  #restAt({ seen }: ListReading, place: PlaceInList): Rest {
    return { place, seen, atMs: this.#needs.clock.now() };
  }

  #lacksOneInUse(): boolean {
    return [...this.#use.users.keys()].some((id) => !this.#tokens.has(id) && !this.#unlisted.has(id));
  }

  #noteRoles(tokens: readonly PlatformToken[]): void {
    for (const { roles } of tokens) for (const { roleId } of roles ?? []) this.#roleIds.add(roleId);
  }

  #rebuild(): void {
    const { connectionId, clock } = this.#needs;
    const nowMs = clock.now();
    const unlisted = [...this.#unlisted].filter((id) => this.#use.users.has(id));
    const rows = [
      ...this.tokens().map((token) => rowOf(token, this.#use, connectionId, nowMs)),
      ...unlisted.map((id) => unlistedRow(id, this.#use, connectionId)),
    ];
    this.sheet.put(rows);
    this.sheet.keepOnly(new Set(rows.map(({ id }) => id)));
  }

  #begin(): void {
    this.stop();
    this.#tokens.clear();
    this.#roleIds.clear();
    this.#unlisted.clear();
    this.sheet.keepOnly(new Set());
    this.#features = null;
    this.#roleNames = new Map();
    this.#rest = this.#readAtMs = this.#triedAtMs = this.#failure = this.#problem = this.#notPermitted = null;
    this.#generation += 1;
  }

  #changed(): void {
    this.#revision += 1;
    this.#needs.onChange();
  }
}
