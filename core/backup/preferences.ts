import { preferencesSchema, type Preferences } from '../../shared/preferences.ts';

export interface ReadPreferences {
  /** Those of the file over those that were here. */
  readonly preferences: Preferences;
  /** Names of those that this version does not know or cannot read. */
  readonly leftOut: readonly string[];
}

/** Field by field: one that cannot be read costs only itself. */
export const readFilePreferences = (value: unknown, former: Preferences): ReadPreferences => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { preferences: former, leftOut: [] };
  let preferences = former;
  const leftOut: string[] = [];
  for (const [name, field] of Object.entries(value)) {
    const parsed = preferencesSchema.safeParse({ ...preferences, [name]: field as unknown });
    if (parsed.success) preferences = parsed.data;
    else leftOut.push(name.slice(0, 50));
  }
  return { preferences, leftOut };
};
