import type { ConnectionFacts, MonitorEvent } from './monitor-message.ts';
import { closeReasons } from './close-code.ts';

export interface LogEntry {
  readonly message: string;
  readonly atMs: number;
}

/** The last that is known of a client. */
export interface ClientState {
  readonly clientId: string;
  readonly isConnected: boolean;
  readonly connectedAtMs: number;
  readonly disconnectedAtMs: number | null;
  readonly closeCode: number | null;
}

const entriesPerClient = 100;

/** Who is connected, and what happened to each connection. */
export class ConnectionBook {
  readonly #states = new Map<string, ClientState>();
  readonly #logs = new Map<string, LogEntry[]>();

  note({ clientId, clientAddress, connectedAtMs }: ConnectionFacts, event: MonitorEvent, nowMs: number): void {
    switch (event.action) {
      case 'Connect':
        this.#states.set(clientId, {
          ...{ clientId, connectedAtMs },
          isConnected: true,
          disconnectedAtMs: null,
          closeCode: null,
        });
        this.#log(clientId, `Connected from ${clientAddress}.`, nowMs);
        return;
      case 'Disconnect': {
        const { closeCode } = event;
        this.#log(clientId, `Closed connection from ${clientAddress}. ${closeReasons[closeCode]}`, nowMs);
        const state = this.#states.get(clientId);
        // Whoever took the id over is connected; its predecessor is the one that left.
        if (state !== undefined && state.connectedAtMs > connectedAtMs) return;
        if (closeCode === 288) return;
        this.#states.set(clientId, {
          ...{ clientId, connectedAtMs, closeCode },
          isConnected: false,
          disconnectedAtMs: nowMs,
        });
        return;
      }
      case 'FailedConnect':
        this.#log(clientId, `Refused connection from ${clientAddress}. ${closeReasons[event.closeCode]}`, nowMs);
    }
  }

  states(): readonly ClientState[] {
    return [...this.#states.values()];
  }

  state(clientId: string): ClientState | undefined {
    return this.#states.get(clientId);
  }

  isConnected(clientId: string): boolean {
    return this.#states.get(clientId)?.isConnected === true;
  }

  /** Newest first. */
  log(clientId: string): readonly LogEntry[] {
    return (this.#logs.get(clientId) ?? []).toReversed();
  }

  forget(clientId: string): void {
    this.#states.delete(clientId);
    this.#logs.delete(clientId);
  }

  #log(clientId: string, message: string, atMs: number): void {
    const log = this.#logs.get(clientId) ?? [];
    log.push({ message, atMs });
    this.#logs.set(clientId, log.slice(-entriesPerClient));
  }
}
