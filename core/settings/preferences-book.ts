import { defaultPreferences, preferencesSchema, type Preferences } from '../../shared/preferences.ts';
import type { SettingsStore } from './settings-store.ts';

export const preferencesKey = 'preferences';

/** One field that cannot be read costs that field its default, not the user all the others. */
export const readPreferences = (store: SettingsStore): Preferences => {
  const stored = store.get(preferencesKey);
  if (typeof stored !== 'object' || stored === null) return defaultPreferences;
  let preferences: Preferences = defaultPreferences;
  for (const [name, value] of Object.entries(stored)) {
    const candidate = preferencesSchema.safeParse({ ...preferences, [name]: value as unknown });
    if (candidate.success) preferences = candidate.data;
  }
  return preferences;
};

export const savePreferences = (store: SettingsStore, preferences: Preferences): void => {
  store.set(preferencesKey, preferences);
};
