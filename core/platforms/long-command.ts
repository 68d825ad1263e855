import type { Result } from '../../shared/contract/result.ts';
import type { Setting } from '../../shared/platform/setting.ts';
import type { Clock } from '../clock.ts';

export interface LongCommand {
  /** The path of the property that the vehicle reports at the command's end: it has the command's name. */
  readonly path: string;
  /** Unix milliseconds. */
  readonly sentAtMs: number;
  readonly expiresAfterMs: number;
  readonly clock: Clock;
  readonly read: () => Promise<Result<readonly Setting[]>>;
}

const waitsMs = [2_000, 3_000, 5_000, 10_000] as const;
/** Two clocks are compared only where there is no earlier report to compare with. */
const clockToleranceMs = 2_000;

/**
 * What a vehicle says at the end of a long-running command: it answered 202 at first, and reports a property of the
 * command's name then (https://learn.microsoft.com/azure/iot-central/core/howto-use-commands). Null: nothing in time.
 */
export const followLongCommand = async (command: LongCommand): Promise<{ readonly words: string } | null> => {
  const { path, sentAtMs, expiresAfterMs, clock, read } = command;
  let formerAtMs: number | undefined;
  for (let round = 0; clock.now() < sentAtMs + expiresAfterMs; round += 1) {
    const answer = await read();
    if (!answer.ok && !answer.error.retryable) return null;
    if (answer.ok) {
      const setting = answer.value.find((one) => one.path === path);
      const reportedAtMs = setting?.reportedAtMs ?? 0;
      const isNews = formerAtMs === undefined ? reportedAtMs >= sentAtMs - clockToleranceMs : reportedAtMs > formerAtMs;
      if (setting !== undefined && isNews) return { words: wordsOf(setting.reported) };
      formerAtMs ??= reportedAtMs;
    }
    await new Promise<void>((resolve) => {
      clock.after(waitsMs[Math.min(round, waitsMs.length - 1)] ?? 10_000, resolve);
    });
  }
  return null;
};

/** `{"value": …}` by convention. */
const wordsOf = (reported: Setting['reported']): string => {
  if (typeof reported !== 'string') return reported === null ? '' : String(reported);
  try {
    const parsed: unknown = JSON.parse(reported);
    const value: unknown =
      typeof parsed === 'object' && parsed !== null
        ? Object.getOwnPropertyDescriptor(parsed, 'value')?.value
        : undefined;
    if (value === undefined) return reported;
    return typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return reported;
  }
};
