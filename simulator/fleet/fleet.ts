import type { Clock } from '../clock.ts';
import type { Command, DeviceAddress } from '../watson/topic-rules.ts';
import { drawRoster } from './roster.ts';
import { startRota } from './rota.ts';
import { Unit, type Uplink } from './unit.ts';

export interface FleetOptions {
  readonly vehicles: number;
  /** Reports a second, of each vehicle. */
  readonly rateHz: number;
  readonly seed: number;
}

/** All vehicles of the practice platform, driving and reporting until they are closed. */
export class Fleet {
  readonly #units: ReadonlyMap<string, Unit>;
  readonly #endRota: () => void;

  constructor({ vehicles, rateHz, seed }: FleetOptions, uplink: Uplink, clock: Clock) {
    const units = drawRoster(vehicles, seed).map((entry) => new Unit(entry, uplink, clock));
    this.#units = new Map(units.map((unit) => [unit.address.deviceId, unit]));
    this.#endRota = startRota(clock, units.length, 1000 / rateHz, (index) => units[index]?.turn());
  }

  get addresses(): readonly DeviceAddress[] {
    return [...this.#units.values()].map(({ address }) => address);
  }

  /** Once the platform knows the vehicles. */
  connect(): void {
    for (const unit of this.#units.values()) unit.connect();
  }

  receive({ typeId, deviceId, command }: Command, payload: Uint8Array): void {
    const unit = this.#units.get(deviceId);
    if (unit?.address.typeId === typeId) unit.receive(command, payload);
  }

  receiveManagement({ typeId, deviceId }: DeviceAddress, topic: string, payload: string): void {
    const unit = this.#units.get(deviceId);
    if (unit?.address.typeId === typeId) unit.receiveManagement(topic, payload);
  }

  retire({ typeId, deviceId }: DeviceAddress): void {
    const unit = this.#units.get(deviceId);
    if (unit?.address.typeId === typeId) unit.retire();
  }

  find(deviceId: string): Unit | undefined {
    return this.#units.get(deviceId);
  }

  close(): void {
    this.#endRota();
    for (const unit of this.#units.values()) unit.close();
  }
}
