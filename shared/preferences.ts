import { z } from 'zod';

/** How this user likes to see things. Kept by the engine: a browser host's address, and with it its storage, changes. */
export const preferencesSchema = z.strictObject({
  theme: z.enum(['auto', 'light', 'dark']),
  distance: z.enum(['km', 'mi']),
  temperature: z.enum(['celsius', 'fahrenheit']),
  volume: z.enum(['l', 'gal']),
  /** Single-key shortcuts can be switched off (WCAG 2.1.4). */
  singleKeyShortcuts: z.boolean(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const defaultPreferences: Preferences = {
  theme: 'auto',
  distance: 'km',
  temperature: 'celsius',
  volume: 'l',
  singleKeyShortcuts: true,
};
