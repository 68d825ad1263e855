import type { PlaceInList } from '../platforms/iot-central/pages.ts';
import type { CallContext } from '../platforms/platform.ts';
import type { PlatformToken } from './token-book.ts';

/** One reading of a list, from its beginning or from where another stopped. */
export class ListReading {
  readonly from: PlaceInList | undefined;
  /** Ids of all that it has met, those before `from` among them. */
  readonly seen: Set<string>;
  readonly context: CallContext;
  readonly #controller = new AbortController();
  readonly #forgotten = new Set<string>();
  #lane: CallContext['lane'];
  #readCount: number;

  constructor(lane: CallContext['lane'], from: PlaceInList | undefined, seen = new Set<string>()) {
    this.#lane = lane;
    this.from = from;
    this.seen = seen;
    this.#readCount = from?.itemCount ?? 0;
    const laneNow = (): CallContext['lane'] => this.#lane;
    this.context = {
      // Somebody may come to wait for what began in the background: the next page is asked for as a click.
      get lane() {
        return laneNow();
      },
      signal: this.#controller.signal,
    };
  }

  get readCount(): number {
    return this.#readCount;
  }

  hurry(lane: CallContext['lane']): void {
    if (lane === 'click') this.#lane = 'click';
  }

  stop(): void {
    this.#controller.abort();
  }

  /** Deleted meanwhile: a page that was asked for before may still bring it. */
  forget(id: string): void {
    this.#forgotten.add(id);
  }

  /** @returns what of a page is to be taken. */
  take(page: readonly PlatformToken[]): readonly PlatformToken[] {
    this.#readCount += page.length;
    const taken = page.filter(({ id }) => !this.#forgotten.has(id));
    for (const { id } of taken) this.seen.add(id);
    return taken;
  }
}
