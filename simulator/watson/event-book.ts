import type { DeviceAddress } from './topic-rules.ts';

/** The last of its name that a device has published. */
export interface LastEvent {
  readonly event: string;
  readonly format: string;
  readonly payload: Uint8Array | string;
  readonly receivedAtMs: number;
}

export interface CacheSettings {
  readonly isEnabled: boolean;
  /** 1 to 45. */
  readonly ttlDays: number;
}

const dayMs = 86_400_000;
const daysKept = 400;

/** The first moment of the UTC day. */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

const keyOf = ({ typeId, deviceId }: DeviceAddress): string => `${typeId}/${deviceId}`;

/**
 * The last event of each name from each device, and how many bytes went through on which day. The last event cache of the
 * platform is a view of it: it is off at first, and knows only what came in while it was on.
 */
export class EventBook {
  readonly #now: () => number;
  readonly #events = new Map<string, Map<string, LastEvent>>();
  readonly #bytesByDay = new Map<string, number>();
  #day = { name: '', endsAtMs: 0 };
  #cache: CacheSettings & { readonly enabledAtMs: number } = { isEnabled: false, ttlDays: 7, enabledAtMs: 0 };

  constructor(now: () => number) {
    this.#now = now;
  }

  get cache(): CacheSettings {
    return this.#cache;
  }

  configureCache({ isEnabled, ttlDays }: CacheSettings): void {
    const wasEnabled = this.#cache.isEnabled;
    this.#cache = { isEnabled, ttlDays, enabledAtMs: wasEnabled ? this.#cache.enabledAtMs : this.#now() };
  }

  /** Once for every message, so it does little. */
  note(device: DeviceAddress, event: string, format: string, payload: Uint8Array | string): void {
    const receivedAtMs = this.#now();
    const key = keyOf(device);
    let events = this.#events.get(key);
    if (events === undefined) this.#events.set(key, (events = new Map<string, LastEvent>()));
    events.set(event, { event, format, payload, receivedAtMs });
    this.countBytes(payload.length);
  }

  countBytes(bytes: number): void {
    const now = this.#now();
    if (now >= this.#day.endsAtMs) {
      this.#day = { name: dayOf(now), endsAtMs: (Math.floor(now / dayMs) + 1) * dayMs };
      const oldest = this.#bytesByDay.keys().next();
      if (this.#bytesByDay.size >= daysKept && oldest.done !== true) this.#bytesByDay.delete(oldest.value);
    }
    this.#bytesByDay.set(this.#day.name, (this.#bytesByDay.get(this.#day.name) ?? 0) + bytes);
  }

  last(device: DeviceAddress, event: string): LastEvent | undefined {
    return this.#events.get(keyOf(device))?.get(event);
  }

  /** What the last event cache holds of a device. */
  cached(device: DeviceAddress): readonly LastEvent[] {
    const { enabledAtMs, ttlDays } = this.#cache;
    const sinceMs = Math.max(enabledAtMs, this.#now() - ttlDays * dayMs);
    return [...(this.#events.get(keyOf(device))?.values() ?? [])].filter(({ receivedAtMs }) => receivedAtMs >= sinceMs);
  }

  /** Bytes of payload on a day, `YYYY-MM-DD`. */
  bytesOn(day: string): number {
    return this.#bytesByDay.get(day) ?? 0;
  }

  forget(device: DeviceAddress): void {
    this.#events.delete(keyOf(device));
  }
}
