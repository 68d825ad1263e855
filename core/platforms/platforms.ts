import { followsBroker, type ConnectionSettings } from '../../shared/connection/settings.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { DeviceGroup } from '../../shared/platform/device.ts';
import type { PlatformAction } from '../../shared/platform/rights.ts';
import type { PlatformSettings } from '../../shared/platform/settings.ts';
import type { Clock } from '../clock.ts';
import type { CommandedPlatform, PlatformOrder } from '../commands/commanded.ts';
import type { SendOutcome } from '../commands/command-lives.ts';
import type { Feed } from '../connections/feed.ts';
import type { FleetState, VehicleKey } from '../fleet/fleet-state.ts';
import type { Log } from '../log.ts';
import { createPlatform, type CreatePlatform } from './create-platform.ts';
import { PlatformConnection } from './desk/platform-connection.ts';
import { followLongCommand } from './long-command.ts';
import type { Platform } from './platform.ts';
import { AccessMemory } from './refusal/access-memory.ts';
import { noKnowledge, type Listing, type RefusalKnowledge } from './refusal/knowledge.ts';
import { platformDetails, Turnstiles } from './rest/rest-client.ts';
import { isSamePlatform } from './same-platform.ts';

export interface PlatformsNeeds {
  readonly fleet: Pick<FleetState, 'registerVehicles' | 'removeVehicles' | 'find'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly onChange: () => void;
  readonly createPlatform?: CreatePlatform | undefined;
  /** Whose tokens were let in where. */
  readonly access: AccessMemory;
}

/** A refused token, and the connection that was refused with it; undefined: one that is only tried. */
export interface TokenQuery {
  readonly platform: PlatformSettings;
  readonly tokenId: string;
  readonly askerId: string | undefined;
  readonly signal: AbortSignal | undefined;
}
export type LookUpToken = (query: TokenQuery) => Promise<Listing | undefined>;

type UseListener = (connectionId: string, action: PlatformAction) => void;

interface Open {
  readonly connection: PlatformConnection;
  readonly settings: ConnectionSettings;
}

export interface PlatformOpening {
  readonly settings: ConnectionSettings;
  /** The secret that its API takes. */
  readonly token: () => Promise<Result<string>>;
  readonly feed: Feed;
  /** The types' commands or telemetry have changed. */
  readonly onTypes: () => void;
}

/** The platforms' APIs of all connections that have one. */
export class Platforms {
  readonly #needs: PlatformsNeeds;
  readonly #turnstiles: Turnstiles;
  readonly #connections = new Map<string, Open>();
  readonly #useListeners = new Set<UseListener>();
  #lookUp: LookUpToken = () => Promise.resolve(undefined);
  readonly #windows = new Set<object>();
  /** What each open window shows. */
  readonly #gazes = new Map<object, readonly VehicleKey[]>();

  constructor(needs: PlatformsNeeds) {
    this.#needs = needs;
    this.#turnstiles = new Turnstiles(needs.clock);
  }

  /**
   * The adapter alone, for something that is tried. It keeps the limits together with the connections to the same platform;
   * whoever asks for it closes it.
   */
  open(settings: ConnectionSettings, token: () => Promise<Result<string>>): Result<Platform> {
    return this.#create(undefined, settings, this.applicationIdAt(settings), token);
  }

