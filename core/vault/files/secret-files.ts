import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { removeForGood, temporarySuffix, writeAtomically, type OnStep } from './atomic-file.ts';
import { keyOfName, nameOfKey } from './secret-name.ts';

/** One secret as it lies on disk. Another version, written by a newer Fleetdeck, is damage to this one: kept, not read. */
const secretFileSchema = z.strictObject({
  version: z.literal(1),
  key: z.string().min(1),
  /** What protects the key that it is sealed with. */
  backend: z.string().min(1),
  keyId: z.string().min(1),
  createdAtMs: z.number(),
  savedAtMs: z.number(),
  sealed: z.base64(),
});
export type SecretFile = z.infer<typeof secretFileSchema>;

export interface SecretFiles {
  read(key: string): Promise<SecretFile | 'absent' | 'damaged'>;
  /** `check` is given what was read back, before the former file goes; it throws where that is not what it should be. */
  write(file: SecretFile, check: (written: SecretFile) => void): Promise<void>;
  remove(key: string): Promise<void>;
  /** By key. `damaged` is a file that is there and is none of ours. */
  list(): Promise<readonly { readonly key: string; readonly file: SecretFile | 'damaged' }[]>;
  /** Unix milliseconds; null where it was never used. */
  lastUsedAtMs(key: string): Promise<number | null>;
  /** Not worth an error: where it cannot be written, the former time stands. */
  markUsed(key: string, atMs: number): Promise<void>;
  /** What processes that were killed have left half written. Only while nobody writes. */
  sweep(): Promise<void>;
}

const prefix = 'secret-';
const suffix = '.json';
const usedSuffix = '.used';

/** One file a secret, so that damage to one is no damage to another, and two processes do not write over each other. */
export const openSecretFiles = (folder: string, onStep?: OnStep): SecretFiles => {
  const pathOf = (key: string): string => join(folder, `${prefix}${nameOfKey(key)}${suffix}`);
  const usedPathOf = (key: string): string => join(folder, `${prefix}${nameOfKey(key)}${usedSuffix}`);

  const readPath = async (path: string): Promise<SecretFile | 'absent' | 'damaged'> => {
    try {
      return parse(await readFile(path, 'utf8'));
    } catch (error) {
      if (isMissing(error)) return 'absent';
      throw error;
    }
  };

  return {
    read: async (key) => {
      const file = await readPath(pathOf(key));
      return typeof file === 'string' || file.key === key ? file : 'damaged';
    },
    write: (file, check) =>
      writeAtomically(pathOf(file.key), `${JSON.stringify(file, undefined, 2)}\n`, {
        check: (text) => {
          const written = parse(text);
          if (written === 'damaged') throw new Error('what was read back is not what was written');
          check(written);
        },
        onStep,
      }),
    remove: async (key) => {
      await onStep?.('before a secret is removed');
      await removeForGood(folder, `${prefix}${nameOfKey(key)}${suffix}`);
      await onStep?.('secret removed');
      await rm(usedPathOf(key), { force: true });
    },
    list: async () => {
      const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && name.endsWith(suffix));
      const files = await Promise.all(
        names.map(async (name) => {
          const file = await readPath(join(folder, name));
          const namedKey = keyOfName(name.slice(prefix.length, -suffix.length));
          return { name, namedKey, file };
        }),
      );
      return files
        .flatMap(({ name, namedKey, file }) => {
          if (file === 'absent') return [];
          const key = file === 'damaged' ? (namedKey ?? name) : file.key;
          return [{ key, file: file !== 'damaged' && nameOfFile(file) !== name ? ('damaged' as const) : file }];
        })
        .sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    lastUsedAtMs: async (key) => {
      try {
        const atMs = Number(await readFile(usedPathOf(key), 'utf8'));
        return Number.isFinite(atMs) && atMs > 0 ? atMs : null;
      } catch {
        return null;
      }
    },
    markUsed: async (key, atMs) => {
      const temporary = `${usedPathOf(key)}.${String(process.pid)}${temporarySuffix}`;
      try {
        await writeFile(temporary, String(atMs), { mode: 0o600 });
        await rename(temporary, usedPathOf(key));
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
    sweep: async () => {
      const names = (await readdir(folder)).filter((name) => name.endsWith(temporarySuffix));
      await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
    },
  };
};

const nameOfFile = (file: SecretFile): string => `${prefix}${nameOfKey(file.key)}${suffix}`;

const parse = (text: string): SecretFile | 'damaged' => {
  try {
    const parsed = secretFileSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : 'damaged';
  } catch {
    return 'damaged';
  }
};

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
