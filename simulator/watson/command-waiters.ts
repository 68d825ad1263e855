import type { Clock } from '../clock.ts';
import type { Command, DeviceAddress } from './topic-rules.ts';

export interface WaitedCommand {
  readonly command: Command;
  readonly payload: Uint8Array;
}

interface Waiter {
  readonly device: DeviceAddress;
  /** Null: whatever comes. */
  readonly command: string | null;
  readonly take: (command: WaitedCommand) => void;
}

/** Devices that ask over HTTP for their next command, and wait for it. */
export class CommandWaiters {
  readonly #clock: Clock;
  readonly #waiters = new Set<Waiter>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined when none has come in time, or when whoever asked has hung up (`gone`). */
  wait(
    device: DeviceAddress,
    command: string | null,
    forMs: number,
    gone: AbortSignal,
  ): Promise<WaitedCommand | undefined> {
    return new Promise((resolve) => {
      const end = (taken: WaitedCommand | undefined): void => {
        this.#waiters.delete(waiter);
        callOff();
        resolve(taken);
      };
      const waiter: Waiter = { device, command, take: end };
      this.#waiters.add(waiter);
      const callOff = this.#clock.after(forMs, () => end(undefined));
      gone.addEventListener('abort', () => end(undefined), { once: true });
    });
  }

  offer(command: Command, payload: Uint8Array): void {
    for (const waiter of this.#waiters) {
      const isIts = waiter.device.typeId === command.typeId && waiter.device.deviceId === command.deviceId;
      if (isIts && (waiter.command === null || waiter.command === command.command)) waiter.take({ command, payload });
    }
  }
}
