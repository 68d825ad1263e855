import type { MantineColorSchemeManager } from '@mantine/core';

const nothing = () => undefined;

/** The engine keeps the preference: a browser host's address changes with every start, and its storage with it. */
export const inMemoryColorScheme: MantineColorSchemeManager = {
  get: (defaultValue) => defaultValue,
  set: nothing,
  subscribe: nothing,
  unsubscribe: nothing,
  clear: nothing,
};
