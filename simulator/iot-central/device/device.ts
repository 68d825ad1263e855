import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { ApiError } from '../rest/api-error.ts';
import type { LifecycleMessageType, PropertyChange, PropertyMessageType } from './events.ts';
import { PropertyStore } from './property-store.ts';
import { SampleHistory } from './sample-history.ts';
import type { Sample } from './signals.ts';
import type { Acknowledgement, CommandResponse, VehicleBox } from './vehicle-box.ts';

/** What its maker may set. */
export interface DeviceSettings {
  readonly displayName: string;
  /** DTMI of its template; undefined: not assigned. */
  readonly template: string | undefined;
  readonly enabled: boolean;
  readonly simulated: boolean;
  readonly organizations: readonly string[];
}

export interface CommandRequest {
  readonly request?: unknown;
  readonly connectionTimeout?: number | undefined;
  readonly responseTimeout?: number | undefined;
}

export interface CommandRecord {
  readonly id: string;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly responseCode: number;
}

/** What happens to devices, for whoever exports it. */
export interface DeviceEvents {
  telemetry(device: Device, sample: Sample): void;
  properties(device: Device, type: PropertyMessageType, changes: readonly PropertyChange[]): void;
  connectivity(device: Device, type: 'connected' | 'disconnected'): void;
  lifecycle(device: Device, type: LifecycleMessageType): void;
}

/** What a device needs of the application around it. */
export interface DeviceSurroundings {
  readonly clock: Clock;
  readonly events: DeviceEvents;
  readonly historyCapacity: number;
  /** The schema of a property in the device's template. */
  readonly schemaOf: (device: Device, component: string | undefined, name: string) => unknown;
}

/** How long a message is on its way to a vehicle. */
const networkMs = 400;
const rememberedCommands = 50;

interface Waiter {
  readonly path: string;
  readonly version: number;
  readonly resolve: (acknowledgement: Acknowledgement | undefined) => void;
}

/** One device as the platform knows it, with the line to the vehicle behind it, where there is one. */
export class Device {
  readonly id: string;
  readonly properties = new PropertyStore();
  readonly history: SampleHistory;
  settings: DeviceSettings;
  etag = randomUUID();
  latest: Sample | undefined;
  readonly #surroundings: DeviceSurroundings;
  readonly #commands = new Map<string, CommandRecord[]>();
  readonly #answerWaiters = new Set<Waiter>();
  readonly #connectionWaiters = new Set<() => void>();
  #box: VehicleBox | undefined;
  #isProvisioned = false;
  #wasConnected = false;

  constructor(id: string, settings: DeviceSettings, surroundings: DeviceSurroundings) {
    this.id = id;
    this.settings = settings;
    this.#surroundings = surroundings;
    this.history = new SampleHistory(surroundings.historyCapacity);
  }

  /** True once the device has connected for the first time. */
  get isProvisioned(): boolean {
    return this.#isProvisioned;
  }

  get isAttached(): boolean {
    return this.#box !== undefined;
  }

  get isConnected(): boolean {
    return this.settings.enabled && this.#box?.isConnected === true;
  }

  attach(box: VehicleBox): void {
    this.#box = box;
    this.noteConnection();
  }

