import { fail, ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { Problem } from '../../../shared/connection/problem.ts';
import type { ConnectionStatus } from '../../../shared/connection/status.ts';
import type { DeviceGroup, NewDevice } from '../../../shared/platform/device.ts';
import type { PlatformAction, Rights } from '../../../shared/platform/rights.ts';
import type { PlatformStatus } from '../../../shared/platform/status.ts';
import type { CommandOrder, Platform, PlatformIdentity, RegisteredDevice, VehicleType } from '../platform.ts';
import { platformDetails } from '../rest/rest-client.ts';
import { LearntRights } from './learnt-rights.ts';
import { problemOf } from './platform-problem.ts';
import { Questions, unsupported } from './questions.ts';
import { RefreshPlan } from './refresh-plan.ts';
import { Registry } from './registry.ts';
import { connectionStateOf, platformStatusOf } from './standing.ts';
import { TokenCheck } from './token-check.ts';
import type { PlatformConnectionNeeds, PlatformMemory } from './connection-needs.ts';
import { TokenPulse } from './token-pulse.ts';
import { ValueReader } from './value-reader.ts';

type State = PlatformStatus['state'];

/**
 * One connection's platform API: who the token is, what is registered, the latest values, and every call that a window
 * asks for. Whatever fails, what was learnt stays; a token that ends ends no more than the calls.
 */
export class PlatformConnection {
  readonly #needs: PlatformConnectionNeeds;
  readonly #registry: Registry;
  readonly #refreshes: RefreshPlan;
  readonly #reader: ValueReader;
  readonly #token: TokenCheck;
  readonly #pulse: TokenPulse;
  readonly #questions: Questions;
  readonly #rights = new LearntRights();
  #state: State = 'off';
  #sinceMs: number;
  #problem: Problem | null = null;
  #identity: PlatformIdentity | null = null;
  #retryAtMs: number | null = null;

  constructor(needs: PlatformConnectionNeeds) {
    this.#needs = needs;
    this.#sinceMs = needs.clock.now();
    const { id, platform, fleet, clock, log, random, memory, onChange, onTypes, onKept } = needs;
    const onFailure = (failure: Failure): void => {
      this.#noteFailure(failure);
    };
    this.#questions = new Questions(platform, log, () => {
      this.#pulse.heard();
    });
    this.#pulse = new TokenPulse({
      ask: (signal) => this.#questions.anything(this.#registry.first, signal),
      ...{ onFailure, clock },
    });
    this.#reader = new ValueReader({
      isPolling: needs.settings.kind === 'iot-central' && needs.settings.live === 'polling',
      ...(platform.latestOfMany === undefined
        ? {}
        : { readMany: (devices, signal) => this.#questions.latestOfMany(devices, signal) }),
      read: (device, signal) => this.#questions.latest(device, signal),
      deviceOf: (vehicleId) => this.#registry.device(vehicleId),
      isHeardSince: (vehicleId, sinceMs) => (fleet.find(id, vehicleId)?.heardAtMs ?? 0) >= sinceMs,
      ...{ onKept, onFailure, clock, random },
    });
    this.#registry = new Registry({
      connectionId: id,
      ...{ platform, fleet, clock, log, memory, onChange, onTypes, onFailure },
      onListed: (devices) => {
        this.#reader.add(devices);
      },
    });
    this.#refreshes = new RefreshPlan({
      registry: this.#registry,
      onRead: () => {
        this.#reader.follow(this.#registry.devices());
      },
      clock,
    });
    this.#token = new TokenCheck({
      identify: (signal) => this.#questions.identify(signal),
      onAccepted: (identity) => {
        this.#accept(identity);
      },
      onFailed: (failure, retryAtMs) => {
        this.#fail(failure, retryAtMs);
      },
      mayPass: (failure) => problemOf(failure).willRetry,
      ...{ clock, random },
    });
  }

  get name(): string {
    return this.#needs.name;
  }

  get memory(): PlatformMemory {
    return { ...this.#registry.memory, applicationId: this.#needs.platform.applicationId };
  }

  start(): void {
    if (this.#state !== 'off') return;
    this.#become('checking', null);
    this.#token.run();
  }

  stop(): void {
    this.#token.stop();
    this.#rest();
    this.#retryAtMs = null;
    this.#become('off', null);
  }

  /** For good. */
  close(): void {
    this.stop();
    this.#needs.platform.close();
  }

  retry(): void {
    if (this.#state !== 'refused' && this.#state !== 'unreachable' && this.#state !== 'limited') return;
    this.#retryAtMs = null;
    this.#token.run();
  }

  refresh(): Result<null> {
    if (this.#state === 'off') return fail('refused', 'This connection is switched off.');
    if (this.#state === 'ready') this.#refreshes.now();
    else this.retry();
    return ok(null);
  }

  /** For a connection that has no other feed. */
  get condition(): Pick<ConnectionStatus, 'state' | 'sinceMs' | 'problem' | 'retryAtMs'> {
    return {
      state: connectionStateOf(this.#state),
      sinceMs: this.#sinceMs,
      problem: this.#problem,
      retryAtMs: this.#retryAtMs,
    };
  }

  get isReady(): boolean {
    return this.#state === 'ready' || this.#state === 'limited';
  }

  get status(): PlatformStatus {
    const { settings, platform, clock } = this.#needs;
    const standing = { settings, platform, state: this.#state, problem: this.#problem, identity: this.#identity };
    const learnt = { rights: this.rights, registry: this.#registry, reader: this.#reader };
    return platformStatusOf({ ...standing, ...learnt }, clock.now());
  }

  get rights(): Rights {
    return this.#rights.all;
  }

  device(vehicleId: string): RegisteredDevice | undefined {
    return this.#registry.device(vehicleId);
  }

  typeOf(vehicleId: string): VehicleType | undefined {
    return this.#registry.typeOf(vehicleId);
  }

  get takesCommands(): boolean {
    return this.#needs.platform.commands !== undefined;
  }

  commandObjection(order: CommandOrder): string | undefined {
    return this.#needs.platform.commands?.objection(order);
  }

  /** In words, why a device cannot be made, as far as it is known here; undefined when it can. Asks nobody. */
  deviceObjection(device: NewDevice): string | undefined {
    return this.#needs.platform.registry.objection?.(device, this.#registry.devices());
  }

  leftOutOf(vehicleId: string): readonly string[] {
    return this.#registry.leftOutOf(vehicleId);
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

  /** Whether anybody has the console open: then the end of the token is noticed within seconds. */
  watch(isWatched: boolean): void {
    this.#pulse.watch(isWatched);
  }

  /** After a device was made, changed or removed: the list is right before the next one is read. */
  put(device: RegisteredDevice): void {
    this.#registry.put(device);
    if (this.#state === 'ready') this.#reader.add([device]);
  }

  drop(vehicleId: string): void {
    this.#registry.drop(vehicleId);
  }

  /** Its values may have changed by what was just done. */
  readAgain(vehicleId: string): void {
    this.#reader.readSoon(vehicleId);
  }

  /** A call that a window asked for. What the token may not is refused before it leaves; a refusal is learnt from. */
  async call<T>(
    action: PlatformAction,
    ask: (platform: Platform) => Promise<Result<T>> | undefined,
  ): Promise<Result<T>> {
    if (this.#state === 'off') return fail('refused', 'This connection is switched off. Switch it on first.');
    const right = this.#rights.of(action);
    if (right.state === 'unsupported') return unsupported;
    if (right.state === 'denied') {
      return fail('not-authorised', `The token of this connection may not do this. ${right.explanation}`);
    }
    this.#needs.onUse?.(action);
    const answer = await this.#questions.ask(ask);
    if (!answer.ok) this.#noteFailure(answer.error, action);
    return answer;
  }

  #noteFailure(failure: Failure, action?: PlatformAction): void {
    if (this.#state === 'off') return;
    const reason = platformDetails(failure)?.reason;
    if (reason === 'forbidden') {
      if (action === undefined) return;
      this.#rights.refuse(action, failure.message);
      this.#needs.onChange();
      return;
    }
    // The token worked before: it was revoked or has ended, or nobody is there. Asked anew, the platform says which.
    const isLost = failure.code === 'unreachable' && reason !== 'rate-limited';
    if (this.isReady && (failure.code === 'not-authorised' || isLost)) this.#token.doubt();
  }

  #accept(identity: PlatformIdentity): void {
    const wasReady = this.#state === 'ready';
    this.#identity = identity;
    this.#rights.learn(identity.rights);
    this.#retryAtMs = null;
    const view = identity.rights['view-devices'];
    if (view.state === 'denied') {
      this.#rest();
      const message = `The token works, but may not list the vehicles. ${view.explanation}`;
      this.#become('limited', { code: 'not-authorised', message, willRetry: false });
      return;
    }
    this.#become('ready', null);
    this.#pulse.start();
    if (!wasReady) this.#refreshes.now();
  }

  #fail(failure: Failure, retryAtMs: number | null): void {
    const { log, id } = this.#needs;
    log.warn('platform-not-available', { connectionId: id, code: failure.code });
    this.#rest();
    this.#retryAtMs = retryAtMs;
    this.#become(failure.code === 'not-authorised' ? 'refused' : 'unreachable', problemOf(failure));
  }

  /** Nothing is asked in the background any more; what was learnt stays. */
  #rest(): void {
    this.#pulse.stop();
    this.#registry.stop();
    this.#refreshes.stop();
    this.#reader.stop();
  }

  #become(state: State, problem: Problem | null): void {
    if (state !== this.#state) this.#sinceMs = this.#needs.clock.now();
    this.#state = state;
    this.#problem = problem;
    this.#needs.onChange();
  }
}
