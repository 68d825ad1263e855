import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { Stanza, type Identity, type Recipient } from 'age-encryption';
import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto';

/**
 * The passphrase recipient of the age format (https://c2sp.org/age#the-scrypt-recipient-type): the file's key, encrypted
 * with ChaCha20-Poly1305 under a key that scrypt (RFC 7914, r = 8, p = 1) makes of the passphrase.
 *
 * age-encryption has the same, but derives the key on the thread that called it, where a second of work holds up every
 * window. Node derives it on a thread of its own. The cipher is not Node's, because Electron's Node does not have it
 * (https://github.com/electron/electron/issues/24024).
 */

const label = 'age-encryption.org/v1/scrypt';
const saltBytes = 16;
const keyBytes = 32;
/** A file key of 16 bytes and its tag. */
const bodyBytes = 32;
const blockSize = 8;

/** One key, one message: the format asks for the nonce to be zero. */
const nonce = new Uint8Array(12);

/** Base-2 logarithm of scrypt's cost. 18 takes about half a second and 256 MiB; each step more doubles both. */
export const sealingWorkFactor = 18;
export const largestWorkFactor = 20;

/** Why a file's key was not had. */
export class StanzaError extends Error {
  override readonly name = 'StanzaError';
  readonly reason: 'damaged' | 'other-key' | 'too-much-work' | 'wrong-passphrase';

  constructor(reason: StanzaError['reason']) {
    super(`The file cannot be opened with a passphrase: ${reason}.`);
    this.reason = reason;
  }
}

export const passphraseRecipient = (passphrase: string, workFactor: number): Recipient => ({
  wrapFileKey: async (fileKey) => {
    const salt = randomBytes(saltBytes);
    const key = await derivedKey(passphrase, salt, workFactor);
    return [
      new Stanza(['scrypt', withoutPadding(salt), String(workFactor)], chacha20poly1305(key, nonce).encrypt(fileKey)),
    ];
  },
});

/** Throws {@link StanzaError} where age itself would only say that no key fitted. */
export const passphraseIdentity = (passphrase: string): Identity => ({
  unwrapFileKey: async (stanzas) => {
    const [stanza] = stanzas;
    if (stanza?.args[0] !== 'scrypt') throw new StanzaError('other-key');
    const [, saltText = '', workText = '', ...more] = stanza.args;
    const salt = Buffer.from(saltText, 'base64');
    // The format wants it alone in its file: a sender who knew the passphrase, and nobody else, has written it.
    const isSound =
      stanzas.length === 1 &&
      more.length === 0 &&
      salt.length === saltBytes &&
      withoutPadding(salt) === saltText &&
      stanza.body.length === bodyBytes &&
      /^[1-9]\d*$/.test(workText);
    if (!isSound) throw new StanzaError('damaged');
    const workFactor = Number(workText);
    if (workFactor > largestWorkFactor) throw new StanzaError('too-much-work');
    const key = await derivedKey(passphrase, salt, workFactor);
    try {
      return chacha20poly1305(key, nonce).decrypt(stanza.body);
    } catch {
      throw new StanzaError('wrong-passphrase');
    }
  },
});

const derivedKey = (passphrase: string, salt: Uint8Array, workFactor: number): Promise<Uint8Array> => {
  const cost = 2 ** workFactor;
  // Twice what scrypt itself uses; Node refuses above.
  const options: ScryptOptions = { N: cost, r: blockSize, p: 1, maxmem: 2 * 128 * blockSize * cost };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.concat([Buffer.from(label), salt]), keyBytes, options, (error, key) => {
      if (error === null) resolve(key);
      // More memory than there is.
      else reject(new StanzaError('too-much-work'));
    });
  });
};

const withoutPadding = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
