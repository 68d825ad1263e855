import { z } from 'zod';
import { largestBackupCharacters } from '../../shared/backup/backup.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { SecretsByConnection } from './backup-vault.ts';
import { secretNamePattern } from './secret-names.ts';

const formatName = 'fleetdeck-settings';
const formatVersion = 1;

const limits = { depth: 40, connections: 2000, secretsPerConnection: 20 };

/** What a backup holds, checked as a whole; its parts are checked one by one, so that a bad one costs only itself. */
export interface BackupContent {
  readonly exportedAtMs: number;
  readonly connections: readonly {
    readonly id: string;
    readonly settings: unknown;
    readonly secretNames: readonly string[];
  }[];
  readonly preferences: unknown;
  readonly disabledManagedConnections: readonly string[];
  readonly secrets: SecretsByConnection;
}

const secretsSchema = z
  .record(z.string().regex(secretNamePattern), z.string().min(1).max(1_000_000))
  .refine((secrets) => Object.keys(secrets).length <= limits.secretsPerConnection);

const fileSchema = z.object({
  exportedAtMs: z.number().int(),
  connections: z
    .array(
      z.object({
        id: z.string().min(1).max(200),
        settings: z.unknown(),
        /** Of the secrets that there were, whether or not the file has them. */
        secretNames: z.array(z.string().regex(secretNamePattern)).max(limits.secretsPerConnection).default([]),
        secrets: secretsSchema.optional(),
      }),
    )
    .max(limits.connections),
  preferences: z.unknown().optional(),
  disabledManagedConnections: z.array(z.string().max(200)).max(limits.connections),
});

const headSchema = z.object({ format: z.literal(formatName), version: z.number().int().positive() });

export const writeBackup = (content: BackupContent): string => {
  const { secrets, connections, ...rest } = content;
  const entries = connections.map((connection) => {
    const own = secrets.get(connection.id);
    return own === undefined ? connection : { ...connection, secrets: Object.fromEntries(own) };
  });
  return `${JSON.stringify({ format: formatName, version: formatVersion, ...rest, connections: entries }, null, 2)}\n`;
};

/** Nothing in the text is trusted: not its size, depth, keys or version. */
export const readBackup = (text: string): Result<BackupContent> => {
  if (text.length > largestBackupCharacters)
    return fail('too-large', 'The file is larger than any backup of settings.');
  const value = parsedSafely(text);
  const head = headSchema.safeParse(value);
  if (!head.success) return notABackup;
  if (head.data.version !== formatVersion) {
    return fail(
      'unsupported',
      `The file was made by a later version of Fleetdeck (format ${String(head.data.version)}). Update this console, or export again from the older one.`,
    );
  }
  const file = fileSchema.safeParse(value);
  if (!file.success) {
    const [issue] = file.error.issues;
    return fail(
      'invalid-params',
      `The file is a backup, but not a sound one (${issue?.path.join('.') ?? ''}). Nothing was changed.`,
    );
  }
  const { connections, ...rest } = file.data;
  return ok({
    exportedAtMs: rest.exportedAtMs,
    preferences: rest.preferences,
    disabledManagedConnections: rest.disabledManagedConnections,
    connections: connections.map(({ id, settings, secretNames }) => ({ id, settings, secretNames })),
    secrets: new Map(
      connections.flatMap(({ id, secrets }) =>
        secrets === undefined ? [] : [[id, new Map(Object.entries(secrets))] as const],
      ),
    ),
  });
};

const notABackup = fail('invalid-params', 'This is no backup of Fleetdeck settings. Choose another file.');

/** Undefined for anything that should not even be looked at. */
const parsedSafely = (text: string): unknown => {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text, (key, part: unknown) => {
      if (key === '__proto__') throw new SyntaxError('No settings have this name.');
      return part;
    });
  } catch {
    return undefined;
  }
};

/** Before anything is built of it: nesting costs one character a level. */
const isTooDeep = (text: string): boolean => {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isInString) {
      if (character === '\\') index++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') {
      if (++depth > limits.depth) return true;
    } else if (character === ']' || character === '}') depth--;
  }
  return false;
};
