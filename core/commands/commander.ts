import { randomUUID } from 'node:crypto';
import { checkParameters, type CommandDefinition, type ParameterValues } from '../../shared/command/definition.ts';
import type { CommandDraft, CommandRecord } from '../../shared/command/record.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { CommandRoute } from '../../shared/mapping/mapping.ts';
import type { Clock } from '../clock.ts';
import { isOfferedTo } from '../fleet/offered.ts';
import type { Log } from '../log.ts';
import type { Decoded } from '../telemetry/decoded.ts';
import { buildCommandMessage, type CommandMessage } from './command-message.ts';
import { CommandLives, type SendOutcome } from './command-lives.ts';
import type {
  CommandedConnections,
  CommandedFleet,
  CommandedPlatform,
  CommandedVehicle,
  PlatformOrder,
} from './commanded.ts';
import { describedCommand } from './described-vehicle.ts';
import type { Ledger } from './ledger.ts';
import { checkPreconditions, unmetWords, type Check } from './preconditions.ts';
import { secondThoughts } from './second-thoughts.ts';

type Acknowledgement = Extract<Decoded, { kind: 'acknowledgement' }>;

export interface CommanderNeeds {
  readonly fleet: CommandedFleet;
  readonly connections: CommandedConnections;
  readonly ledger: Ledger;
  /** Puts it on the console's record of what was done. Throws where it cannot be: then the command does not leave. */
  readonly recordStart?: (record: CommandRecord, connectionName: string) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface DraftRequest {
  readonly connectionId: string;
  readonly vehicleId: string;
  readonly name: string;
  readonly parameters: ParameterValues;
}

/** A draft is confirmed on data that was on screen with it, so it does not wait long (select before operate). */
export const armedForMs = 30_000;
/** More drafts than any number of windows has open. */
const maximumDrafts = 200;

/** How a command leaves: by a message whose handing over is waited for, or by a call that lasts until the vehicle has answered. */
type Departure =
  | { readonly by: 'message'; readonly message: Extract<CommandMessage, { isBuilt: true }> }
  | {
      readonly by: 'call';
      readonly send: () => Promise<SendOutcome>;
      readonly end: (sentAtMs: number) => Promise<SendOutcome | undefined>;
    };

interface Target {
  readonly definition: CommandDefinition;
  readonly vehicle: CommandedVehicle;
  readonly connectionName: string;
  readonly place: string | undefined;
  readonly isConnected: boolean;
  readonly expectedIntervalMs: number;
  readonly leave: Departure;
  readonly checks: readonly Check[];
}

/** From an operator's intent to a command's end: draft, confirm, publish, follow. */
export class Commander {
  readonly #needs: CommanderNeeds;
  readonly #drafts = new Map<string, CommandDraft>();
  readonly #lives: CommandLives;

  constructor(needs: CommanderNeeds) {
    this.#needs = needs;
    this.#lives = new CommandLives(needs);
  }

  /** Records that changed, for open windows. */
  onChange(listener: (record: CommandRecord) => void): () => void {
    return this.#lives.onChange(listener);
  }

  draft(request: DraftRequest): Result<CommandDraft> {
    this.#dropExpiredDrafts();
    const id = randomUUID();
    const target = this.#target(request, id);
    if (!target.ok) return target;
    if (this.#drafts.size >= maximumDrafts) {
      return fail('refused', 'Too many commands wait for their confirmation. Confirm or discard one of them first.');
    }
    const { definition, vehicle, checks } = target.value;
    const nowMs = this.#needs.clock.now();
    const draft: CommandDraft = {
      record: {
        id,
        connectionId: request.connectionId,
        vehicleId: request.vehicleId,
        vehicleName: vehicle.reference.name,
        name: definition.name,
        title: definition.title,
        parameters: withoutEmpty(request.parameters),
        state: 'drafted',
        message: null,
        draftedAtMs: nowMs,
        confirmedAtMs: null,
        sentAtMs: null,
        acceptedAtMs: null,
        finishedAtMs: null,
        expiresAtMs: nowMs + definition.expiresAfterMs,
      },
      armedUntilMs: nowMs + armedForMs,
      checks: [...checks],
      warnings: [...secondThoughts(target.value, nowMs)],
    };
    this.#drafts.set(id, draft);
    return ok(draft);
  }

  discard(id: string): Result<null> {
    this.#drafts.delete(id);
    return ok(null);
  }

