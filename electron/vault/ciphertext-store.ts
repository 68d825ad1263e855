import Store from 'electron-store';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../core/log.ts';
import { makeFolder } from '../../core/data-folder/make-folder.ts';
import { fileProblem } from '../../core/data-folder/start-error.ts';
import { keyOfName, nameOfKey } from '../../core/vault/files/secret-name.ts';
import { takeVaultLock } from '../../core/vault/files/vault-lock.ts';
import { VaultError } from '../../core/vault/vault-error.ts';

/** One secret as it lies on disk. The backend tells later whether this machine's keyring is the one that can open it. */
export interface Ciphertext {
  readonly key: string;
  readonly backend: string;
  readonly data: Buffer;
  /** Unix milliseconds; null for one of the first version, which kept no times. */
  readonly createdAtMs: number | null;
}

export interface CiphertextStore {
  /** `damaged`: something is there that is no ciphertext; it stays. */
  read(key: string): Ciphertext | 'absent' | 'damaged';
  /** The former one is there until this one is. @throws what the file system says. */
  write(ciphertext: Ciphertext): void;
  remove(key: string): void;
  list(): readonly { readonly key: string; readonly ciphertext: Ciphertext | 'damaged' }[];
  lastUsedAtMs(key: string): number | null;
  /** Not worth an error: where it cannot be written, the former time stands. */
  markUsed(key: string, atMs: number): void;
  /** Where a damaged file of the first version is kept now, when there was one. */
  readonly kept: string | undefined;
}

const suffix = '.json';
const waitForLockMs = 2000;

/** `secrets/` in the data folder: ciphertexts only, readable by this user only, one file of electron-store a secret. */
export const openCiphertextStore = (
  homeDir: string,
  log: Log,
  nowMs: number,
  /** For tests that end the process between two steps. */
  onStep?: (step: string) => void,
): CiphertextStore => {
  const folder = join(homeDir, 'secrets');
  makeFolder(folder);

  const fileOf = (key: string): string => join(folder, `${nameOfKey(key)}${suffix}`);
  const storeOf = (name: string) =>
    new Store<Record<string, unknown>>({
      cwd: folder,
      name,
      accessPropertiesByDotNotation: false,
      configFileMode: 0o600,
    });

  const readName = (name: string): Ciphertext | 'absent' | 'damaged' => {
    // Before electron-store, which takes a missing file for an empty one and makes the folder.
    if (!existsSync(join(folder, `${name}${suffix}`))) return 'absent';
    try {
      return toCiphertext(storeOf(name).store) ?? 'damaged';
    } catch {
      return 'damaged';
    }
  };

  const read = (key: string): Ciphertext | 'absent' | 'damaged' => {
    const ciphertext = readName(nameOfKey(key));
    return typeof ciphertext === 'string' || ciphertext.key === key ? ciphertext : 'damaged';
  };

  const alone = <T>(action: () => T): T => {
    const release = takeVaultLock(folder, waitForLockMs);
    if (release === undefined) {
      throw new VaultError(
        'Another Fleetdeck is changing the vault. Nothing was changed. Try again in a moment.',
        'busy',
      );
    }
    try {
      return action();
    } finally {
      release();
    }
  };

  const write = (ciphertext: Ciphertext): void => {
    // electron-store reads before it writes, and cannot read what is damaged; that is kept under another name.
    if (read(ciphertext.key) === 'damaged') keepAside(fileOf(ciphertext.key), nowMs, log);
    const { key, backend, createdAtMs, data } = ciphertext;
    storeOf(nameOfKey(key)).set({ version: 2, key, backend, createdAtMs, ciphertext: data.toString('base64') });
  };

  const firstVersion: FirstVersion = {
    path: join(homeDir, 'secrets.json'),
    move: (key, value) => {
      // One that was saved since is newer.
      if (read(key) !== 'absent') return;
      const former = toCiphertext({ ...(typeof value === 'object' ? value : {}), key });
      // What is no ciphertext may be one that somebody can mend.
      if (former === undefined) storeOf(nameOfKey(key)).set({ version: 2, key, former: value });
      else write(former);
      const written = read(key);
      const isThere = former === undefined ? written === 'damaged' : isSameCiphertext(written, former);
      if (!isThere) throw new Error('what was read back is not what was written');
    },
  };

  const kept = alone(() => moveFirstVersion(firstVersion, nowMs, log, onStep));
  return {
    kept,
    read,
    write: (ciphertext) => {
      alone(() => {
        write(ciphertext);
      });
    },
    remove: (key) => {
      alone(() => {
        rmSync(fileOf(key), { force: true });
        rmSync(join(folder, `${nameOfKey(key)}.used${suffix}`), { force: true });
      });
    },
    list: () =>
      readdirSync(folder)
        .filter((file) => /^[a-z0-9_-]+\.json$/.test(file))
        .flatMap((file): ReturnType<CiphertextStore['list']> => {
          const name = file.slice(0, -suffix.length);
          const ciphertext = readName(name);
          if (ciphertext === 'absent') return [];
          // A whole file under another secret's name is none of either.
          const isOwn = ciphertext !== 'damaged' && nameOfKey(ciphertext.key) === name;
          return isOwn
            ? [{ key: ciphertext.key, ciphertext }]
            : [{ key: keyOfName(name) ?? name, ciphertext: 'damaged' }];
        })
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    lastUsedAtMs: (key) => {
      try {
        const atMs = storeOf(`${nameOfKey(key)}.used`).get('atMs');
        return typeof atMs === 'number' ? atMs : null;
      } catch {
        return null;
      }
    },
    markUsed: (key, atMs) => {
      try {
        storeOf(`${nameOfKey(key)}.used`).set('atMs', atMs);
      } catch (error) {
        log.debug('time of use not kept', { entry: key, reason: fileProblem(error) });
      }
    },
  };
};

