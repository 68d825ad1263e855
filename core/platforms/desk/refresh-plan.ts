import type { Clock } from '../../clock.ts';
import type { Registry } from './registry.ts';

/** Lists age slowly, and reading them again costs requests. */
const refreshEveryMs = 15 * 60_000;
/** A list with a gap is worth another try soon, and then less and less soon: some gaps are there to stay. */
const mendAfterMs = 60_000;

export interface RefreshPlanNeeds {
  readonly registry: Pick<Registry, 'synchronise' | 'isIncomplete'>;
  /** A list has been read, whole or in part. */
  readonly onRead: () => void;
  readonly clock: Pick<Clock, 'after'>;
}

/** Reads the platform's lists again and again, one reading at a time. */
export class RefreshPlan {
  readonly #needs: RefreshPlanNeeds;
  #isReading = false;
  #isWantedAgain = false;
  #gapsInARow = 0;
  #callOffNext: () => void = () => undefined;

  constructor(needs: RefreshPlanNeeds) {
    this.#needs = needs;
  }

  /** Reads now; where that is under way already, once more afterwards: what is read may be older than the wish. */
  now(): void {
    this.#callOffNext();
    if (this.#isReading) this.#isWantedAgain = true;
    else void this.#read();
  }

  /** Whoever stops the registry says so here, too: a reading that was stopped does not come to its end. */
  stop(): void {
    this.#callOffNext();
    this.#isReading = false;
    this.#isWantedAgain = false;
  }

  async #read(): Promise<void> {
    const { registry, onRead, clock } = this.#needs;
    this.#isReading = true;
    if (!(await registry.synchronise())) return;
    this.#isReading = false;
    onRead();
    if (this.#isWantedAgain) {
      this.#isWantedAgain = false;
      void this.#read();
      return;
    }
    this.#gapsInARow = registry.isIncomplete ? this.#gapsInARow + 1 : 0;
    const mendMs = mendAfterMs * 2 ** Math.min(20, this.#gapsInARow - 1);
    this.#callOffNext = clock.after(this.#gapsInARow === 0 ? refreshEveryMs : Math.min(refreshEveryMs, mendMs), () => {
      this.now();
    });
  }
}