  /** Everything is asked again, on the data of this moment; then the row is on disk; then it leaves. */
  async confirm(id: string): Promise<Result<CommandRecord>> {
    const draft = this.#drafts.get(id);
    if (draft === undefined) return this.#notADraft(id);
    const { clock, log } = this.#needs;
    if (clock.now() > draft.armedUntilMs) {
      this.#drafts.delete(id);
      return fail('refused', draftExpired);
    }
    const target = this.#target(draft.record, id);
    if (!target.ok) return target;
    const unmet = unmetWords(target.value.checks);
    if (unmet !== undefined) return fail('refused', `Not sent. ${unmet}`);

    this.#drafts.delete(id);
    const nowMs = clock.now();
    const record: CommandRecord = {
      ...draft.record,
      state: 'confirmed',
      confirmedAtMs: nowMs,
      expiresAtMs: nowMs + target.value.definition.expiresAfterMs,
    };
    try {
      this.#needs.recordStart?.(record, target.value.connectionName);
      this.#lives.begin(record, target.value.place);
    } catch (error) {
      log.error('ledger-write-failed', {
        commandId: id,
        error: error instanceof Error ? error.message : String(error),
      });
      return fail('internal', 'Not sent: the command could not be recorded on disk first. Check that there is space.');
    }
    return ok(await this.#dispatch(record, target.value));
  }

  async #dispatch(record: CommandRecord, { leave, connectionName, vehicle }: Target): Promise<CommandRecord> {
    const { connections, clock } = this.#needs;
    if (leave.by === 'message') {
      const { topic, payload, qos } = leave.message;
      const outcome = await connections.publish(record.connectionId, topic, payload, qos);
      return this.#lives.published(record.id, outcome, connectionName) ?? record;
    }
    // The platform answers when the vehicle has: nobody keeps a window waiting for that.
    void this.#call(leave, clock.now(), (outcome) => {
      this.#lives.answered(record, vehicle.reference, outcome, connectionName);
    });
    return this.#lives.published(record.id, { kind: 'acknowledged' }, connectionName) ?? record;
  }

  async #call(
    { send, end }: Extract<Departure, { by: 'call' }>,
    sentAtMs: number,
    tell: (outcome: SendOutcome) => void,
  ): Promise<void> {
    const outcome = await send();
    tell(outcome);
    if (outcome.kind !== 'answered' || outcome.state !== 'accepted') return;
    const last = await end(sentAtMs);
    if (last !== undefined) tell(last);
  }

  acknowledge(connectionId: string, acknowledgement: Acknowledgement): void {
    this.#lives.acknowledge(connectionId, acknowledgement);
  }

  /** The newest records, newest first. */
  newest(filter: Parameters<Ledger['newest']>[0], limit: number): readonly CommandRecord[] {
    return this.#needs.ledger.newest(filter, limit);
  }

  close(): void {
    this.#drafts.clear();
    this.#lives.close();
  }

  #target(request: DraftRequest, id: string): Result<Target> {
    const { fleet, connections, clock } = this.#needs;
    const { connectionId, vehicleId, name } = request;
    const connection = connections.find(connectionId);
    const vehicle = fleet.find(connectionId, vehicleId);
    if (connection === undefined || vehicle === undefined) {
      return fail('not-found', 'This vehicle is not known any more. Its connection may have been changed or removed.');
    }
    const { name: vehicleName, captures } = vehicle.reference;
    const { commands = [], commandRoute, expectedIntervalMs } = connection.mapping;
    const ours = commandRoute === undefined ? undefined : commands.find((command) => command.name === name);
    const described = connection.describe?.(vehicleId);
    const theirs = describedCommand(described, name);
    const definition = ours !== undefined && isOfferedTo(ours, vehicle.reference) ? ours : theirs;
    if (definition === undefined) return fail('refused', `${vehicleName} does not offer this command.`);
    if (connection.refusal !== undefined) return fail('not-authorised', connection.refusal);
    const problems = {
      ...(definition === theirs ? described?.problemsOf?.(name, request.parameters) : {}),
      ...checkParameters(definition.parameters, request.parameters),
    };
    if (Object.keys(problems).length > 0) {
      return fail('invalid-params', 'Some parameters are not right.', { parameters: problems });
    }
    const parameters = withoutEmpty(request.parameters);
    const payload = definition === theirs ? described?.payloadOf?.(name, parameters) : undefined;
    const leave =
      connection.platform === undefined && commandRoute !== undefined
        ? byMessage(commandRoute, captures, definition, payload ?? parameters, id)
        : byCall(connection.platform, { vehicleId, definition, parameters, payload, requestId: id });
    if (!leave.ok) return leave;
    const latest = (path: string) => fleet.latest(connectionId, vehicleId, path);
    const checks = checkPreconditions(definition.preconditions ?? [], latest, clock.now());
    const { name: connectionName, place, isConnected } = connection;
    const sender = { connectionName, place, isConnected, expectedIntervalMs };
    return ok({ definition, vehicle, ...sender, leave: leave.value, checks });
  }

  #notADraft(id: string): Result<never> {
    return this.#needs.ledger.get(id) === undefined
      ? fail('refused', draftExpired)
      : fail('conflict', 'This command has been confirmed already. Its line in the history says how it goes.');
  }

  #dropExpiredDrafts(): void {
    const nowMs = this.#needs.clock.now();
    for (const [id, draft] of this.#drafts) if (nowMs > draft.armedUntilMs) this.#drafts.delete(id);
  }
}

const draftExpired =
  'Not sent: the confirmation came too late, or the draft was discarded. Look at the vehicle again and start anew.';

const byMessage = (
  route: CommandRoute,
  captures: Readonly<Record<string, string>>,
  definition: CommandDefinition,
  payload: Readonly<Record<string, unknown>>,
  id: string,
): Result<Departure> => {
  const message = buildCommandMessage(route, captures, definition.name, payload, id);
  return message.isBuilt ? ok({ by: 'message', message }) : fail('refused', message.explanation);
};

const byCall = (platform: CommandedPlatform | undefined, order: PlatformOrder): Result<Departure> => {
  if (platform === undefined) return fail('refused', 'This connection has no way to send commands.');
  const objection = platform.objection(order);
  return objection === undefined
    ? ok({ by: 'call', send: () => platform.send(order), end: (sentAtMs) => platform.end(order, sentAtMs) })
    : fail('refused', objection);
};

/** An optional field that was left empty is not sent. */
const withoutEmpty = (parameters: ParameterValues): Record<string, boolean | number | string> =>
  Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''));
