import { canBecome, isFinal, type CommandRecord, type CommandState } from '../../shared/command/record.ts';
import type { Clock } from '../clock.ts';
import type { PublishOutcome } from '../connections/broker-client.ts';
import type { Log } from '../log.ts';
import type { Decoded, VehicleReference } from '../telemetry/decoded.ts';
import type { Ledger } from './ledger.ts';

type Acknowledgement = Extract<Decoded, { kind: 'acknowledgement' }>;

/** What came of a call that carried a command to the platform and waited for the vehicle. */
export type SendOutcome =
  | { readonly kind: 'answered'; readonly state: Acknowledgement['state']; readonly message: string | null }
  /** Surely nothing was done. */
  | { readonly kind: 'not-sent'; readonly message: string }
  | { readonly kind: 'lost'; readonly message: string };

const longestMessage = 1_000;

/**
 * Commands under way: every step goes to the ledger first and to the windows then. A record's state only moves forward;
 * who answers for another vehicle moves nothing.
 */
export class CommandLives {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #open = new Map<string, { record: CommandRecord; readonly callOffExpiry: () => void }>();
  readonly #listeners = new Set<(record: CommandRecord) => void>();
  #isClosed = false;

  constructor(needs: { readonly ledger: Ledger; readonly clock: Clock; readonly log: Log }) {
    this.#ledger = needs.ledger;
    this.#clock = needs.clock;
    this.#log = needs.log;
    this.#closeFormerLives();
  }

  onChange(listener: (record: CommandRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Throws when the ledger does not take the row.
   *
   * @param place which platform stands under the connection's id at present.
   */
  begin(record: CommandRecord, place?: string): void {
    this.#ledger.write(record, place);
    const callOffExpiry = this.#clock.after(record.expiresAtMs - this.#clock.now(), () => {
      this.#expire(record.id);
    });
    this.#open.set(record.id, { record, callOffExpiry });
    this.#tell(record);
  }

  /** What became of the publishing. The vehicle may have answered before the broker did. */
  published(id: string, outcome: PublishOutcome, connectionName: string): CommandRecord | undefined {
    // The ledger is closed; at the next start this command is one that was under way.
    if (this.#isClosed) return undefined;
    const record = this.#open.get(id)?.record;
    if (record?.state !== 'confirmed') return record ?? this.#ledger.get(id);
    const nowMs = this.#clock.now();
    switch (outcome.kind) {
      case 'acknowledged':
        return this.#move(record, 'sent', { sentAtMs: nowMs });
      case 'not-connected':
        return this.#move(record, 'failed', { message: `Not sent: "${connectionName}" is not connected.` });
      case 'refused':
        return this.#move(record, 'failed', { message: `Not sent: the broker refused it (${outcome.reason}).` });
      case 'lost':
        return this.#move(record, 'unknown', {
          message:
            'The connection was lost while the command left. Nobody can say whether the vehicle got it: look at the vehicle before sending it again.',
        });
    }
  }

  /** The platform's call has ended, with the vehicle's answer or without. */
  answered(record: CommandRecord, vehicle: VehicleReference, outcome: SendOutcome, connectionName: string): void {
    if (outcome.kind === 'answered') {
      const { state, message } = outcome;
      this.acknowledge(record.connectionId, { kind: 'acknowledgement', vehicle, requestId: record.id, state, message });
      return;
    }
    const open = this.#isClosed ? undefined : this.#open.get(record.id)?.record;
    if (open === undefined) return;
    const message = `"${connectionName}": ${outcome.message}`.slice(0, longestMessage);
    if (outcome.kind === 'not-sent') this.#move(open, 'failed', { message, sentAtMs: null });
    else this.#move(open, 'unknown', { message });
  }

  acknowledge(connectionId: string, acknowledgement: Acknowledgement): void {
    if (this.#isClosed) return;
    const { requestId, vehicle, state, message } = acknowledgement;
    const record = this.#open.get(requestId)?.record ?? this.#ledger.get(requestId);
    if (record?.connectionId !== connectionId || record.vehicleId !== vehicle.vehicleId) {
      this.#log.debug('acknowledgement-without-command', { connectionId, vehicleId: vehicle.vehicleId });
      return;
    }
    if (isFinal(record.state)) {
      this.#appendLate(record, acknowledgement);
      return;
    }
    const nowMs = this.#clock.now();
    // An answer proves that the command arrived, even where the broker's own acknowledgement is still under way.
    const sent = record.state === 'confirmed' ? this.#move(record, 'sent', { sentAtMs: nowMs }) : record;
    if (!canBecome(sent.state, state)) return;
    const words = message === null ? {} : { message: message.slice(0, longestMessage) };
    this.#move(sent, state, state === 'accepted' ? { ...words, acceptedAtMs: nowMs } : words);
  }

  close(): void {
    this.#isClosed = true;
    for (const { callOffExpiry } of this.#open.values()) callOffExpiry();
    this.#open.clear();
    this.#listeners.clear();
  }

  #expire(id: string): void {
    const record = this.#open.get(id)?.record;
    if (record === undefined) return;
    const message =
      record.state === 'accepted'
        ? 'The vehicle accepted the command but did not report its end in time. Look at the vehicle before sending it again.'
        : 'The vehicle did not answer in time. It may still act on it: look at the vehicle before sending it again.';
    this.#move(record, 'expired', { message });
  }

  /** An answer after the end is news and is kept beside it. Once: a repeating sender does not fill the ledger. */
  #appendLate(record: CommandRecord, { state, message }: Acknowledgement): void {
    if (record.state !== 'expired' && record.state !== 'unknown') return;
    const answer = `Answered after the deadline: ${state}${message === null || message === '' ? '' : `, ${message}`}.`;
    const former = record.message ?? '';
    if (former.includes(answer) || former.length > longestMessage) return;
    this.#store({ ...record, message: `${former} ${answer}`.trim().slice(0, 2 * longestMessage) });
  }

  #move(record: CommandRecord, state: CommandState, changes: Partial<CommandRecord>): CommandRecord {
    const end = isFinal(state) ? { finishedAtMs: this.#clock.now() } : {};
    const next: CommandRecord = { ...record, ...changes, ...end, state };
    const open = this.#open.get(record.id);
    if (open !== undefined) {
      open.record = next;
      if (isFinal(state)) {
        open.callOffExpiry();
        this.#open.delete(record.id);
      }
    }
    this.#store(next);
    return next;
  }

  /** The command has left: a disk that fails now changes nothing about that, and the windows still learn of it. */
  #store(record: CommandRecord): void {
    try {
      this.#ledger.write(record);
    } catch (error) {
      this.#log.error('ledger-write-failed', {
        commandId: record.id,
        error: error instanceof Error ? error.message : String(error),
      });
    }
    this.#tell(record);
  }

  #tell(record: CommandRecord): void {
    for (const listener of this.#listeners) listener(record);
  }

  /** The engine that sent these is gone, and with it whoever listened for their answers. */
  #closeFormerLives(): void {
    for (const record of this.#ledger.open()) {
      this.#move(record, 'unknown', {
        message:
          'The console was closed or restarted while this command was under way. Nobody can say what became of it: look at the vehicle before sending it again.',
      });
    }
  }
}
