import { fail, type Result } from '../../../shared/contract/result.ts';
import type { Log } from '../../log.ts';
import type { KeptMessage, LatestOfMany, Platform, PlatformIdentity, RegisteredDevice } from '../platform.ts';
import { unfailing } from './unfailing.ts';

export const unsupported: Result<never> = fail('unsupported', 'This platform does not offer this.');

/** What one connection asks its platform; every good answer is noted, whatever it was about. */
export class Questions {
  readonly #platform: Platform;
  readonly #log: Log;
  readonly #onAnswer: () => void;

  constructor(platform: Platform, log: Log, onAnswer: () => void) {
    this.#platform = platform;
    this.#log = log;
    this.#onAnswer = onAnswer;
  }

  async ask<T>(question: (platform: Platform) => Promise<Result<T>> | undefined): Promise<Result<T>> {
    const answer = await unfailing(this.#log, () => question(this.#platform) ?? Promise.resolve(unsupported));
    if (answer.ok) this.#onAnswer();
    return answer;
  }

  /** Somebody waits for the answer, though nobody has clicked: nothing goes on before it is there. */
  identify(signal: AbortSignal): Promise<Result<PlatformIdentity>> {
    return this.ask((platform) => platform.identify({ lane: 'click', signal }));
  }

  latest(device: RegisteredDevice, signal: AbortSignal): Promise<Result<readonly KeptMessage[]>> {
    return this.ask((platform) => platform.latest(device, { lane: 'background', signal }));
  }

  latestOfMany(devices: readonly RegisteredDevice[], signal: AbortSignal): Promise<Result<LatestOfMany>> {
    return this.ask((platform) => platform.latestOfMany?.(devices, { lane: 'background', signal }));
  }

  /** What any token may ask, and costs little: one vehicle's entry; the token itself where there is no vehicle. */
  anything(device: RegisteredDevice | undefined, signal: AbortSignal): Promise<Result<unknown>> {
    const context = { lane: 'background', signal } as const;
    return this.ask<unknown>((platform) =>
      device === undefined ? platform.identify(context) : platform.registry.get(device, context),
    );
  }
}
