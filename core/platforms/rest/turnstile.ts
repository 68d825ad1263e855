import type { Clock } from '../../clock.ts';
import { Allowance, type Place } from './allowance.ts';
import { pauseMs } from './back-off.ts';
import type { Lane } from './lane.ts';

export { windowMs } from './allowance.ts';

/** A slow platform must not be flooded by a sweep over the fleet. */
const mostAtOnce: Readonly<Record<Lane, number>> = { click: 12, background: 4 };
export const mostConnections = mostAtOnce.click + mostAtOnce.background;

/** This part of the allowance is kept free for clicks; background work spreads the rest over the second. */
const shareForClicks = 0.25;
const beatMs = 250;

/** After so many clicks in a row, background work that waits has its turn, until it has had this part of the allowance. */
const clicksBeforeBackground = 4;
const shareForBackground = 0.2;

/** A person is told to come back rather than kept waiting longer than this. */
export const clickPatienceMs = 10_000;

/** Leave to send one request. */
export interface Turn {
  readonly kind: 'turn';
  /** To be said when the request leaves for the platform. */
  readonly sent: () => void;
  /** To be said once the request is over, sent or not. */
  readonly over: () => void;
}

export type NoTurn =
  | { readonly kind: 'cancelled' }
  /** The platform asked to be left alone for longer than a person waits. */
  | { readonly kind: 'held-back'; readonly forMs: number };

export interface Visitor {
  readonly lane: Lane;
  readonly budget: string | undefined;
  readonly signal: AbortSignal;
  /** Has had a turn before: it does not queue at the end again. */
  readonly isRepeat: boolean;
}

/** An allowance, and how long background work has been passed over in it. */
interface Budget {
  readonly allowance: Allowance;
  /** Has room while background work has had less than its share. */
  readonly share: Allowance;
  clicksInARow: number;
}

interface Waiting {
  readonly lane: Lane;
  readonly budgets: readonly Budget[];
  readonly admit: (answer: Turn | NoTurn) => void;
}

export interface TurnstileLimits {
  /** Requests in any one second; below 1 for fewer than one a second. */
  readonly perSecond: number;
  /** Additional, narrower ones by name. */
  readonly budgets?: Readonly<Record<string, number>>;
}

/** Who may send a request to a platform, and when: its limits, clicks before background work, and pauses for all. */
export class Turnstile {
  readonly #clock: Clock;
  readonly #main: Budget;
  readonly #named: ReadonlyMap<string, Budget>;
  readonly #pace: Allowance;
  readonly #waiting: Readonly<Record<Lane, Waiting[]>> = { click: [], background: [] };
  readonly #running: Record<Lane, number> = { click: 0, background: 0 };
  #hold: { readonly untilMs: number; readonly callOff: () => void } | null = null;
  #pausesInARow = 0;

