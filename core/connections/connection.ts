import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { Problem } from '../../shared/connection/problem.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { staleAfterMs } from '../../shared/vehicle/freshness.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { BrokerMessage } from '../telemetry/message.ts';
import { contestedDelayMs, quickLossesUntilContested, retryDelayMs } from './backoff.ts';
import { parseBrokerAddress, type BrokerAddress } from './broker-address.ts';
import type { PublishOutcome } from './broker-client.ts';
import { resolveClientId } from './client-identity.ts';
import type { ClientSecrets } from './client-options.ts';
import type { LinkFailure } from './link-failure.ts';
import { BrokerSession, type Link, type OpenLink } from './link.ts';
import { advance, initialMachine, type Machine, type MachineEvent } from './machine.ts';
import { describeFailure, takenOver, topicsRefused } from './problem.ts';
import type { SecretsAnswer } from './secrets.ts';

export interface ConnectionNeeds {
  readonly id: string;
  readonly settings: ConnectionSettings;
  /** A recording is replayed there: its silence is its end. */
  readonly isRecording?: boolean;
  /** Stands for `{unique}`; the same for the engine's life. */
  readonly uniqueWord: string;
  readonly readSecrets: () => Promise<SecretsAnswer>;
  readonly openLink: OpenLink;
  /** The former connection under this id has to be gone first. */
  readonly startsAfter?: Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onMessage: (message: BrokerMessage) => void;
  /** State, problem or retry time changed. */
  readonly onChange: () => void;
}

export type ConnectionCondition = Pick<ConnectionStatus, 'state' | 'sinceMs' | 'problem' | 'retryAtMs'>;

/** Keeps one connection up: attempts one after the other, never two at once, and says where it stands. */
export class Connection {
  readonly #needs: ConnectionNeeds;
  readonly #address: BrokerAddress | undefined;
  readonly #session: BrokerSession;
  #machine: Machine;
  #link: Link | undefined;
  /** Rises with every start and stop, so that what was begun before knows that it is no longer wanted. */
  #generation = 0;
  #callOffRetry: () => void = () => undefined;
  #callOffQuiet: () => void = () => undefined;
  #heardAtMs = 0;
  #cleared: Promise<void>;

  constructor(needs: ConnectionNeeds) {
    this.#needs = needs;
    this.#address = parseBrokerAddress(needs.settings.url);
    this.#session = new BrokerSession(resolveClientId(needs.settings.clientId, '') !== needs.settings.clientId);
    this.#machine = initialMachine(needs.clock.now());
    this.#cleared = needs.startsAfter ?? Promise.resolve();
  }

  get condition(): ConnectionCondition {
    return this.#machine;
  }

  get isConnected(): boolean {
    return this.#machine.state === 'live' || this.#machine.state === 'stale';
  }

  start(): void {
    if (this.#machine.state === 'idle') void this.#attempt();
  }

  /** Tries at once. Nothing happens while an attempt is under way or the connection stands. */
  retry(): void {
    if (this.#machine.state === 'offline' && !this.#machine.isAttempting) void this.#attempt();
  }

  /** Settles when no client of this connection is left. */
  stop(): Promise<void> {
    this.#generation += 1;
    this.#callOffRetry();
    this.#callOffQuiet();
    const link = this.#link;
    this.#link = undefined;
    this.#advance({ type: 'disabled' });
    if (link === undefined) this.#session.forget(false);
    else {
      const closed = link.close({ forgetSession: true });
      this.#cleared = Promise.all([this.#cleared, closed]).then(() => undefined);
    }
    return this.#cleared;
  }

  publish(topic: string, payload: string, qos: 0 | 1 | 2): Promise<PublishOutcome> {
    return this.#link?.publish(topic, payload, qos) ?? Promise.resolve({ kind: 'not-connected' });
  }

  async #attempt(): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    this.#callOffRetry();
    this.#advance({ type: 'attempt-started' });
    await this.#cleared;
    const secrets = await this.#needs.readSecrets();
    if (generation !== this.#generation) return;
    const address = this.#address;
    if (!secrets.isReadable) {
      this.#fail(secrets.problem);
    } else if (address === undefined) {
      this.#fail({
        code: 'invalid-settings',
        message: 'The address of this connection is not valid.',
        willRetry: false,
      });
    } else {
      this.#open(generation, address, secrets.secrets);
    }
  }

