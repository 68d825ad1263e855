import { randomBytes } from 'node:crypto';

/** The operating system's store for small secrets, by the name of the entry. Each call rejects where it refuses. */
export interface OsKeyring {
  /** For an operator, as part of a sentence. */
  readonly title: string;
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  /** One that is not there is no error. */
  remove(account: string): Promise<void>;
}

export type KeyringAnswer =
  | { readonly isUsable: true; readonly keyring: OsKeyring }
  /** For an operator, as the end of a sentence. */
  | { readonly isUsable: false; readonly reason: string };

/**
 * Looks for one that keeps what it is given: a probe is written, read back and removed. Whoever asks may see the
 * keyring's own question for its password; after `patienceMs` it counts as shut.
 */
export const probeKeyring = async (
  open: () => Promise<KeyringAnswer>,
  patience: <T>(promise: Promise<T>) => Promise<T | 'no answer'>,
): Promise<KeyringAnswer> => {
  const answer = await patience(open());
  if (answer === 'no answer') return silent;
  if (!answer.isUsable) return answer;
  const { keyring } = answer;
  const account = `probe-${randomBytes(6).toString('hex')}`;
  const value = randomBytes(12).toString('base64');
  const probing = (async (): Promise<KeyringAnswer> => {
    try {
      await keyring.set(account, value);
      const isKept = (await keyring.get(account)) === value;
      await keyring.remove(account);
      return isKept ? answer : { isUsable: false, reason: `${keyring.title} does not keep what it is given` };
    } catch {
      return { isUsable: false, reason: `${keyring.title} is locked or refuses Fleetdeck` };
    }
  })();
  const result = await patience(probing);
  return result === 'no answer' ? silent : result;
};

const silent: KeyringAnswer = { isUsable: false, reason: 'the keyring gave no answer' };
