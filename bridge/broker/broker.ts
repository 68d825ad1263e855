import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { BrokerOptions } from '../options.ts';
import { backOffMs } from './back-off.ts';
import { openLink, type Link, type LinkOutcome } from './link.ts';
import { Window } from './window.ts';

export type PublishOutcome = LinkOutcome | { readonly kind: 'cancelled' };

/** How long the goodbye may take. */
const goodbyeWithinMs = 2_000;

export interface BrokerNeeds {
  readonly options: BrokerOptions;
  readonly maxInFlight: number;
  /** A broker that acknowledges nothing for this long is taken for gone. */
  readonly stalledAfterMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The connection to the broker, kept up: each attempt is a new client with a clean session, and what a lost one had not
 * acknowledged is reported as not taken. So nothing waits here that nobody answers for.
 */
export class Broker {
  readonly #needs: BrokerNeeds;
  readonly #window: Window;
  #link: Link | undefined;
  #connections = 0;
  #failures = 0;
  #isClosing = false;
  #callOffAttempt: () => void = () => undefined;

  constructor(needs: BrokerNeeds) {
    this.#needs = needs;
    this.#window = new Window(needs.maxInFlight);
    this.#connect();
  }

  get isConnected(): boolean {
    return this.#link?.isOpen === true;
  }

  /** How often a connection was made. */
  get connections(): number {
    return this.#connections;
  }

  /** Messages sent and not acknowledged. */
  get inFlight(): number {
    return this.#window.taken;
  }

  /** QoS 1. Waits for its turn, which `signal` calls off, then for the broker's acknowledgement or the connection's end. */
  async publish(topic: string, payload: Buffer, signal: AbortSignal): Promise<PublishOutcome> {
    if (!(await this.#window.enter(signal))) return { kind: 'cancelled' };
    try {
      if (this.#link === undefined) return { kind: 'disconnected' };
      return await this.#link.publish(topic, payload);
    } finally {
      this.#window.leave();
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#callOffAttempt();
    const link = this.#link;
    if (link === undefined) return;
    const callOff = this.#needs.clock.after(goodbyeWithinMs, () => link.drop('the bridge is ending'));
    await link.end();
    callOff();
  }

  #connect(): void {
    const { options, maxInFlight, stalledAfterMs, clock, log } = this.#needs;
    this.#link = openLink(options, {
      clock,
      stalledAfterMs,
      onOpen: ({ receiveMaximum }) => {
        this.#failures = 0;
        this.#connections += 1;
        this.#window.resize(Math.min(maxInFlight, receiveMaximum));
        log.info('connected to the broker');
      },
      onGone: (reason) => {
        this.#link = undefined;
        if (this.#isClosing) return;
        this.#failures += 1;
        const retryInMs = backOffMs(this.#failures, Math.random);
        log.warn('not connected to the broker', { reason, retryInMs });
        this.#callOffAttempt = clock.after(retryInMs, () => {
          this.#connect();
        });
      },
    });
  }
}
