/** Where settings are kept: one JSON value a key. Hosts bring their own file. Never holds a secret. */
export interface SettingsStore {
  /** Undefined when nothing was ever set. Whatever comes back may have been edited by hand: check it. */
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** For tests and for a console that is not to leave a trace. Values are copied, as a file would. */
export const createMemorySettings = (initial: Readonly<Record<string, unknown>> = {}): SettingsStore => {
  const values = new Map<string, unknown>(Object.entries(structuredClone(initial)));
  return {
    get: (key) => structuredClone(values.get(key)),
    set: (key, value) => {
      values.set(key, structuredClone(value));
    },
  };
};
