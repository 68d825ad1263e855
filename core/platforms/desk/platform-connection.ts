import { fail, ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { CommandDefinition } from '../../../shared/command/definition.ts';
import type { Problem } from '../../../shared/connection/problem.ts';
import type { ConnectionStatus } from '../../../shared/connection/status.ts';
import type { TelemetryRoute } from '../../../shared/mapping/mapping.ts';
import type { DeviceGroup } from '../../../shared/platform/device.ts';
import { platformActions, type PlatformAction, type Right, type Rights } from '../../../shared/platform/rights.ts';
import type { PlatformSettings } from '../../../shared/platform/settings.ts';
import type { PlatformStatus } from '../../../shared/platform/status.ts';
import type { Clock } from '../../clock.ts';
import { retryDelayMs } from '../../connections/backoff.ts';
import type { FleetState } from '../../fleet/fleet-state.ts';
import type { Log } from '../../log.ts';
import type { CommandOrder, KeptMessage, Platform, PlatformIdentity, RegisteredDevice } from '../platform.ts';
import { platformDetails } from '../rest/rest-client.ts';
import { problemOf } from './platform-problem.ts';
import { Registry, type RegistryMemory } from './registry.ts';
import { ValueReader, type ValueReaderNeeds } from './value-reader.ts';

export interface PlatformConnectionNeeds {
  readonly id: string;
  readonly name: string;
  readonly settings: PlatformSettings;
  readonly platform: Platform;
  readonly fleet: Pick<FleetState, 'registerVehicles' | 'removeVehicles' | 'find'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** A value that the platform had kept, for the connection's decoder. */
  readonly onKept: (message: KeptMessage) => void;
  /** The types have been read: what their telemetry and commands are. */
  readonly onTypes: (routes: readonly TelemetryRoute[]) => void;
  readonly onChange: () => void;
  /** A call that somebody asked for leaves. */
  readonly onUse?: (action: PlatformAction) => void;
  /** What the former connection to the same platform had learnt; it goes on from there. */
  readonly memory?: RegistryMemory | undefined;
}

type State = PlatformStatus['state'];

/** Lists age slowly, and reading them again costs requests. */
const refreshEveryMs = 15 * 60_000;
/** The token's end is looked at a moment after it, not a moment before. */
const expiryGraceMs = 1_000;
/** Timers hold 31 bits of milliseconds. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * One connection's platform API: who the token is, what is registered, the latest values, and every call that a window
 * asks for. Whatever fails, what was learnt stays; a token that ends ends no more than the calls.
 */
export class PlatformConnection {
  readonly #needs: PlatformConnectionNeeds;
  readonly #registry: Registry;
  readonly #reader: ValueReader;
  readonly #denied = new Map<PlatformAction, Right>();
  #state: State = 'off';
  #sinceMs: number;
  #problem: Problem | null = null;
  #identity: PlatformIdentity | null = null;
  #retryAtMs: number | null = null;
  #failuresInARow = 0;
  #generation = 0;
  #isIdentifying = false;
  #callOffRetry: () => void = () => undefined;
  #callOffRefresh: () => void = () => undefined;
  #callOffExpiry: () => void = () => undefined;

  constructor(needs: PlatformConnectionNeeds) {
    this.#needs = needs;
    this.#sinceMs = needs.clock.now();
    const { platform, clock, log, random } = needs;
    this.#registry = new Registry({
      connectionId: needs.id,
      platform,
      fleet: needs.fleet,
      clock,
      log,
      memory: needs.memory,
      onChange: needs.onChange,
      onTypes: needs.onTypes,
      onFailure: this.#noteFailure,
    });
    this.#reader = new ValueReader({
      isPolling: needs.settings.kind === 'iot-central' && needs.settings.live === 'polling',
      readMany: manyReader(platform),
      read: (device, signal) => platform.latest(device, { lane: 'background', signal }),
      deviceOf: (vehicleId) => this.#registry.device(vehicleId),
      isHeardSince: (vehicleId, sinceMs) => (needs.fleet.find(needs.id, vehicleId)?.heardAtMs ?? 0) >= sinceMs,
      onKept: needs.onKept,
      onFailure: this.#noteFailure,
      clock,
      random,
    });
  }

  get name(): string {
    return this.#needs.name;
  }

  get memory(): RegistryMemory {
    return this.#registry.memory;
  }

  start(): void {
    if (this.#state === 'off') void this.#identify();
  }

  stop(): void {
    this.#generation += 1;
    this.#callOffRetry();
    this.#callOffRefresh();
    this.#callOffExpiry();
    this.#registry.stop();
    this.#reader.stop();
    this.#retryAtMs = null;
    this.#become('off', null);
  }

  /** For good. */
  close(): void {
    this.stop();
    this.#needs.platform.close();
  }

  retry(): void {
    if (this.#state === 'refused' || this.#state === 'unreachable' || this.#state === 'limited') void this.#identify();
  }

  refresh(): Result<null> {
    if (this.#state === 'off') return fail('refused', 'This connection is switched off.');
    if (this.#state === 'ready') this.#synchronise();
    else this.retry();
    return ok(null);
  }

  /** For a connection that has no other feed. */
  get condition(): Pick<ConnectionStatus, 'state' | 'sinceMs' | 'problem' | 'retryAtMs'> {
    const state = { off: 'idle', checking: 'connecting', ready: 'live', limited: 'live' } as const;
    const isDown = this.#state === 'refused' || this.#state === 'unreachable';
    return {
      state: isDown ? 'offline' : state[this.#state as keyof typeof state],
      sinceMs: this.#sinceMs,
      problem: this.#problem,
      retryAtMs: this.#retryAtMs,
    };
  }

  get isReady(): boolean {
    return this.#state === 'ready' || this.#state === 'limited';
  }

  get status(): PlatformStatus {
    const { settings, platform } = this.#needs;
    const { waiting, backingOffUntilMs } = platform.client.pressure;
    const isHeld = backingOffUntilMs !== null && backingOffUntilMs > this.#needs.clock.now();
    return {
      kind: settings.kind,
      address: settings.address,
      state: this.#state,
      problem: this.#problem,
      application: this.#identity?.application ?? null,
      token: { ...(this.#identity?.token ?? unknownToken), lifetime: lifetimeOf(settings) },
      roles: this.#identity?.roles?.map((role) => ({ ...role })) ?? null,
      rights: this.rights,
      live: settings.kind === 'iot-central' ? settings.live : 'mqtt',
      devices: this.#registry.listing,
      leftOut: [...this.#registry.leftOut],
      pendingReads: this.#reader.pendingCount,
      requests: { waiting, heldUntilMs: isHeld ? backingOffUntilMs : null },
    };
  }

  get rights(): Rights {
    const rights = this.#identity?.rights ?? unknownRights;
    return this.#denied.size === 0 ? rights : { ...rights, ...Object.fromEntries(this.#denied) };
  }

  device(vehicleId: string): RegisteredDevice | undefined {
    return this.#registry.device(vehicleId);
  }

  commandsFor(vehicleId: string): readonly CommandDefinition[] {
    return this.#registry.commandsFor(vehicleId);
  }

  get takesCommands(): boolean {
    return this.#needs.platform.commands !== undefined;
  }

  commandObjection(order: CommandOrder): string | undefined {
    return this.#needs.platform.commands?.objection(order);
  }

  types(): ReturnType<Registry['types']> {
    return this.#registry.types();
  }

  groups(): readonly DeviceGroup[] {
    return this.#registry.groups();
  }

  look(vehicleIds: readonly string[]): void {
    this.#reader.look(vehicleIds);
  }

  /** After a device was made, changed or removed: the list is right before the next one is read. */
  put(device: RegisteredDevice): void {
    this.#registry.put(device);
  }

  drop(vehicleId: string): void {
    this.#registry.drop(vehicleId);
  }

  readAgain(vehicleId: string): void {
    this.#reader.readSoon(vehicleId);
  }

  /** A call that a window asked for. What the token may not is refused before it leaves; a refusal is learnt from. */
  async call<T>(
    action: PlatformAction,
    ask: (platform: Platform) => Promise<Result<T>> | undefined,
  ): Promise<Result<T>> {
    if (this.#state === 'off') return fail('refused', 'This connection is switched off. Switch it on first.');
    const right = this.rights[action];
    if (right.state === 'unsupported') return unsupported;
    if (right.state === 'denied') {
      return fail('not-authorised', `The token of this connection may not do this. ${right.explanation}`);
    }
    this.#needs.onUse?.(action);
    const answer = await (ask(this.#needs.platform) ?? Promise.resolve(unsupported));
    if (!answer.ok) this.#noteFailure(answer.error, action);
    return answer;
  }

  readonly #noteFailure = (failure: Failure, action?: PlatformAction): void => {
    if (failure.code !== 'not-authorised' || this.#state === 'off') return;
    if (platformDetails(failure)?.reason === 'forbidden') {
      if (action === undefined) return;
      this.#denied.set(action, { state: 'denied', explanation: failure.message });
      this.#needs.onChange();
      return;
    }
    // The token worked before: it was revoked or has ended. Asked anew, the platform says which.
    if (this.isReady) void this.#identify();
  };

  async #identify(): Promise<void> {
    if (this.#isIdentifying) return;
    this.#isIdentifying = true;
    this.#generation += 1;
    const generation = this.#generation;
    this.#callOffRetry();
    this.#retryAtMs = null;
    if (this.#state === 'off') this.#become('checking', null);
    const answer = await this.#needs.platform.identify({ lane: 'click' });
    this.#isIdentifying = false;
    if (generation !== this.#generation) return;
    if (answer.ok) this.#settle(answer.value);
    else this.#fail(answer.error);
  }

  #settle(identity: PlatformIdentity): void {
    this.#identity = identity;
    this.#denied.clear();
    this.#failuresInARow = 0;
    this.#watchExpiry(identity.token.expiresAtMs);
    if (identity.rights['view-devices'].state === 'denied') {
      this.#become('limited', {
        code: 'not-authorised',
        message: `The token works, but may not list the vehicles. ${identity.rights['view-devices'].explanation}`,
        willRetry: false,
      });
      return;
    }
    this.#become('ready', null);
    this.#synchronise();
  }

  #synchronise(): void {
    const generation = this.#generation;
    this.#callOffRefresh();
    void this.#registry.synchronise().then((devices) => {
      if (generation !== this.#generation) return;
      this.#reader.follow(devices);
      this.#callOffRefresh = this.#needs.clock.after(refreshEveryMs, () => {
        this.#synchronise();
      });
    });
  }

  #fail(failure: Failure): void {
    const { clock, random, log, id } = this.#needs;
    const problem = problemOf(failure);
    log.warn('platform-not-available', { connectionId: id, code: failure.code });
    this.#registry.stop();
    this.#reader.stop();
    this.#callOffRefresh();
    this.#failuresInARow += 1;
    if (problem.willRetry) {
      const delayMs = 5 * retryDelayMs(this.#failuresInARow, random());
      this.#retryAtMs = clock.now() + delayMs;
      this.#callOffRetry = clock.after(delayMs, () => {
        void this.#identify();
      });
    }
    this.#become(failure.code === 'not-authorised' ? 'refused' : 'unreachable', problem);
  }

  #watchExpiry(expiresAtMs: number | null): void {
    this.#callOffExpiry();
    if (expiresAtMs === null) return;
    const { clock } = this.#needs;
    const waitMs = expiresAtMs - clock.now() + expiryGraceMs;
    if (waitMs <= 0) return;
    this.#callOffExpiry = clock.after(Math.min(waitMs, longestTimerMs), () => {
      if (waitMs > longestTimerMs) this.#watchExpiry(expiresAtMs);
      else if (this.isReady) void this.#identify();
    });
  }

  #become(state: State, problem: Problem | null): void {
    if (state !== this.#state) this.#sinceMs = this.#needs.clock.now();
    this.#state = state;
    this.#problem = problem;
    this.#needs.onChange();
  }
}

const unknownToken = { name: null, expiresAtMs: null };

const lifetimes = { 'api-token': 'long', bearer: 'short', 'azure-cli': 'renewed' } as const;
const lifetimeOf = (settings: PlatformSettings) => (settings.kind === 'watson' ? 'long' : lifetimes[settings.auth]);

const manyReader = (platform: Platform): ValueReaderNeeds['readMany'] =>
  platform.latestOfMany === undefined
    ? undefined
    : (devices, signal) =>
        platform.latestOfMany?.(devices, { lane: 'background', signal }) ?? Promise.resolve(unsupported);

const unsupported: Result<never> = fail('unsupported', 'This platform does not offer this.');

const unknownRights = Object.fromEntries(
  platformActions.map((action) => [action, { state: 'unknown', explanation: '' }]),
) as Rights;