  /** In place of what was there under this id; what that one had learnt of the same platform goes on. */
  put(id: string, { settings, token, feed, onTypes }: PlatformOpening): void {
    const former = this.#connections.get(id);
    const memory =
      former !== undefined && isSamePlatform(former.settings, settings) ? former.connection.memory : undefined;
    const applicationId = memory?.applicationId ?? this.applicationIdAt(settings);
    this.remove(id);
    if (settings.platform === undefined) return;
    const { fleet, clock, log, random, onChange } = this.#needs;
    const made = this.#create(id, settings, applicationId, token);
    if (!made.ok) {
      log.warn('platform-not-opened', { connectionId: id, code: made.error.code });
      return;
    }
    const isPolling = !followsBroker(settings);
    const connection = new PlatformConnection({
      id,
      name: settings.name,
      settings: settings.platform,
      platform: made.value,
      fleet,
      clock,
      log,
      random,
      onChange,
      onUse: (action) => {
        for (const listener of this.#useListeners) listener(id, action);
      },
      memory,
      onKept: (message) => {
        feed.takeKept(message, isPolling);
      },
      onTypes: (routes) => {
        feed.useMapping({ ...settings.mapping, routes: [...routes, ...settings.mapping.routes] });
        onTypes();
      },
    });
    this.#connections.set(id, { connection, settings });
    connection.look(this.#seenOf(id));
    connection.watch(this.#windows.size > 0);
  }

  #create(
    id: string | undefined,
    settings: ConnectionSettings,
    applicationId: string | undefined,
    token: () => Promise<Result<string>>,
  ): Result<Platform> {
    const { clock, log, random } = this.#needs;
    const knowledge = this.#knowledgeFor(id, settings);
    const common = { clock, log, random, turnstiles: this.#turnstiles, knowledge };
    return (this.#needs.createPlatform ?? createPlatform)({ settings, applicationId, token, ...common });
  }

  #knowledgeFor(id: string | undefined, { platform }: ConnectionSettings): RefusalKnowledge {
    if (platform === undefined) return noKnowledge;
    const { access } = this.#needs;
    return {
      tenant: () => access.tenantAt(platform),
      trace: (tokenId) => access.trace(platform, tokenId),
      noteAccepted: (token) => {
        access.noteAccepted(platform, token);
      },
      lookUp: (tokenId, signal) => this.#lookUp({ platform, tokenId, askerId: id, signal }),
    };
  }

  /** Who finds out, with another connection's token, whether a platform lists one that it refuses. */
  useLookUp(lookUp: LookUpToken): void {
    this.#lookUp = lookUp;
  }

  /** A token was deleted from here: should it be met again, that is why it is refused. */
  noteDeleted(platform: PlatformSettings, tokenId: string): void {
    this.#needs.access.noteDeleted(platform, tokenId);
  }

  /** Of the application at this address, where any token was let into it: another application's is told by it. */
  applicationIdAt({ platform }: Pick<ConnectionSettings, 'platform'>): string | undefined {
    if (platform?.kind !== 'iot-central') return undefined;
    for (const { settings, connection } of this.#connections.values()) {
      if (settings.platform?.address !== platform.address) continue;
      const { applicationId } = connection.memory;
      if (applicationId !== undefined) return applicationId;
    }
    return this.#needs.access.tenantAt(platform);
  }

  remove(id: string): void {
    this.#connections.get(id)?.connection.close();
    this.#connections.delete(id);
  }

  get(id: string): PlatformConnection | undefined {
    return this.#connections.get(id)?.connection;
  }

  /** Told of every call that somebody asked for: what a token is used for. */
  onUse(listener: UseListener): () => void {
    this.#useListeners.add(listener);
    return () => {
      this.#useListeners.delete(listener);
    };
  }

  /** For a call from a window. */
  find(id: string): Result<PlatformConnection> {
    const connection = this.get(id);
    return connection === undefined
      ? fail('unsupported', 'This connection has no platform API: it is a broker alone.')
      : ok(connection);
  }

  groups(): DeviceGroup[] {
    return [...this.#connections.values()].flatMap(({ connection }) => connection.groups());
  }

  /** Somebody has the console open. */
  openWindow(window: object): void {
    this.#windows.add(window);
    this.#watch();
  }

  closeWindow(window: object): void {
    this.#windows.delete(window);
    this.look(window, []);
    this.#watch();
  }

  #watch(): void {
    for (const { connection } of this.#connections.values()) connection.watch(this.#windows.size > 0);
  }

  /** What one window shows; an empty list when it shows nothing any more. */
  look(window: object, vehicles: readonly VehicleKey[]): void {
    if (vehicles.length === 0) this.#gazes.delete(window);
    else this.#gazes.set(window, vehicles);
    for (const [id, { connection }] of this.#connections) connection.look(this.#seenOf(id));
  }

  #seenOf(id: string): string[] {
    return [...this.#gazes.values()].flatMap((vehicles) =>
      vehicles.filter(({ connectionId }) => connectionId === id).map(({ vehicleId }) => vehicleId),
    );
  }

  /** Undefined where commands go over the broker. */
  commanded(id: string): CommandedPlatform | undefined {
    const connection = this.get(id);
    return connection?.takesCommands === true ? new PlatformCommander(connection, this.#needs.clock) : undefined;
  }

  close(): void {
    for (const { connection } of this.#connections.values()) connection.close();
    this.#connections.clear();
    this.#turnstiles.close();
  }
}

/** Brings a command to the platform's API, once, and tells in the commander's words what came of it. */
class PlatformCommander implements CommandedPlatform {
  readonly #connection: PlatformConnection;
  readonly #clock: Clock;

  constructor(connection: PlatformConnection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }

  objection(order: PlatformOrder): string | undefined {
    const device = this.#connection.device(order.vehicleId);
    if (device === undefined) return 'The platform does not list this vehicle.';
    return this.#connection.commandObjection({ ...order, device });
  }

  async send(order: PlatformOrder): Promise<SendOutcome> {
    const device = this.#connection.device(order.vehicleId);
    if (device === undefined) return { kind: 'not-sent', message: 'The platform does not list this vehicle any more.' };
    const answer = await this.#connection.call('send-command', ({ commands }) =>
      commands?.send({ ...order, device }, { lane: 'click' }),
    );
    if (answer.ok) {
      this.#connection.readAgain(order.vehicleId);
      return { kind: 'answered', ...answer.value };
    }
    const { message } = answer.error;
    return platformDetails(answer.error)?.mayHaveHappened === true
      ? { kind: 'lost', message }
      : { kind: 'not-sent', message };
  }

  async end({ vehicleId, definition }: PlatformOrder, sentAtMs: number): Promise<SendOutcome | undefined> {
    const device = this.#connection.device(vehicleId);
    if (device === undefined) return undefined;
    const end = await followLongCommand({
      path: definition.name,
      sentAtMs,
      expiresAfterMs: definition.expiresAfterMs,
      clock: this.#clock,
      read: () =>
        this.#connection.call('view-settings', ({ settings }) => settings?.read(device, { lane: 'background' })),
    });
    return end === null ? undefined : { kind: 'answered', state: 'completed', message: end.words };
  }
}
