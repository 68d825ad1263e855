import { z } from 'zod';
import { managedConnectionSchema } from '../core/connections/managed-connection.ts';
import { logLevels } from '../core/data-folder/log-file.ts';

/** What a next process needs so that windows that are open find everything where it was. */
const restartSchema = z.strictObject({
  port: z.number().int().min(1).max(65_535),
  key: z.string().min(22),
  cookie: z.string().min(22),
  /**
   * What the vault has in memory only: an engine that is started again signs in again, and nobody has to unlock a vault
   * for the second time because a process ended. With a keyring there is nothing to hand over.
   */
  vault: z.strictObject({
    secrets: z.record(z.string(), z.string()),
    keys: z.record(z.string(), z.string()),
  }),
});
export type Restart = z.infer<typeof restartSchema>;

/**
 * What the launcher and this process say to each other over process IPC. Secrets go this way only: arguments and
 * environment can be read by every program of the user.
 */
export const startMessageSchema = z.strictObject({
  type: z.literal('start'),
  options: z.strictObject({
    port: z.number().int().min(0).max(65_535).optional(),
    homeDir: z.string().min(1),
    /** The built window, where it is not in its usual place. */
    rendererDir: z.string().min(1).optional(),
    managedConnections: z.array(managedConnectionSchema),
    /** False: the operating system's keyring is left alone, as where there is none. */
    isKeyringWanted: z.boolean().optional(),
    logLevel: z.enum(logLevels).optional(),
    restart: restartSchema.optional(),
  }),
});
export type StartOptions = z.infer<typeof startMessageSchema>['options'];

export type HostMessage =
  | {
      readonly type: 'ready';
      readonly url: string;
      readonly restart: Restart;
      /** Sentences for whoever started the console, such as that a damaged settings file was moved aside. */
      readonly notices: readonly string[];
    }
  /** What a next process needs has changed. */
  | { readonly type: 'restart'; readonly restart: Restart }
  | { readonly type: 'failed'; readonly message: string };
