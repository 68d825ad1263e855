import Conf from 'conf';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { moveBrokenFileAside } from './broken-file.ts';
import { StartError, fileProblem } from './start-error.ts';

export interface SettingsFile {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  /** In one write. Undefined takes a key away. */
  setAll(values: Readonly<Record<string, unknown>>): void;
  /** For whoever started the console: what was wrong with the file, and where it is kept now. */
  readonly notice: string | undefined;
}

/**
 * `settings.json` in the data folder, written atomically. A file that cannot be read as settings is moved aside, never
 * overwritten: it may be the only copy of somebody's mappings.
 *
 * Both hosts keep settings in this one file, so a connection made in the browser is there in the desktop app too;
 * electron-store would be the same `conf` underneath.
 *
 * @throws {StartError} when the file system refuses.
 */
export const openSettingsFile = (folder: string, log: Log, nowMs: number): SettingsFile => {
  const kept = moveBrokenFileAside(join(folder, 'settings.json'), log, nowMs);
  try {
    const store = new Conf<Record<string, unknown>>({
      cwd: folder,
      configName: 'settings',
      accessPropertiesByDotNotation: false,
      configFileMode: 0o600,
    });
    return {
      get: (key) => store.get(key),
      set: (key, value) => {
        if (value === undefined) store.delete(key);
        else store.set(key, value);
      },
      setAll: (values) => {
        const next = { ...store.store, ...values };
        store.store = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
      },
      notice:
        kept === undefined
          ? undefined
          : `The settings file was damaged. It is kept as ${kept}; Fleetdeck starts with new settings.`,
    };
  } catch (error) {
    throw new StartError(`The settings in ${folder} cannot be opened: ${fileProblem(error)}.`);
  }
};
