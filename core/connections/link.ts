import { Store } from 'mqtt';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { Clock } from '../clock.ts';
import type { BrokerMessage } from '../telemetry/message.ts';
import type { BrokerAddress } from './broker-address.ts';
import { BrokerClient, type PublishOutcome } from './broker-client.ts';
import { canKeepSession } from './client-identity.ts';
import { clientOptions, type ClientSecrets } from './client-options.ts';
import { failureBeforeConnect, type LinkFailure } from './link-failure.ts';

/** Nobody waits longer for a broker that does not let go. */
const farewellLimitMs = 800;

export interface LinkRequest {
  readonly settings: ConnectionSettings;
  readonly address: BrokerAddress;
  readonly clientId: string;
  readonly secrets: ClientSecrets;
  readonly session: BrokerSession;
}

export interface LinkHandlers {
  /** Signed in and subscribed. Lists filters that the broker refused, when it took others. */
  readonly onReady: (refusedFilters: readonly string[]) => void;
  readonly onMessage: (message: BrokerMessage) => void;
  /** Once, when the socket is gone; not after `close` was called. */
  readonly onClosed: (failure: LinkFailure) => void;
}

/** One attempt to be connected, and the connection if it succeeds. */
export interface Link {
  publish(topic: string, payload: string, qos: 0 | 1 | 2): Promise<PublishOutcome>;
  /** Settles when nothing of this link is left at the broker, nor, with `forgetSession`, what the broker keeps for it. */
  close(options: { readonly forgetSession: boolean }): Promise<void>;
}

export type OpenLink = (request: LinkRequest, handlers: LinkHandlers, clock: Clock) => Link;

/**
 * What the broker keeps for us between two links of one engine's life: subscriptions, and QoS 1 and 2 messages that
 * came in our absence. Nothing is taken over from an earlier life: a backlog hours old is no news.
 */
export class BrokerSession {
  isStarted = false;
  /** The broker may hold a session under this client id that is not to be taken up. */
  mayHoldOld: boolean;
  /** Halves of QoS 2 deliveries: the broker sends the other half after a reconnect. */
  incoming = new Store({ clean: false });

  /** A client id that was made for this engine cannot have left anything behind. */
  constructor(isClientIdNew: boolean) {
    this.mayHoldOld = !isClientIdNew;
  }

  /** The next link starts anew. `isGone`: the broker is known to hold nothing any more. */
  forget(isGone: boolean): void {
    if (isGone) this.mayHoldOld = false;
    this.isStarted = false;
    this.incoming = new Store({ clean: false });
  }

  resumed(isPresent: boolean): void {
    this.isStarted = true;
    this.mayHoldOld = true;
    if (!isPresent) this.incoming = new Store({ clean: false });
  }
}

export const openLink: OpenLink = (request, handlers, clock) => new MqttLink(request, handlers, clock);

class MqttLink implements Link {
  readonly #request: LinkRequest;
  readonly #handlers: LinkHandlers;
  readonly #clock: Clock;
  readonly #isKept: boolean;
  #client: BrokerClient | undefined;
  #isReady = false;
  #isClosing = false;
  #refused: readonly string[] = [];

  constructor(request: LinkRequest, handlers: LinkHandlers, clock: Clock) {
    this.#request = request;
    this.#handlers = handlers;
    this.#clock = clock;
    this.#isKept = canKeepSession(request.settings);
    // What mqtt.js throws, such as for a key that cannot be read, is a failure like any other.
    void this.#run().catch((error: unknown) => {
      this.#report(failureBeforeConnect(error));
    });
  }

  publish(topic: string, payload: string, qos: 0 | 1 | 2): Promise<PublishOutcome> {
    if (this.#client === undefined || !this.#isReady) return Promise.resolve({ kind: 'not-connected' });
    return this.#client.publish(topic, payload, qos);
  }

  async close(options: { readonly forgetSession: boolean }): Promise<void> {
    this.#isClosing = true;
    const wasReady = this.#isReady;
    await this.#client?.end(options);
    if (!options.forgetSession) return;
    const { session, settings } = this.#request;
    // MQTT 3.1.1 has no other way to drop a session than to sign in once more with a clean one.
    const failure =
      wasReady && this.#isKept && settings.protocolVersion === 4
        ? await this.#signInAndOut(farewellLimitMs)
        : undefined;
    session.forget(wasReady && failure === undefined);
  }

  async #run(): Promise<void> {
    const { session, settings } = this.#request;
    if (this.#isKept && !session.isStarted && session.mayHoldOld && settings.protocolVersion === 4) {
      const failure = await this.#signInAndOut();
      if (this.#isClosing) return;
      if (failure !== undefined) {
        this.#handlers.onClosed(failure);
        return;
      }
    }
    const isFirstOfVersion5 = settings.protocolVersion === 5 && !session.isStarted;
    const client = this.#open(!this.#isKept || isFirstOfVersion5, this.#isKept, this.#handlers.onMessage);
    const opened = await client.opened;
    if (!opened.isOpen) {
      this.#report(opened.failure);
      return;
    }
    session.resumed(opened.isSessionPresent);
    void client.closed.then((failure) => {
      this.#report(failure);
    });
    const refused = await client.subscribe(settings.topics);
    if (refused === undefined || this.#isClosing) return;
    if (refused.length > 0 && refused.length === new Set(settings.topics.map((topic) => topic.filter)).size) {
      this.#refused = refused;
      await client.end({ forgetSession: true });
      return;
    }
    this.#isReady = true;
    this.#handlers.onReady(refused);
  }

  #report(failure: LinkFailure): void {
    this.#isReady = false;
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#handlers.onClosed({ ...failure, refusedFilters: this.#refused });
  }

  #open(isClean: boolean, isKept: boolean, onMessage: (message: BrokerMessage) => void): BrokerClient {
    const { settings, address, clientId, secrets, session } = this.#request;
    const options = clientOptions(settings, address, clientId, secrets, { isClean, isKept });
    this.#client = new BrokerClient({ ...options, incomingStore: session.incoming }, this.#clock, onMessage);
    return this.#client;
  }

  /** Answers why it could not, or undefined. */
  async #signInAndOut(limitMs?: number): Promise<LinkFailure | undefined> {
    const client = this.#open(true, false, () => undefined);
    const callOff =
      limitMs === undefined
        ? undefined
        : this.#clock.after(limitMs, () => {
            void client.end({ forgetSession: false });
          });
    const opened = await client.opened;
    callOff?.();
    await client.end({ forgetSession: false });
    return opened.isOpen ? undefined : opened.failure;
  }
}
