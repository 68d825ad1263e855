import { z } from 'zod';
import { secretStatuses } from '../connection/settings.ts';

/** The browser host's, in the order in which they are to be preferred. The desktop app has the operating system's alone. */
export const vaultBackends = ['os-keyring', 'passphrase', 'memory'] as const;
export type VaultBackend = (typeof vaultBackends)[number];

export const vaultChoiceSchema = z.strictObject({
  backend: z.enum(vaultBackends),
  isAvailable: z.boolean(),
  /** For an operator: what it means to choose it, or why it cannot be chosen. */
  explanation: z.string(),
});
export type VaultChoice = z.infer<typeof vaultChoiceSchema>;

/** What may be known of a stored secret: all but the secret. */
export const vaultEntrySchema = z.strictObject({
  key: z.string(),
  /** In words, what it is and of which connection. */
  title: z.string(),
  /** Of a connection that is not there: nothing uses it, as after a kill in the middle of making or removing one. */
  isLeftOver: z.boolean(),
  backend: z.string(),
  createdAtMs: z.number().nullable(),
  lastUsedAtMs: z.number().nullable(),
  status: z.enum(secretStatuses),
});
export type VaultEntryView = z.infer<typeof vaultEntrySchema>;

export const vaultViewSchema = z.strictObject({
  backend: z.string(),
  isPersistent: z.boolean(),
  explanation: z.string(),
  entries: z.array(vaultEntrySchema),
  /** Null where the host decides and there is nothing to choose, as in the desktop app. */
  management: z
    .strictObject({
      backend: z.enum(vaultBackends),
      isLocked: z.boolean(),
      choices: z.array(vaultChoiceSchema),
      /** A move that was begun and not ended; null: all is in one place. */
      unfinished: z
        .strictObject({
          secretCount: z.number(),
          from: z.array(z.string()),
          canContinue: z.boolean(),
          explanation: z.string(),
        })
        .nullable(),
      /** Unix milliseconds; null: a passphrase may be tried now. */
      retryUnlockAtMs: z.number().nullable(),
      minimumPassphraseLength: z.number(),
    })
    .nullable(),
});
export type VaultView = z.infer<typeof vaultViewSchema>;

export const migrationReportSchema = z.strictObject({
  movedCount: z.number(),
  /** Keys of secrets that could not be read. They stay where they were. */
  leftBehind: z.array(z.string()),
});