interface FirstVersion {
  readonly path: string;
  /** Writes one secret to its own file, and reads it back. */
  readonly move: (key: string, value: unknown) => void;
}

/**
 * The first version kept all ciphertexts in one `secrets.json`. It goes when each of them is in its own file, so whatever
 * interrupts this, the next start goes on.
 *
 * @returns where the file is kept, if nobody can tell what is in it.
 */
const moveFirstVersion = (
  { path, move }: FirstVersion,
  nowMs: number,
  log: Log,
  onStep: ((step: string) => void) | undefined,
): string | undefined => {
  if (!existsSync(path)) return undefined;
  const entries = parseObject(readFileSync(path, 'utf8'));
  if (entries === undefined) return keepAside(path, nowMs, log);
  for (const [key, value] of Object.entries(entries)) {
    onStep?.(`before ${key}`);
    move(key, value);
  }
  onStep?.('before the old file goes');
  rmSync(path);
  onStep?.('old file gone');
  log.info('ciphertexts moved to a file each', { count: Object.keys(entries).length });
  return undefined;
};

const isSameCiphertext = (a: Ciphertext | 'absent' | 'damaged', b: Ciphertext): boolean =>
  typeof a !== 'string' && a.backend === b.backend && a.data.equals(b.data);

/** @returns where it is now. */
const keepAside = (path: string, nowMs: number, log: Log): string => {
  const moment = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  const kept = path.replace(/\.json$/, `.broken-${moment}.json`);
  renameSync(path, kept);
  log.warn('damaged file moved aside', { kept });
  return kept;
};

const parseObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

const toCiphertext = (value: Readonly<Record<string, unknown>>): Ciphertext | undefined => {
  const { key, backend, ciphertext, createdAtMs } = value;
  if (typeof key !== 'string' || typeof backend !== 'string') return undefined;
  if (typeof ciphertext !== 'string' || ciphertext === '') return undefined;
  const madeAtMs = typeof createdAtMs === 'number' ? createdAtMs : null;
  return { key, backend, data: Buffer.from(ciphertext, 'base64'), createdAtMs: madeAtMs };
};
