import type { Clock } from '../clock.ts';
import { createRandom } from '../vehicle/random.ts';
import { describeTelemetry } from '../vehicle/telemetry.ts';
import { Vehicle } from '../vehicle/vehicle.ts';
import { closeCode, type CloseCode } from '../watson/close-code.ts';
import type { MonitorEvent } from '../watson/monitor-message.ts';
import type { DeviceAddress } from '../watson/topic-rules.ts';
import { CommandDesk, type Answer } from './command-desk.ts';
import { commands, type CommandSubject, type Outcome } from './commands.ts';
import { OnboardAgent } from './onboard-agent.ts';
import { createReporting, type Reporting } from './reporting.ts';
import type { RosterEntry } from './roster.ts';

/** The platform's inside, as a vehicle sees it. */
export interface Uplink {
  publishEvent(device: DeviceAddress, event: string, payload: string): void;
  announceDevice(device: DeviceAddress, event: MonitorEvent, connectedAtMs: number): void;
  /** A device management message, on a topic as the device knows it. */
  sendManagement(device: DeviceAddress, topic: string, payload: string): void;
}

/** After a pause (a laptop that slept) the drive goes on where it was, instead of catching up for hours. */
const longestStepS = 120;

/** One vehicle with its box on board: what connects it, lets it report and obey. */
export class Unit {
  readonly address: DeviceAddress;
  readonly vehicle: Vehicle;
  readonly #uplink: Uplink;
  readonly #clock: Clock;
  readonly #reporting: Reporting;
  readonly #subject: CommandSubject;
  readonly #desk: CommandDesk;
  readonly #agent: OnboardAgent;
  readonly #pending = new Set<() => void>();
  #steppedAtMs: number;
  #connectedAtMs = 0;
  #isConnected = false;
  #isRestarting = false;
  #isRetired = false;
  #traffic = { readBytes: 0, readMessages: 0, writtenBytes: 0, writtenMessages: 0 };

  constructor(entry: RosterEntry, uplink: Uplink, clock: Clock) {
    this.address = { typeId: entry.kind, deviceId: entry.deviceId };
    this.vehicle = new Vehicle({ kind: entry.kind, seed: entry.seed, hasFault: entry.quirk === 'fault' });
    this.#uplink = uplink;
    this.#clock = clock;
    this.#steppedAtMs = clock.now();
    this.#reporting = createReporting(entry.quirk, createRandom(entry.seed).fork(9), clock.now());
    this.#subject = {
      vehicle: this.vehicle,
      hasStuckDoors: entry.quirk === 'stuck-doors',
      after: (delayS, action) => this.#after(delayS * 1000, action),
      restart: (downS, done) => this.#restart(downS * 1000, done),
    };
    this.#desk = new CommandDesk(this.#subject, (answer) => this.#answer(answer));
    this.#agent = new OnboardAgent({
      send: (topic, payload) => {
        if (this.#isConnected) uplink.sendManagement(this.address, topic, payload);
      },
      after: (delayMs, action) => this.#after(delayMs, action),
      restart: (downMs) => this.#restart(downMs, () => undefined),
      forgetSettings: () => {
        this.vehicle.speedLimitKmh = null;
        this.vehicle.hazardLights = false;
      },
      troubleCodes: this.vehicle.troubleCodes,
    });
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  connect(): void {
    if (this.#isConnected || this.#isRetired) return;
    this.#isConnected = true;
    this.#connectedAtMs = this.#clock.now();
    this.#traffic = { readBytes: 0, readMessages: 0, writtenBytes: 0, writtenMessages: 0 };
    this.#uplink.announceDevice(this.address, { action: 'Connect' }, this.#connectedAtMs);
    this.#agent.manage();
  }

  /** Drives on to now, and reports. */
  turn(): void {
    const nowMs = this.#clock.now();
    this.vehicle.step(Math.min(longestStepS, Math.max(0, (nowMs - this.#steppedAtMs) / 1000)));
    this.#steppedAtMs = nowMs;
    if (this.#isRestarting || this.#isRetired) return;
    const report = this.#reporting(nowMs, (atMs) => JSON.stringify(describeTelemetry(this.vehicle, atMs)));
    if (report.link === 'lost') this.#disconnect(closeCode.keepAliveTimeout);
    if (report.link === 'back') this.connect();
    for (const payload of report.payloads) this.#publish('telemetry', payload);
  }

  /** Lost when the vehicle is not connected: it keeps no session. */
  receive(command: string, payload: Uint8Array): void {
    if (!this.#isConnected) return;
    this.#traffic.writtenBytes += payload.length;
    this.#traffic.writtenMessages += 1;
    this.#desk.receive(command, payload);
  }

  /** Device management, on a topic as the device knows it. Lost like a command. */
  receiveManagement(topic: string, payload: string): void {
    if (this.#isConnected) this.#agent.receive(topic, payload);
  }

  /** It is no longer registered: the platform ends its connection, and it does not come back. */
  retire(): void {
    this.#isRetired = true;
    this.#disconnect(closeCode.byAdministrator);
    this.close();
  }

  /**
   * Has a command carried out that came another way than over MQTT. Returns why not, or undefined when it has been taken;
   * then `finish` is called once, when it has ended.
   */
  perform(command: string, parameters: object, finish: (outcome: Outcome) => void): string | undefined {
    const order = commands.get(command)?.(parameters, this.#subject) ?? `This vehicle does not know ${command}.`;
    if (typeof order === 'string') return order;
    order(this.#subject, finish);
    return undefined;
  }

  close(): void {
    for (const callOff of this.#pending) callOff();
    this.#pending.clear();
  }

  #disconnect(code: CloseCode): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    const event: MonitorEvent = { action: 'Disconnect', closeCode: code, traffic: { ...this.#traffic } };
    this.#uplink.announceDevice(this.address, event, this.#connectedAtMs);
  }

  #restart(downMs: number, done: () => void): void {
    this.#isRestarting = true;
    this.#disconnect(closeCode.byClient);
    this.#after(downMs, () => {
      this.#isRestarting = false;
      this.connect();
      done();
    });
  }

  #answer(answer: Answer): void {
    if (!this.#isConnected) return;
    this.#publish('commandResult', JSON.stringify({ ...answer, ts: new Date(this.#clock.now()).toISOString() }));
  }

  #publish(event: string, payload: string): void {
    this.#traffic.readBytes += payload.length;
    this.#traffic.readMessages += 1;
    this.#uplink.publishEvent(this.address, event, payload);
  }

  #after(delayMs: number, action: () => void): void {
    const callOff = this.#clock.after(delayMs, () => {
      this.#pending.delete(callOff);
      action();
    });
    this.#pending.add(callOff);
  }
}
