import { create } from 'zustand';
import { defaultPreferences, type Preferences } from '../../shared/preferences.ts';
import type { EngineLink } from '../engine/engine-link.ts';

interface PreferencesState {
  readonly preferences: Preferences;
  /** Why the last change was not kept, in words; it holds for this window all the same. */
  readonly problem: string | null;
}

export const usePreferencesStore = create<PreferencesState>()(() => ({
  preferences: defaultPreferences,
  problem: null,
}));

export const usePreferences = (): Preferences => usePreferencesStore((state) => state.preferences);

export const loadPreferences = async (engine: EngineLink): Promise<void> => {
  const result = await engine.call('preferences.get', {});
  if (result.ok) usePreferencesStore.setState({ preferences: result.value });
};

/** Shown at once, kept by the engine. */
export const changePreferences = async (engine: EngineLink, change: Partial<Preferences>): Promise<void> => {
  const preferences = { ...usePreferencesStore.getState().preferences, ...change };
  usePreferencesStore.setState({ preferences, problem: null });
  const result = await engine.call('preferences.save', preferences);
  if (!result.ok) usePreferencesStore.setState({ problem: result.error.message });
};
