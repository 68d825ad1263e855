import Store from 'electron-store';
import { join } from 'node:path';
import { moveBrokenFileAside } from '../../core/data-folder/broken-file.ts';
import type { Log } from '../../core/log.ts';

/** One secret as it lies on disk. The backend tells later whether this machine's keyring is the one that can open it. */
export interface Ciphertext {
  readonly backend: string;
  readonly data: Buffer;
}

export interface CiphertextStore {
  /** `damaged`: something is there that is no ciphertext; it stays. */
  read(key: string): Ciphertext | 'absent' | 'damaged';
  write(key: string, ciphertext: Ciphertext): void;
  remove(key: string): void;
  /** Where a damaged file is kept now, when there was one. */
  readonly kept: string | undefined;
}

/** `secrets.json` in the data folder: ciphertexts only, readable by this user only, one entry a secret. */
export const openCiphertextStore = (folder: string, log: Log, nowMs: number): CiphertextStore => {
  const kept = moveBrokenFileAside(join(folder, 'secrets.json'), log, nowMs);
  const store = new Store<Record<string, unknown>>({
    cwd: folder,
    name: 'secrets',
    accessPropertiesByDotNotation: false,
    configFileMode: 0o600,
  });
  return {
    kept,
    read: (key) => {
      if (!store.has(key)) return 'absent';
      return toCiphertext(store.get(key)) ?? 'damaged';
    },
    write: (key, { backend, data }) => {
      store.set(key, { backend, ciphertext: data.toString('base64') });
    },
    remove: (key) => {
      store.delete(key);
    },
  };
};

const toCiphertext = (value: unknown): Ciphertext | undefined => {
  if (typeof value !== 'object' || value === null || !('backend' in value) || !('ciphertext' in value))
    return undefined;
  const { backend, ciphertext } = value;
  if (typeof backend !== 'string' || typeof ciphertext !== 'string' || ciphertext === '') return undefined;
  return { backend, data: Buffer.from(ciphertext, 'base64') };
};
