import { z } from 'zod';
import { ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { CallContext } from '../platform.ts';
import { platformDetails } from '../rest/rest-client.ts';
import { lastEventSchema, readEach, type DeviceAddress, type LastEvent } from './answers.ts';
import { devicePath, type WatsonApi } from './api.ts';
import { isCacheDisabled } from './error.ts';

export const cacheDisabledNote =
  'The last event cache of this organisation is switched off, so the platform keeps no values. Whoever administers it can switch it on.';

/** Somebody may switch the cache on; a fleet of vehicles must not ask each minute. */
const askAgainAfterMs = 600_000;

const switchSchema = z.object({ enabled: z.boolean() });
/** Of a device with one event the platform may answer with that event alone. */
const eventsSchema = z.union([z.array(z.unknown()), z.looseObject({ eventId: z.string() }).transform((one) => [one])]);

export type LastEventsAnswer =
  | { readonly isOn: true; readonly events: readonly LastEvent[]; readonly unreadable: number }
  | { readonly isOn: false };

/**
 * The last event of each kind that the platform keeps of a device. That the cache is off, as it is until somebody switches
 * it on, is found once and then believed for a while.
 */
export class LastEventCache {
  readonly #api: WatsonApi;
  readonly #clock: Clock;
  readonly #log: Log;
  #offUntilMs = -Infinity;

  constructor(api: WatsonApi, clock: Clock, log: Log) {
    this.#api = api;
    this.#clock = clock;
    this.#log = log;
  }

  async read(device: DeviceAddress, context: CallContext): Promise<Result<LastEventsAnswer>> {
    // A person who looks wants to know how it is now.
    const isKnownOff = this.#clock.now() < this.#offUntilMs;
    if (isKnownOff && context.lane === 'background') return ok({ isOn: false });
    const answer = await this.#api.get(devicePath(device, 'events'), eventsSchema, context);
    if (answer.ok) {
      this.#offUntilMs = -Infinity;
      const { items, unreadable } = readEach(answer.value, lastEventSchema);
      return ok({ isOn: true, events: items, unreadable });
    }
    const { error } = answer;
    if (await this.#isOff(error, isKnownOff, context)) {
      if (!isKnownOff) this.#log.info('last-event-cache-off', { platform: this.#api.label });
      this.#offUntilMs = this.#clock.now() + askAgainAfterMs;
      return ok({ isOn: false });
    }
    return error.code === 'not-found' ? ok({ isOn: true, events: [], unreadable: 0 }) : answer;
  }

  /** 404 stands for a cache that is off as well as for a device of which nothing is kept. */
  async #isOff(error: Failure, isKnownOff: boolean, context: CallContext): Promise<boolean> {
    if (isCacheDisabled(error)) return true;
    if (platformDetails(error)?.status !== 404) return false;
    if (isKnownOff) return true;
    const state = await this.#api.get('/config/lec', switchSchema, context);
    return state.ok && !state.value.enabled;
  }
}

export const payloadOf = ({ payload }: LastEvent): Uint8Array => new Uint8Array(Buffer.from(payload, 'base64'));
