import { expect, test } from 'vitest';
import { defaultPreferences } from '../../shared/preferences.ts';
import { readPreferences, savePreferences } from './preferences-book.ts';
import { createMemorySettings } from './settings-store.ts';

test('the first start has the defaults', () => {
  expect(readPreferences(createMemorySettings())).toEqual(defaultPreferences);
});

test('what was saved is read back', () => {
  const store = createMemorySettings();
  const chosen = { ...defaultPreferences, theme: 'dark', distance: 'mi' } as const;
  savePreferences(store, chosen);
  expect(readPreferences(store)).toEqual(chosen);
});

test('a field from another version or a slip of the hand leaves the others as they are', () => {
  const store = createMemorySettings({ preferences: { theme: 'purple', distance: 'mi', novelty: 1 } });
  expect(readPreferences(store)).toEqual({ ...defaultPreferences, distance: 'mi' });
});

test('preferences of a wrong shape read as the defaults', () => {
  expect(readPreferences(createMemorySettings({ preferences: 'dark' }))).toEqual(defaultPreferences);
});
