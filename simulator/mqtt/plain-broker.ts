import { Aedes } from 'aedes';
import { listenOnLoopback, type Listener } from './listener.ts';

const clientBufferBytes = 64 * 1024;

/** A broker without rules or passwords, for recordings of other platforms. Reachable from this machine only. */
export class PlainBroker {
  readonly listener: Listener;
  readonly #aedes: Aedes;

  static async start(port: number): Promise<PlainBroker> {
    const aedes = await Aedes.createBroker({ concurrency: 0, maxClientsIdLength: 256 });
    try {
      return new PlainBroker(aedes, await listenOnLoopback(port, clientBufferBytes, aedes.handle));
    } catch (error) {
      aedes.close();
      throw error;
    }
  }

  private constructor(aedes: Aedes, listener: Listener) {
    this.#aedes = aedes;
    this.listener = listener;
  }

  get hasClients(): boolean {
    return this.#aedes.connectedClients > 0;
  }

  /** Calls once, when somebody has subscribed to anything. */
  onFirstSubscription(listener: () => void): void {
    this.#aedes.once('subscribe', () => {
      listener();
    });
  }

  /** QoS 0, not retained. Resolves when every subscriber's connection has taken the message. */
  publish(topic: string, payload: string): Promise<void> {
    return new Promise((resolve) => {
      this.#aedes.publish(
        { cmd: 'publish', topic, payload: Buffer.from(payload), qos: 0, retain: false, dup: false },
        () => {
          resolve();
        },
      );
    });
  }

  async close(): Promise<void> {
    await this.listener.close();
    await new Promise<void>((resolve) => {
      this.#aedes.close(resolve);
    });
  }
}
