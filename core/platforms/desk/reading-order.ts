/** Where one vehicle stands. */
interface Place {
  /** Nobody has its values yet, or somebody wants them again. */
  isUnread: boolean;
  /** When it last had its turn, Unix milliseconds; 0: never. */
  triedAtMs: number;
  failuresInARow: number;
}

export interface Turns {
  /** Values have no other way here: all are due again and again. Otherwise once. */
  readonly isRepeated: boolean;
  /** What is on screen is due no oftener than this, however few vehicles there are. */
  readonly visibleEveryMs: number;
  readonly othersEveryMs: number;
  /** After so many failures in a row a vehicle counts as read, until it is due again. */
  readonly mostTries: number;
}

/** Whose turn it is to be read: what is visible first, then all others; in each, what waits longest. */
export class ReadingOrder {
  readonly #turns: Turns;
  readonly #places = new Map<string, Place>();
  readonly #running = new Set<string>();
  #visible: ReadonlySet<string> = new Set();

  constructor(turns: Turns) {
    this.#turns = turns;
  }

  get unreadCount(): number {
    let count = 0;
    for (const { isUnread } of this.#places.values()) if (isUnread) count += 1;
    return count;
  }

  add(ids: Iterable<string>): void {
    for (const id of ids) {
      if (!this.#places.has(id)) this.#places.set(id, { isUnread: true, triedAtMs: 0, failuresInARow: 0 });
    }
  }

  /** All others leave. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#places.keys()) if (!ids.has(id)) this.#places.delete(id);
  }

  remove(id: string): void {
    this.#places.delete(id);
  }

  look(ids: Iterable<string>): void {
    this.#visible = new Set(ids);
  }

  /** It is due at once. */
  want(id: string): void {
    const place = this.#places.get(id);
    if (place === undefined) return;
    place.isUnread = true;
    place.triedAtMs = 0;
  }

  /** Nobody is being read any more; who was keeps the place. */
  forgetRunning(): void {
    this.#running.clear();
  }

  /** The next that is due, of those that are asked for; it counts as being read until `settle`. */
  take(nowMs: number, isMine: (id: string) => boolean, isOnlyVisible: boolean): string | undefined {
    const { visibleEveryMs, othersEveryMs } = this.#turns;
    const id =
      this.#longestWaiting(this.#visible, nowMs - visibleEveryMs, isMine) ??
      (isOnlyVisible ? undefined : this.#longestWaiting(this.#places.keys(), nowMs - othersEveryMs, isMine));
    if (id !== undefined) this.#running.add(id);
    return id;
  }

  /** `again`: this try has brought nothing, and the next one may. */
  settle(id: string, nowMs: number, outcome: 'read' | 'again' | 'elsewhere'): void {
    this.#running.delete(id);
    const place = this.#places.get(id);
    if (place === undefined) return;
    place.triedAtMs = nowMs;
    place.failuresInARow = outcome === 'again' ? place.failuresInARow + 1 : 0;
    // A vehicle that cannot be read has had its turns, too: it does not keep the others from theirs.
    place.isUnread = outcome === 'elsewhere' || (outcome === 'again' && place.failuresInARow < this.#turns.mostTries);
  }

  #longestWaiting(ids: Iterable<string>, triedBeforeMs: number, isMine: (id: string) => boolean): string | undefined {
    let found: string | undefined;
    let triedAtMs = Number.POSITIVE_INFINITY;
    for (const id of ids) {
      const place = this.#places.get(id);
      if (place === undefined || this.#running.has(id) || !isMine(id)) continue;
      const isDue = place.isUnread || (this.#turns.isRepeated && place.triedAtMs <= triedBeforeMs);
      if (!isDue || place.triedAtMs >= triedAtMs) continue;
      found = id;
      triedAtMs = place.triedAtMs;
      if (triedAtMs === 0) break;
    }
    return found;
  }
}
