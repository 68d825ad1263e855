import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { writeAtomically } from '../files/atomic-file.ts';

const attemptsSchema = z.strictObject({ failedCount: z.number().int().min(0), lastAtMs: z.number() });
type Attempts = z.infer<typeof attemptsSchema>;

/** Mistyping is free this often. */
const freeCount = 3;
const firstDelayMs = 2000;
const longestDelayMs = 5 * 60_000;

export interface UnlockLimit {
  /** Unix milliseconds; null: now. */
  retryAtMs(): Promise<number | null>;
  /** Counts one before it is tried: a process that is ended in the middle of a guess has guessed. */
  begin(): Promise<void>;
  succeed(): Promise<void>;
}

/**
 * How often a passphrase may be tried through this console, remembered across restarts. It is against guesses at an open
 * window; against guesses at the files stands the cost of the key derivation.
 */
export const openUnlockLimit = (folder: string, clock: Pick<Clock, 'now'>): UnlockLimit => {
  const path = join(folder, 'unlock-attempts.json');
  /** Counts on where nothing can be written. */
  let remembered: Attempts = { failedCount: 0, lastAtMs: 0 };

  const read = async (): Promise<Attempts> => {
    try {
      const stored = attemptsSchema.parse(JSON.parse(await readFile(path, 'utf8')));
      return stored.failedCount >= remembered.failedCount ? stored : remembered;
    } catch {
      return remembered;
    }
  };
  const write = async (attempts: Attempts): Promise<void> => {
    remembered = attempts;
    await writeAtomically(path, JSON.stringify(attempts)).catch(() => undefined);
  };

  return {
    retryAtMs: async () => {
      const { failedCount, lastAtMs } = await read();
      if (failedCount < freeCount) return null;
      const nowMs = clock.now();
      // A clock that was set back must not lock anybody out for longer than the delay.
      if (lastAtMs > nowMs) await write({ failedCount, lastAtMs: nowMs });
      const delayMs = Math.min(firstDelayMs * 2 ** (failedCount - freeCount), longestDelayMs);
      const atMs = Math.min(lastAtMs, nowMs) + delayMs;
      return atMs > nowMs ? atMs : null;
    },
    begin: async () => {
      const { failedCount } = await read();
      await write({ failedCount: failedCount + 1, lastAtMs: clock.now() });
    },
    succeed: () => write({ failedCount: 0, lastAtMs: clock.now() }),
  };
};