  #open(generation: number, address: BrokerAddress, secrets: ClientSecrets): void {
    const { settings, uniqueWord, openLink, clock } = this.#needs;
    const isCurrent = () => generation === this.#generation;
    const request = {
      settings,
      address,
      clientId: resolveClientId(settings.clientId, uniqueWord),
      secrets,
      session: this.#session,
    };
    this.#link = openLink(
      request,
      {
        onReady: (refused) => {
          if (isCurrent()) this.#becomeReady(address, refused);
        },
        onMessage: (message) => {
          if (isCurrent()) this.#hear(message);
        },
        onClosed: (failure) => {
          if (isCurrent()) this.#lose(failure, address, secrets);
        },
      },
      clock,
    );
  }

  #becomeReady(address: BrokerAddress, refused: readonly string[]): void {
    const problem = refused.length === 0 ? null : topicsRefused(refused, address.label);
    this.#heardAtMs = this.#needs.clock.now();
    this.#advance({ type: 'ready', problem });
    this.#needs.log.info('connection-live', { connectionId: this.#needs.id, broker: address.label });
    this.#watchSilence(this.#quietAfterMs);
  }

  #hear(message: BrokerMessage): void {
    this.#heardAtMs = message.receivedAtMs;
    if (this.#machine.state === 'stale') {
      this.#advance({ type: 'message' });
      this.#watchSilence(this.#quietAfterMs);
    }
    this.#needs.onMessage(message);
  }

  get #quietAfterMs(): number {
    return Math.max(staleAfterMs, 2 * this.#needs.settings.mapping.expectedIntervalMs);
  }

  /** One timer for the silence, not one a message: it looks when it rings whether there was news. */
  #watchSilence(delayMs: number): void {
    this.#callOffQuiet();
    this.#callOffQuiet = this.#needs.clock.after(delayMs, () => {
      const silentMs = this.#needs.clock.now() - this.#heardAtMs;
      if (silentMs < this.#quietAfterMs) this.#watchSilence(this.#quietAfterMs - silentMs);
      else this.#advance({ type: 'quiet', problem: this.#quietProblem() });
    });
  }

  #quietProblem(): Problem {
    const silence = `nothing has come for ${String(Math.round(this.#quietAfterMs / 1000))} s`;
    const message =
      this.#needs.isRecording === true
        ? `The recording seems to have been replayed to its end: ${silence}. Start the console again to replay it once more.`
        : `Connected, but ${silence}. Either no vehicle reports at present, or the topics are not the right ones.`;
    return { code: 'no-messages', message, willRetry: true };
  }

  #lose(failure: LinkFailure, address: BrokerAddress, secrets: ClientSecrets): void {
    const { settings } = this.#needs;
    this.#link = undefined;
    this.#callOffQuiet();
    this.#fail(
      describeFailure(failure, {
        address,
        protocolVersion: settings.protocolVersion,
        hasClientCertificate: settings.clientCertificatePem !== undefined,
        secrets: [secrets.password ?? '', secrets.clientKeyPem ?? ''],
      }),
    );
  }

  #fail(problem: Problem): void {
    const { id, clock, log, random } = this.#needs;
    // The state after the loss, and how often it was lost at once, decide the words and the wait.
    const next = advance(this.#machine, { type: 'failed', problem }, clock.now());
    const extraLosses = next.quickLossesInARow - quickLossesUntilContested;
    const isContested = problem.code === 'taken-over' || (problem.code === 'closed' && extraLosses >= 0);
    const told =
      isContested && this.#address !== undefined
        ? {
            ...takenOver(this.#address.label),
            ...(problem.technical === undefined ? {} : { technical: problem.technical }),
          }
        : problem;
    this.#advance({ type: 'failed', problem: told });
    // A token may have been pasted as the address; that of a broker that never answered is of no use in the log anyway.
    const technical =
      this.#address === undefined ? told.technical : told.technical?.replaceAll(this.#address.host, '…');
    log.warn('connection-offline', { connectionId: id, code: told.code, technical });
    if (!told.willRetry) return;
    const delayMs = isContested
      ? contestedDelayMs(Math.max(1, extraLosses + 1), random())
      : retryDelayMs(this.#machine.failuresInARow, random());
    this.#advance({ type: 'retry-planned', atMs: clock.now() + delayMs });
    this.#callOffRetry = clock.after(delayMs, () => {
      void this.#attempt();
    });
  }

  #advance(event: MachineEvent): void {
    const next = advance(this.#machine, event, this.#needs.clock.now());
    if (next === this.#machine) return;
    this.#machine = next;
    this.#needs.onChange();
  }
}
