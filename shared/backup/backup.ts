import { z } from 'zod';

/** Of a whole file, sealed or not: what a window can hand over in one message to any host. */
export const largestBackupCharacters = 3_500_000;

export const backupContentSchema = z
  .string()
  .max(largestBackupCharacters, 'The file is larger than any backup of settings.');

/** What an export is handed over as: a file for the window to save. */
export const exportedSettingsSchema = z.strictObject({
  fileName: z.string(),
  mediaType: z.string(),
  /** Text, also where it is sealed. */
  content: z.string(),
  isSealed: z.boolean(),
  connectionCount: z.number().int().nonnegative(),
  secretCount: z.number().int().nonnegative(),
  /** In words, what could not be taken along and why. */
  leftOut: z.array(z.string()),
});
export type ExportedSettings = z.infer<typeof exportedSettingsSchema>;

/** `keep`: what is here stays as it is. `take`: as the file has it. `copy`: beside what is here, under a new id, switched off. */
export const importChoices = ['keep', 'take', 'copy'] as const;
export type ImportChoice = (typeof importChoices)[number];

export const importChangeSchema = z.strictObject({
  /** In words: "Address". */
  field: z.string(),
  /** As text; null where there is nothing. */
  former: z.string().nullable(),
  next: z.string().nullable(),
});
export type ImportChange = z.infer<typeof importChangeSchema>;

export const importedSecretSchema = z.strictObject({
  /** In words: "Password". */
  title: z.string(),
  /**
   * `unchanged`: the file has the one that is here. `missing`: there was one where the file was made; it has to be entered
   * here.
   */
  effect: z.enum(['set', 'replaced', 'unchanged', 'kept', 'missing']),
});
export type ImportedSecret = z.infer<typeof importedSecretSchema>;

export const importItemSchema = z.strictObject({
  /** The connection's id in the file. */
  id: z.string(),
  name: z.string(),
  change: z.enum(['added', 'changed', 'same', 'unreadable']),
  /** The first ones; `changeCount` says how many there are. */
  changes: z.array(importChangeSchema),
  changeCount: z.number().int().nonnegative(),
  secrets: z.array(importedSecretSchema),
  /** Empty where nothing can be chosen. */
  choices: z.array(z.enum(importChoices)),
  /** For the user to know before choosing; for an unreadable one, why it cannot be read. */
  notices: z.array(z.string()),
});
export type ImportItem = z.infer<typeof importItemSchema>;

export const importPreviewSchema = z.strictObject({
  previewId: z.string(),
  /** Unix milliseconds; the preview can be applied until then. */
  expiresAtMs: z.number(),
  exportedAtMs: z.number(),
  isSealed: z.boolean(),
  connections: z.array(importItemSchema),
  preferences: z.array(importChangeSchema),
  /** The console's own connections that would be switched on or off. */
  managed: z.array(importChangeSchema),
  notices: z.array(z.string()),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

export const importDecisionSchema = z.strictObject({
  /** By the connection's id in the file. What is not named is kept. */
  connections: z.record(z.string().max(200), z.enum(importChoices)),
  preferences: z.enum(['keep', 'take']),
  managed: z.enum(['keep', 'take']),
});
export type ImportDecision = z.infer<typeof importDecisionSchema>;

export const importOutcomeSchema = z.strictObject({
  addedCount: z.number().int().nonnegative(),
  changedCount: z.number().int().nonnegative(),
  secretCount: z.number().int().nonnegative(),
  /** In words, what still has to be done by hand. */
  notices: z.array(z.string()),
});
export type ImportOutcome = z.infer<typeof importOutcomeSchema>;
