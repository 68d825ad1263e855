import { readFileSync, renameSync } from 'node:fs';
import type { Log } from '../log.ts';
import { StartError, fileProblem } from './start-error.ts';

/**
 * Moves a file aside that should hold one JSON object and does not. Never deleted: it may be the only copy.
 *
 * @returns where it is kept now; undefined when nothing was wrong or there is no file.
 * @throws {StartError} when the file system refuses.
 */
export const moveBrokenFileAside = (path: string, log: Log, nowMs: number): string | undefined => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new StartError(`The file ${path} cannot be read: ${fileProblem(error)}.`);
  }
  if (holdsObject(text)) return undefined;
  const moment = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  const kept = path.replace(/\.json$/, `.broken-${moment}.json`);
  try {
    renameSync(path, kept);
  } catch (error) {
    throw new StartError(`The file ${path} is damaged and cannot be moved aside: ${fileProblem(error)}.`);
  }
  log.warn('damaged file moved aside', { kept });
  return kept;
};

const holdsObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};