  constructor(limits: TurnstileLimits, clock: Clock) {
    const budget = (perSecond: number): Budget => ({
      allowance: new Allowance(perSecond, clock, this.#admitAll),
      share: new Allowance(Math.max(1, perSecond * shareForBackground), clock, this.#admitAll),
      clicksInARow: 0,
    });
    this.#clock = clock;
    this.#main = budget(limits.perSecond);
    this.#named = new Map(Object.entries(limits.budgets ?? {}).map(([name, perSecond]) => [name, budget(perSecond)]));
    const perBeat = Math.ceil(forBackground(this.#main.allowance) * (beatMs / 1000));
    this.#pace = new Allowance(perBeat, clock, this.#admitAll, beatMs);
  }

  get heldUntilMs(): number | null {
    return this.#hold?.untilMs ?? null;
  }

  /** 0: nobody is held back. */
  get heldForMs(): number {
    return this.#hold === null ? 0 : Math.max(0, this.#hold.untilMs - this.#clock.now());
  }

  enter(visitor: Visitor): Promise<Turn | NoTurn> {
    const { lane, signal } = visitor;
    const budgets = this.#budgetsFor(visitor.budget);
    if (signal.aborted) return Promise.resolve({ kind: 'cancelled' });
    const forMs = this.heldForMs;
    if (lane === 'click' && forMs > clickPatienceMs) return Promise.resolve({ kind: 'held-back', forMs });
    return new Promise((resolve) => {
      const cancel = (): void => {
        this.#remove(waiting);
        resolve({ kind: 'cancelled' });
      };
      const waiting: Waiting = {
        lane,
        budgets,
        admit: (answer) => {
          signal.removeEventListener('abort', cancel);
          resolve(answer);
        },
      };
      signal.addEventListener('abort', cancel, { once: true });
      if (visitor.isRepeat) this.#waiting[lane].unshift(waiting);
      else this.#waiting[lane].push(waiting);
      this.#admitAll();
    });
  }

  /** A request was refused because of the limit: a pause for all. Tells how long, in milliseconds. */
  refused(retryAfterMs: number | undefined, random: number): number {
    // Requests that were under way together are refused together: that is one pause.
    if (this.#hold === null) this.#pausesInARow += 1;
    const forMs = pauseMs(retryAfterMs, this.#pausesInARow, random);
    this.holdBack(forMs);
    return forMs;
  }

  /** A request was answered as it should be. */
  answered(): void {
    this.#pausesInARow = 0;
  }

  /**
   * Nobody is admitted for so long, and only half as many afterwards, until it has gone well for a while. A shorter pause
   * does not end a longer one.
   */
  holdBack(forMs: number): void {
    if (forMs <= this.heldForMs) return;
    if (this.#hold === null) this.#main.allowance.halve();
    else this.#hold.callOff();
    const callOff = this.#clock.after(forMs, () => {
      this.#hold = null;
      this.#main.allowance.recover();
      this.#admitAll();
    });
    this.#hold = { untilMs: this.#clock.now() + forMs, callOff };
    if (forMs > clickPatienceMs) {
      for (const waiting of this.#waiting.click.splice(0)) waiting.admit({ kind: 'held-back', forMs });
    }
  }

  /** Leaves no timer behind. Whoever waits ends by the signal that came along. */
  close(): void {
    this.#hold?.callOff();
    this.#hold = null;
    for (const { allowance, share } of [this.#main, ...this.#named.values()]) {
      allowance.close();
      share.close();
    }
    this.#pace.close();
  }

  #budgetsFor(name: string | undefined): readonly Budget[] {
    if (name === undefined) return [this.#main];
    const narrow = this.#named.get(name);
    if (narrow === undefined) throw new Error(`There is no budget named ${name}.`);
    return [this.#main, narrow];
  }

  #remove(waiting: Waiting): void {
    const queue = this.#waiting[waiting.lane];
    const index = queue.indexOf(waiting);
    if (index !== -1) queue.splice(index, 1);
  }

  readonly #admitAll = (): void => {
    for (let next = this.#next(); next !== undefined; next = this.#next()) this.#admit(next);
  };

  #next(): Waiting | undefined {
    if (this.#hold !== null) return undefined;
    const { click, background } = this.#waiting;
    const passedOver = background.find((waiting) => this.#fits(waiting) && isPassedOver(waiting));
    if (passedOver !== undefined) return passedOver;
    const first = click.find((waiting) => this.#fits(waiting));
    if (first !== undefined) return first;
    if (this.#main.allowance.taken >= forBackground(this.#main.allowance) || !this.#pace.hasRoom) return undefined;
    return background.find((waiting) => this.#fits(waiting));
  }

  #fits({ lane, budgets }: Waiting): boolean {
    return this.#running[lane] < mostAtOnce[lane] && budgets.every(({ allowance }) => allowance.hasRoom);
  }

  #admit(waiting: Waiting): void {
    const { lane, budgets } = waiting;
    this.#remove(waiting);
    this.#running[lane] += 1;
    for (const budget of budgets) {
      if (lane === 'background') budget.clicksInARow = 0;
      else if (this.#waiting.background.some((other) => other.budgets.includes(budget))) budget.clicksInARow += 1;
    }
    const places: Place[] = budgets.map(({ allowance }) => allowance.take());
    if (lane === 'background') places.push(this.#pace.take(), ...budgets.map(({ share }) => share.take()));
    let isOver = false;
    waiting.admit({
      kind: 'turn',
      sent: () => {
        for (const place of places) place.startWindow();
      },
      over: () => {
        if (isOver) return;
        isOver = true;
        this.#running[lane] -= 1;
        for (const place of places) place.giveBack();
        this.#admitAll();
      },
    });
  }
}

/** How much of an allowance background work may use up, in general. */
const forBackground = ({ limit }: Allowance): number =>
  limit === 1 ? 1 : Math.min(limit - 1, Math.ceil(limit * (1 - shareForClicks)));

const isPassedOver = ({ budgets }: Waiting): boolean =>
  budgets.some(({ clicksInARow, share }) => clicksInARow >= clicksBeforeBackground && share.hasRoom);
