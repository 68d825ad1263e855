import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Recordings of real traffic lie beside the checkout, where there are any; a test that needs one is skipped without it.
 */
const folder = resolve(import.meta.dirname, '../../../shared/data');

export const sharedDataPath = (name: string): string => resolve(folder, name);

export const hasSharedData = (name: string): boolean => {
  const isThere = existsSync(sharedDataPath(name));
  if (!isThere) process.stderr.write(`Skipped: ${sharedDataPath(name)} is not there.\n`);
  return isThere;
};

export interface RecordedMessage {
  /** Receive time, ISO 8601. */
  readonly t: string;
  readonly topic: string;
  readonly payload: string;
}

/** Empty where the recording is not there: vitest runs the body of a suite even when it skips its tests. */
export const readRecording = (name: string): readonly RecordedMessage[] =>
  existsSync(sharedDataPath(name))
    ? readFileSync(sharedDataPath(name), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as RecordedMessage)
    : [];
