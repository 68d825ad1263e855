import type { Clock, Say } from '../clock.ts';
import { readRecording, type Recording } from './recording.ts';

/** Where a replay goes. */
export interface ReplayTarget {
  onFirstSubscription(listener: () => void): void;
  publish(topic: string, payload: string): Promise<void>;
}

/** A client often subscribes to several topics one after the other; the first message waits for the last of them. */
const settlingMs = 250;
const longestGapMs = 60_000;
const shortenedGapMs = 1000;

/**
 * Publishes a recording once, in its own rhythm divided by `speed`, from the moment somebody listens. A gap of more than a
 * minute (the end of one recording and the start of the next) becomes a second.
 */
export class Replay {
  readonly #recording: Recording;
  readonly #speed: number;
  readonly #target: ReplayTarget;
  readonly #clock: Clock;
  readonly #say: Say;
  #isClosed = false;
  #endWait: (() => void) | undefined;

  constructor(recording: Recording, speed: number, target: ReplayTarget, clock: Clock, say: Say) {
    this.#recording = recording;
    this.#speed = speed;
    this.#target = target;
    this.#clock = clock;
    this.#say = say;
    target.onFirstSubscription(() => {
      void this.#play();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#endWait?.();
  }

  async #play(): Promise<void> {
    const { file, messages } = this.#recording;
    this.#say(`Replaying ${file}: ${messages} messages.`);
    let published = 0;
    try {
      await this.#wait(settlingMs);
      let dueMs = this.#clock.now();
      let newestMs: number | undefined;
      for await (const { atMs, topic, payload } of readRecording(file)) {
        // Out of order is part of the recording: such a message follows at once.
        const gapMs = Math.max(0, atMs - (newestMs ?? atMs));
        newestMs = Math.max(newestMs ?? atMs, atMs);
        dueMs += (gapMs > longestGapMs ? shortenedGapMs : gapMs) / this.#speed;
        // Measured against the plan and not from message to message, so that small delays do not add up.
        if (dueMs > this.#clock.now()) await this.#wait(dueMs - this.#clock.now());
        if (this.#isClosed) return;
        await this.#target.publish(topic, payload);
        published += 1;
      }
      this.#say(`The recording has been replayed to its end: ${published} messages.`);
    } catch (error) {
      this.#say(
        `The replay ended after ${published} messages. ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#clock.after(delayMs, () => {
        this.#endWait = undefined;
        resolve();
      });
      this.#endWait = () => {
        callOff();
        resolve();
      };
    });
  }
}
