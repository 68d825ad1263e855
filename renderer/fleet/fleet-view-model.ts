import type { Timers } from '../../shared/contract/timers.ts';
import { vehicleStatuses } from '../../shared/vehicle/status.ts';
import { hasFault, statusAt } from './display-status.ts';
import { everyVehicle, type FilterStatus, type FleetQuery, type GroupKey } from './fleet-query.ts';
import type { FleetStore } from './fleet-store.ts';
import { noGroups, type GroupMembers } from './group-members.ts';
import { NameOrder } from './name-order.ts';
import { sortKey } from './sort-key.ts';

export interface FleetSelection {
  /** Row numbers of the vehicles shown, in order. */
  readonly rows: Uint32Array;
  readonly totalCount: number;
  /** Of all vehicles that text and group let through, how many are what. */
  readonly counts: Readonly<Record<FilterStatus, number>>;
  readonly hasSnapshot: boolean;
}

/** A list that re-sorts with every message cannot be read, nor clicked. */
export const liveRefreshIntervalMs = 500;
/** Time alone makes a vehicle stale: without any message the list is looked at again this often. */
const agingIntervalMs = 2000;

const noCounts = (): Record<FilterStatus, number> => ({
  moving: 0,
  stopped: 0,
  stale: 0,
  lost: 0,
  offline: 0,
  unknown: 0,
  heard: 0,
  fault: 0,
});

const nobody: ReadonlySet<string> = new Set();

/** Which vehicles are shown, and in which order: filter and sort over the store's columns. */
export class FleetViewModel {
  readonly #store: FleetStore;
  /** Unix milliseconds: ages count to its present. */
  readonly #timers: Timers;
  readonly #names = new NameOrder();
  readonly #listeners = new Set<() => void>();
  readonly #searchTexts: string[] = [];
  #connectionNames: ReadonlyMap<string, string> = new Map();
  #groups: GroupMembers = noGroups;
  #query: FleetQuery = everyVehicle;
  #identityVersion = -1;
  #refreshedAtMs = Number.NEGATIVE_INFINITY;
  #cancelRefresh: (() => void) | undefined;
  #unsubscribe: (() => void) | undefined;
  #selection: FleetSelection = { rows: new Uint32Array(), totalCount: 0, counts: noCounts(), hasSnapshot: false };

  constructor(store: FleetStore, timers: Timers) {
    this.#store = store;
    this.#timers = timers;
  }

  readonly getSelection = (): FleetSelection => this.#selection;

  /** Works only while somebody listens. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      this.#unsubscribe = this.#store.subscribe(this.#onFrame);
      this.#refresh();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#unsubscribe?.();
      this.#cancelRefresh?.();
      this.#cancelRefresh = undefined;
    };
  };

  get query(): FleetQuery {
    return this.#query;
  }

  setQuery(query: FleetQuery): void {
    if (query === this.#query) return;
    this.#query = query;
    this.#refresh();
  }

  /** Names by id, so that one can search for a connection as one calls it. */
  setConnectionNames(names: ReadonlyMap<string, string>): void {
    this.#connectionNames = names;
    this.#identityVersion = -1;
    if (this.#listeners.size > 0) this.#refresh();
  }

  setGroups(groups: GroupMembers): void {
    if (groups === this.#groups) return;
    this.#groups = groups;
    if (this.#listeners.size > 0) this.#refresh();
  }

  readonly #onFrame = () => {
    const dueInMs = this.#refreshedAtMs + liveRefreshIntervalMs - this.#timers.now();
    // The first vehicles are what somebody is waiting for.
    if (dueInMs <= 0 || this.#selection.totalCount === 0) this.#refresh();
    else this.#refreshAfter(dueInMs);
  };

  #refreshAfter(delayMs: number): void {
    this.#cancelRefresh?.();
    this.#cancelRefresh = this.#timers.after(delayMs, () => {
      this.#cancelRefresh = undefined;
      this.#refresh();
    });
  }

  #refresh(): void {
    const nowMs = this.#timers.now();
    this.#refreshedAtMs = nowMs;
    if (this.#store.identityVersion !== this.#identityVersion) this.#learnNames();
    const selection = this.#select(nowMs);
    if (!isSame(selection, this.#selection)) {
      this.#selection = selection;
      for (const listener of this.#listeners) listener();
    }
    if (this.#listeners.size > 0) this.#refreshAfter(agingIntervalMs);
  }

  #learnNames(): void {
    this.#identityVersion = this.#store.identityVersion;
    this.#names.update(this.#store);
    for (const row of this.#names.rows) {
      const connectionId = this.#store.connectionIdOf(row);
      this.#searchTexts[row] = [
        this.#store.nameOf(row),
        this.#store.vehicleIdOf(row),
        this.#store.typeOf(row),
        this.#connectionNames.get(connectionId) ?? connectionId,
      ]
        .join('\n')
        .toLowerCase();
    }
  }

  #select(nowMs: number): FleetSelection {
    const { columns } = this.#store;
    const { statuses, text, group, sort } = this.#query;
    // Whoever has asked for a group must not take others for its members: while they are not known, nobody is shown.
    const members = group === null ? undefined : (this.#groups.membersOf(group) ?? nobody);
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const counts = noCounts();
    const shown: number[] = [];
    for (const row of this.#names.rows) {
      const searchText = this.#searchTexts[row] ?? '';
      if (!words.every((word) => searchText.includes(word))) continue;
      if (members !== undefined && !this.#isIn(row, group, members)) continue;
      const status = statusAt(columns, row, nowMs);
      const isFaulty = hasFault(columns, row);
      counts[status] += 1;
      if (isFaulty) counts.fault += 1;
      if (statuses.size === 0 || statuses.has(status) || (isFaulty && statuses.has('fault'))) shown.push(row);
    }
    return {
      rows: this.#sort(
        shown,
        sort.column === 'name' ? undefined : sortKey(columns, sort.column, nowMs),
        sort.isDescending,
      ),
      totalCount: this.#store.vehicleCount,
      counts,
      hasSnapshot: this.#store.hasSnapshot,
    };
  }

  #isIn(row: number, group: GroupKey | null, members: ReadonlySet<string>): boolean {
    return this.#store.connectionIdOf(row) === group?.connectionId && members.has(this.#store.vehicleIdOf(row));
  }

  /** `rows` come in order of name, and stay so where the keys are equal. What is not known is last both ways. */
  #sort(rows: number[], keyOf: ((row: number) => number) | undefined, isDescending: boolean): Uint32Array {
    if (keyOf === undefined) return Uint32Array.from(isDescending ? rows.reverse() : rows);
    const sign = isDescending ? -1 : 1;
    const keys = new Map<number, number>();
    for (const row of rows) {
      const key = keyOf(row);
      keys.set(row, Number.isNaN(key) ? Number.POSITIVE_INFINITY : sign * key);
    }
    const { ranks } = this.#names;
    rows.sort((a, b) => {
      const keyA = keys.get(a) ?? 0;
      const keyB = keys.get(b) ?? 0;
      return keyA === keyB ? (ranks[a] ?? 0) - (ranks[b] ?? 0) : keyA < keyB ? -1 : 1;
    });
    return Uint32Array.from(rows);
  }
}

const isSame = (a: FleetSelection, b: FleetSelection): boolean =>
  a.totalCount === b.totalCount &&
  a.hasSnapshot === b.hasSnapshot &&
  a.rows.length === b.rows.length &&
  a.counts.fault === b.counts.fault &&
  vehicleStatuses.every((status) => a.counts[status] === b.counts[status]) &&
  a.rows.every((row, index) => row === b.rows[index]);
