import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyringAnswer, OsKeyring } from '../keys/os-keyring.ts';

export interface KeyringDouble {
  readonly open: () => Promise<KeyringAnswer>;
  readonly entries: Map<string, string>;
  /** `missing`: this computer has none; `forgetful`: takes what it is given and keeps nothing; `silent`: never answers. */
  mode: 'open' | 'locked' | 'missing' | 'forgetful' | 'silent';
  /** Lets what was asked while it was silent have its answer. */
  readonly speak: () => void;
  /** How often an entry was asked for. */
  asked: number;
}

export const createKeyringDouble = (): KeyringDouble => {
  const entries = new Map<string, string>();
  let heard = Promise.withResolvers<undefined>();
  const answer = async <T>(action: () => T): Promise<T> => {
    if (double.mode === 'silent') await heard.promise;
    if (double.mode === 'locked') throw new Error('The collection is locked');
    return action();
  };
  const keyring: OsKeyring = {
    title: 'the keyring of this test',
    get: (account) => {
      double.asked += 1;
      return answer(() => entries.get(account) ?? null);
    },
    set: (account, secret) =>
      answer(() => {
        if (double.mode !== 'forgetful') entries.set(account, secret);
      }),
    remove: (account) => answer(() => void entries.delete(account)),
  };
  const double: KeyringDouble = {
    open: () =>
      Promise.resolve(
        double.mode === 'missing' ? { isUsable: false, reason: 'no keyring runs here' } : { isUsable: true, keyring },
      ),
    entries,
    mode: 'open',
    speak: () => {
      double.mode = 'open';
      heard.resolve(undefined);
      heard = Promise.withResolvers<undefined>();
    },
    asked: 0,
  };
  return double;
};

/** One that outlives the process: a file an entry. */
export const createKeyringInFolder = (folder: string): (() => Promise<KeyringAnswer>) => {
  const keyring: OsKeyring = {
    title: 'the keyring of this test',
    get: (account) => {
      const path = join(folder, account);
      return Promise.resolve(existsSync(path) ? readFileSync(path, 'utf8') : null);
    },
    set: (account, secret) => {
      writeFileSync(join(folder, account), secret);
      return Promise.resolve();
    },
    remove: (account) => {
      rmSync(join(folder, account), { force: true });
      return Promise.resolve();
    },
  };
  return () => Promise.resolve({ isUsable: true, keyring });
};
