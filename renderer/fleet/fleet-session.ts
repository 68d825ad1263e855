import type { Timers } from '../../shared/contract/timers.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import type { FleetMap } from '../map/fleet-map.ts';
import { KeptMap } from '../map/kept-map.ts';
import { FleetStore } from './fleet-store.ts';
import { FleetViewModel } from './fleet-view-model.ts';

/**
 * The fleet for as long as the window is open: what was last seen is there at once when one comes back to the fleet view.
 * The engine is asked only while the view is shown and not paused.
 */
export class FleetSession {
  readonly store = new FleetStore();
  readonly viewModel: FleetViewModel;
  readonly map = new KeptMap<FleetMap>();
  readonly #engine: Pick<EngineLink, 'subscribe'>;
  readonly #timers: Timers;
  readonly #pauseListeners = new Set<() => void>();
  #viewCount = 0;
  #pausedAtMs: number | null = null;
  #unsubscribe: (() => void) | undefined;

  constructor(engine: Pick<EngineLink, 'subscribe'>, timers: Timers) {
    this.#engine = engine;
    this.#timers = timers;
    this.viewModel = new FleetViewModel(this.store, {
      now: this.nowMs,
      after: (delayMs, callback) => timers.after(delayMs, callback),
    });
  }

  /** The time that ages count to: the present, or the moment at which the live view was paused. */
  readonly nowMs = (): number => this.#pausedAtMs ?? this.#timers.now();

  readonly getPausedAtMs = (): number | null => this.#pausedAtMs;

  readonly onPauseChange = (listener: () => void): (() => void) => {
    this.#pauseListeners.add(listener);
    return () => {
      this.#pauseListeners.delete(listener);
    };
  };

  /** A view is shown. Returns what to call when it is gone. */
  readonly show = (): (() => void) => {
    this.#viewCount += 1;
    this.#followEngine();
    return () => {
      this.#viewCount -= 1;
      this.#followEngine();
    };
  };

  /** Holds everything still: places, values, order and ages. */
  pause(): void {
    if (this.#pausedAtMs === null) this.#setPausedAt(this.#timers.now());
  }

  resume(): void {
    if (this.#pausedAtMs !== null) this.#setPausedAt(null);
  }

  #setPausedAt(timeMs: number | null): void {
    this.#pausedAtMs = timeMs;
    this.#followEngine();
    for (const listener of this.#pauseListeners) listener();
  }

  #followEngine(): void {
    const isWanted = this.#viewCount > 0 && this.#pausedAtMs === null;
    if (isWanted === (this.#unsubscribe !== undefined)) return;
    if (isWanted) this.#listen();
    else this.#stop();
  }

  #listen(): void {
    this.#unsubscribe = this.#engine.subscribe('fleet', {}, (frame) => {
      if (this.store.apply(frame)) return;
      this.#stop();
      this.#listen();
    });
  }

  #stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }
}
