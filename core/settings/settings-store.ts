/** Where settings are kept: one JSON value a key. Hosts bring their own file. Never holds a secret. */
export interface SettingsStore {
  /** Undefined when nothing was ever set. Whatever comes back may have been edited by hand: check it. */
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  /** All of them in one write: after a crash either all are there or none is. Undefined takes a key away. */
  setAll(values: Readonly<Record<string, unknown>>): void;
}

/** For tests and for a console that is not to leave a trace. Values are copied, as a file would. */
export const createMemorySettings = (initial: Readonly<Record<string, unknown>> = {}): SettingsStore => {
  const values = new Map<string, unknown>(Object.entries(structuredClone(initial)));
  const set = (key: string, value: unknown): void => {
    values.set(key, structuredClone(value));
  };
  return {
    get: (key) => structuredClone(values.get(key)),
    set,
    setAll: (all) => {
      for (const [key, value] of Object.entries(all)) set(key, value);
    },
  };
};