  /** Looks whether the line has come or gone, because the vehicle or an operator has changed it. */
  noteConnection(): void {
    if (this.isConnected === this.#wasConnected) return;
    this.#wasConnected = this.isConnected;
    const { events } = this.#surroundings;
    if (this.isConnected && !this.#isProvisioned) {
      this.#isProvisioned = true;
      events.lifecycle(this, 'provisioned');
    }
    events.connectivity(this, this.isConnected ? 'connected' : 'disconnected');
    if (!this.isConnected) return;
    for (const wake of this.#connectionWaiters) wake();
    this.#deliver();
  }

  /** Takes what the vehicle says, unless it is blocked. */
  receive(sample: Sample): void {
    if (!this.isConnected) return;
    const { clock, events } = this.#surroundings;
    this.latest = sample;
    this.history.add(sample, clock.now());
    events.telemetry(this, sample);
    for (const [name, value] of Object.entries(sample.reported)) this.report(undefined, name, value);
  }

  report(component: string | undefined, name: string, value: unknown): void {
    const { clock, events } = this.#surroundings;
    if (!this.properties.report(component, name, value, clock.now())) return;
    events.properties(this, 'devicePropertyReportedChange', [change(component, name, value)]);
  }

  setCloud(component: string | undefined, values: Readonly<Record<string, unknown>>): void {
    const { clock, events } = this.#surroundings;
    const changes = Object.entries(values).map(([name, value]) => change(component, name, value));
    for (const { name, value } of changes) this.properties.report(component, name, value, clock.now());
    events.properties(this, 'cloudPropertyChange', changes);
  }

  clearCloud(component: string | undefined, name: string): void {
    this.properties.forget(component, name);
    this.#surroundings.events.properties(this, 'cloudPropertyChange', [change(component, name, null)]);
  }

  /** Writes wishes; the vehicle gets them when it is there. Returns their version. */
  desire(component: string | undefined, values: Readonly<Record<string, unknown>>): number {
    const { clock, events } = this.#surroundings;
    const version = this.properties.nextVersion();
    const changes = Object.entries(values).map(([name, value]) => change(component, name, value));
    for (const { name, value } of changes) this.properties.desire(component, name, value, version, clock.now());
    events.properties(this, 'devicePropertyDesiredChange', changes);
    this.#deliver();
    return version;
  }

  /** The vehicle's answer to a wish; undefined when there is none within the time. */
  answerTo(
    component: string | undefined,
    name: string,
    version: number,
    withinMs: number,
  ): Promise<Acknowledgement | undefined> {
    return new Promise((resolve) => {
      const finish = (answer: Acknowledgement | undefined): void => {
        callOff();
        this.#answerWaiters.delete(waiter);
        resolve(answer);
      };
      const callOff = this.#surroundings.clock.after(withinMs, () => finish(undefined));
      const waiter: Waiter = { path: `${component ?? ''}/${name}`, version, resolve: finish };
      this.#answerWaiters.add(waiter);
    });
  }

  /** Rejects as the platform does: 404 when the vehicle is not there, 408 when it does not answer. */
  async command(component: string | undefined, name: string, command: CommandRequest): Promise<CommandRecord> {
    const { request, connectionTimeout = 0, responseTimeout = 30 } = command;
    const isThere = this.isConnected || (await this.#connects(connectionTimeout * 1000));
    const box = this.#box;
    if (!isThere || box === undefined) {
      throw new ApiError(404, 'NotFound', 'Could not connect to device in order to send command.');
    }
    const { code, response } = await this.#respond((respond) => {
      box.execute(component, name, request, respond);
    }, responseTimeout * 1000);
    const answer = { responseCode: code, ...(response !== undefined && { response }) };
    const record = { id: randomUUID(), ...(request !== undefined && { request }), ...answer };
    this.#commands.set(
      commandKey(component, name),
      [record, ...this.commands(component, name)].slice(0, rememberedCommands),
    );
    return record;
  }

  /** Newest first. */
  commands(component: string | undefined, name: string): readonly CommandRecord[] {
    return this.#commands.get(commandKey(component, name)) ?? [];
  }

  #respond(
    execute: (respond: (response: CommandResponse) => void) => void,
    withinMs: number,
  ): Promise<CommandResponse> {
    return new Promise((resolve, reject) => {
      const { clock } = this.#surroundings;
      const callOff = clock.after(withinMs, () => {
        const message = `Gateway timeout waiting for device ${this.id} to respond. Error code: 408.330.011.001.`;
        reject(new ApiError(408, 'GatewayTimeout', message));
      });
      clock.after(networkMs, () => {
        execute((response) => {
          callOff();
          resolve(response);
        });
      });
    });
  }

  #connects(withinMs: number): Promise<boolean> {
    if (withinMs === 0) return Promise.resolve(false);
    return new Promise((resolve) => {
      const finish = (isThere: boolean): void => {
        callOff();
        this.#connectionWaiters.delete(wake);
        resolve(isThere);
      };
      const callOff = this.#surroundings.clock.after(withinMs, () => finish(false));
      const wake = (): void => finish(true);
      this.#connectionWaiters.add(wake);
    });
  }

  #deliver(): void {
    if (!this.isConnected) return;
    this.#surroundings.clock.after(networkMs, () => {
      // What was wished for anew meanwhile has a delivery of its own.
      for (const wish of this.properties.unanswered()) this.#hand(wish);
    });
  }

  #hand({ component, name, version }: { component: string | undefined; name: string; version: number }): void {
    const desired = this.properties.get(component, name)?.desired;
    const box = this.#box;
    if (desired === undefined || box === undefined || !this.isConnected) return;
    const schema = this.#surroundings.schemaOf(this, component, name);
    // Taken, not done yet: what is delivered again on reconnecting is what has no answer at all.
    this.properties.acknowledge(component, name, { code: 202, version, description: 'In progress' });
    box.obey(component, name, desired.value, schema, (answer) => {
      if (this.properties.get(component, name)?.desired?.version !== version) return;
      this.properties.acknowledge(component, name, { ...answer, version });
      const path = `${component ?? ''}/${name}`;
      for (const waiter of this.#answerWaiters) {
        if (waiter.path === path && waiter.version === version) waiter.resolve(answer);
      }
    });
  }
}

const commandKey = (component: string | undefined, name: string): string => `${component ?? ''}/${name}`;

const change = (component: string | undefined, name: string, value: unknown): PropertyChange => ({
  name,
  value,
  ...(component !== undefined && { component }),
});
