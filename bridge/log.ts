import { pino, stdTimeFunctions } from 'pino';
import type { Clock } from './clock.ts';

/** What the bridge tells whoever runs it. No secret, and nothing of a message's content, is ever among the fields. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** One JSON object a line, on stderr: stdout is for the line that says the bridge is ready. */
export const createStderrLog = (): Log => {
  const logger = pino({ base: null, timestamp: stdTimeFunctions.isoTime }, process.stderr);
  return {
    info: (event, fields = {}) => {
      logger.info(fields, event);
    },
    warn: (event, fields = {}) => {
      logger.warn(fields, event);
    },
  };
};

const quietMs = 60_000;

/**
 * For warnings that a sender can cause thousands of times a second: one line a key and minute, with how many it stands
 * for. The counters have every one of them.
 */
export const createSparseWarning = (
  log: Log,
  clock: Clock,
): ((key: string, event: string, fields: Readonly<Record<string, unknown>>) => void) => {
  const heard = new Map<string, { lastMs: number; suppressed: number }>();
  return (key, event, fields) => {
    const nowMs = clock.now();
    const last = heard.get(key);
    if (last !== undefined && nowMs - last.lastMs < quietMs) {
      last.suppressed += 1;
      return;
    }
    heard.set(key, { lastMs: nowMs, suppressed: 0 });
    log.warn(event, { ...fields, ...(last !== undefined && last.suppressed > 0 && { andBefore: last.suppressed }) });
  };
};
