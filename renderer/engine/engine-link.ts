import {
  createClient,
  type CallOptions,
  type ContractClient,
  type Subscription,
} from '../../shared/contract/client.ts';
import type {
  MethodName,
  MethodParams,
  MethodResult,
  TopicEvent,
  TopicName,
  TopicParams,
} from '../../shared/contract/contract.ts';
import { fail, type Failure, type Result } from '../../shared/contract/result.ts';
import { systemTimers, type Timers } from '../../shared/contract/timers.ts';
import type { Transport } from '../../shared/contract/transport.ts';
import { alwaysVisible, type Visibility } from './visibility.ts';

/** `connecting`: before the first answer. `lost`: the engine was there, or should have been, and is tried again. */
export type LinkState = 'connecting' | 'ready' | 'lost';

export interface EngineLinkOptions {
  /** Opens a way to the engine; rejects when there is none at present. */
  readonly connect: () => Promise<Transport>;
  readonly timers?: Timers;
  readonly visibility?: Visibility;
  /** A mistake in the window or the engine, for whoever mends it. */
  readonly onProtocolError?: (explanation: string, cause?: unknown) => void;
}

interface Watch {
  readonly open: (client: ContractClient) => Subscription;
  subscription: Subscription | undefined;
}

/** The engine restarts in well under a second, and a local try costs nothing: a short back-off, so that nobody waits for it. */
const backOffMs = [100, 250, 500, 1000, 2000] as const;

/**
 * The window's end of the wire. It outlives the engine: when the way to it closes, the link opens another by itself and
 * opens every subscription again, so that a subscriber sees no more of it than a snapshot.
 */
export class EngineLink {
  readonly #connect: () => Promise<Transport>;
  readonly #timers: Timers;
  readonly #visibility: Visibility;
  readonly #onProtocolError: (explanation: string, cause?: unknown) => void;
  readonly #watches = new Set<Watch>();
  readonly #stateListeners = new Set<() => void>();
  readonly #settled = new Set<() => void>();
  readonly #stopWatchingVisibility: () => void;
  #state: LinkState = 'connecting';
  #client: ContractClient | undefined;
  #isOpening = false;
  #attempts = 0;
  #cancelRetry: () => void = () => undefined;
  #isClosed = false;

  constructor(options: EngineLinkOptions) {
    this.#connect = options.connect;
    this.#timers = options.timers ?? systemTimers;
    this.#visibility = options.visibility ?? alwaysVisible;
    this.#onProtocolError = options.onProtocolError ?? (() => undefined);
    this.#stopWatchingVisibility = this.#visibility.onChange(() => {
      this.#followVisibility();
    });
    void this.#open();
  }

  get state(): LinkState {
    return this.#state;
  }

  readonly onStateChange = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => {
      this.#stateListeners.delete(listener);
    };
  };

  /** Never rejects. While the first way to the engine is still being opened the call waits for it; while it is lost it fails at once. */
  async call<M extends MethodName>(
    method: M,
    params: MethodParams<M>,
    options: CallOptions = {},
  ): Promise<Result<MethodResult<M>>> {
    if (this.#state === 'connecting') await this.#untilSettled();
    if (this.#client === undefined) {
      return fail('engine-restarted', 'Fleetdeck’s engine does not answer at the moment. Try again in a few seconds.');
    }
    return this.#client.call(method, params, options);
  }

  /**
   * Events from now until the returned function is called, over any number of reconnects; the first after each is a
   * snapshot. Nothing comes while the window is hidden, and then the latest.
   */
  subscribe<T extends TopicName>(
    topic: T,
    params: TopicParams<T>,
    onEvent: (event: TopicEvent<T>) => void,
    onError?: (failure: Failure) => void,
  ): () => void {
    const handlers = {
      onEvent,
      onError: (failure: Failure) => {
        // A lost engine is the link's own business: the subscription is opened again.
        if (failure.code !== 'engine-restarted') onError?.(failure);
      },
    };
    const watch: Watch = { open: (client) => client.subscribe(topic, params, handlers), subscription: undefined };
    this.#watches.add(watch);
    this.#openWatch(watch);
    return () => {
      this.#watches.delete(watch);
      watch.subscription?.close();
      watch.subscription = undefined;
    };
  }

  /** Tries now instead of waiting for the back-off. */
  reconnect(): void {
    if (this.#client !== undefined || this.#isOpening || this.#isClosed) return;
    this.#cancelRetry();
    void this.#open();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRetry();
    this.#stopWatchingVisibility();
    this.#watches.clear();
    this.#client?.close();
    this.#client = undefined;
  }

  async #open(): Promise<void> {
    let transport: Transport;
    this.#isOpening = true;
    try {
      transport = await this.#connect();
    } catch {
      this.#lose();
      return;
    } finally {
      this.#isOpening = false;
    }
    if (this.#isClosed) {
      transport.close();
      return;
    }
    const client = createClient(transport, { timers: this.#timers, onProtocolError: this.#onProtocolError });
    this.#client = client;
    this.#attempts = 0;
    client.onClose(() => {
      if (this.#client !== client) return;
      this.#client = undefined;
      for (const watch of this.#watches) watch.subscription = undefined;
      this.#lose();
    });
    for (const watch of this.#watches) this.#openWatch(watch);
    this.#become('ready');
  }

  #lose(): void {
    if (this.#isClosed) return;
    const delayMs = backOffMs[Math.min(this.#attempts, backOffMs.length - 1)] ?? 2000;
    this.#attempts += 1;
    this.#cancelRetry = this.#timers.after(delayMs, () => {
      void this.#open();
    });
    this.#become('lost');
  }

  #openWatch(watch: Watch): void {
    if (this.#client === undefined) return;
    watch.subscription = watch.open(this.#client);
    if (this.#visibility.isHidden()) watch.subscription.pause();
  }

  #followVisibility(): void {
    const isHidden = this.#visibility.isHidden();
    for (const { subscription } of this.#watches) {
      if (isHidden) subscription?.pause();
      else subscription?.resume();
    }
  }

  #untilSettled(): Promise<void> {
    return new Promise((resolve) => {
      this.#settled.add(resolve);
    });
  }

  #become(state: LinkState): void {
    for (const resolve of this.#settled) resolve();
    this.#settled.clear();
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }
}
