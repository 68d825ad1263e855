import type { Aedes, Client } from 'aedes';
import type { MonitorOutlet } from './monitor.ts';

/** aedes keeps subscriptions and retained messages here; its types leave the object out. */
interface Persistence {
  storeRetained(packet: object): Promise<void>;
  removeSubscriptions(client: Client, filters: readonly string[]): Promise<void>;
}

/** Publishes from inside the broker, QoS 0, in the order in which it is told to. */
export class Outlet implements MonitorOutlet {
  readonly #aedes: Aedes;
  #waiting = 0;

  constructor(aedes: Aedes) {
    this.#aedes = aedes;
  }

  publish(topic: string, payload: string | Uint8Array, retain: boolean): void {
    // aedes stores a retained message before it sends it, and takes a message that is overtaken by a later one for a
    // duplicate. In a turn of the event loop of its own nothing overtakes it; what follows queues behind it.
    if (!retain && this.#waiting === 0) {
      this.#send(topic, payload, retain);
      return;
    }
    this.#later(() => this.#send(topic, payload, retain));
  }

  forget(topic: string): void {
    this.#later(() => void this.#persistence.storeRetained({ topic, payload: Buffer.alloc(0), retain: true, qos: 0 }));
  }

  /** For a session that outlives its connection. */
  removeSubscriptions(client: Client, filters: readonly string[]): void {
    void this.#persistence.removeSubscriptions(client, filters);
  }

  #send(topic: string, payload: string | Uint8Array, retain: boolean): void {
    if (this.#aedes.closed) return;
    const packet = { cmd: 'publish', topic, payload: Buffer.from(payload), qos: 0, retain, dup: false } as const;
    this.#aedes.publish(packet, () => undefined);
  }

  #later(action: () => void): void {
    this.#waiting += 1;
    setImmediate(() => {
      this.#waiting -= 1;
      action();
    });
  }

  get #persistence(): Persistence {
    return (this.#aedes as Aedes & { readonly persistence: Persistence }).persistence;
  }
}
