import { randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { keyBytes, seal, unseal } from './seal.ts';

/** RFC 7914: cost, block size and parallelisation. Memory is 128 · cost · blockSize bytes. */
export interface ScryptCost {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

/**
 * 128 MiB and some tenths of a second a guess.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 */
export const recommendedCost: ScryptCost = { cost: 2 ** 17, blockSize: 8, parallelization: 1 };

/**
 * In characters. Whoever has the files can guess as fast as their machine allows, so it is NIST's length for a secret
 * that stands alone: SP 800-63B-4, section 3.1.1.2.
 */
export const minimumPassphraseLength = 15;

/** More would let a file that somebody has tampered with take all memory. */
const largestCost = 2 ** 20;

/** A data key under a passphrase, with all but the passphrase that is needed to open it. */
export const wrappedKeySchema = z.strictObject({
  kdf: z.literal('scrypt'),
  cost: z.number().int().min(2).max(largestCost),
  blockSize: z.number().int().min(1).max(32),
  parallelization: z.number().int().min(1).max(16),
  salt: z.base64(),
  sealedKey: z.base64(),
});
export type WrappedKey = z.infer<typeof wrappedKeySchema>;

const saltBytes = 16;

export const wrapKey = async (
  dataKey: Buffer,
  keyId: string,
  passphrase: string,
  cost: ScryptCost,
): Promise<WrappedKey> => {
  const salt = randomBytes(saltBytes);
  const { blockSize, parallelization } = cost;
  const passphraseKey = await deriveKey(passphrase, salt, cost);
  const sealedKey = seal(passphraseKey, dataKey.toString('base64'), contextOf(keyId));
  return {
    kdf: 'scrypt',
    cost: cost.cost,
    blockSize,
    parallelization,
    salt: salt.toString('base64'),
    sealedKey,
  };
};

/** @returns undefined where the passphrase is another one. */
export const unwrapKey = async (
  wrapped: WrappedKey,
  keyId: string,
  passphrase: string,
): Promise<Buffer | undefined> => {
  const passphraseKey = await deriveKey(passphrase, Buffer.from(wrapped.salt, 'base64'), wrapped);
  const text = unseal(passphraseKey, wrapped.sealedKey, contextOf(keyId));
  return text === undefined ? undefined : Buffer.from(text, 'base64');
};

const contextOf = (keyId: string): readonly string[] => ['fleetdeck-vault-key', keyId];

const deriveKey = (passphrase: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const memoryBytes = 128 * cost.cost * cost.blockSize;
    const options = {
      N: cost.cost,
      r: cost.blockSize,
      p: cost.parallelization,
      // Above what is needed: OpenSSL counts some buffers more than the formula.
      maxmem: memoryBytes + 128 * cost.blockSize * (cost.parallelization + 4) + 65_536,
    };
    // The same letters can be typed as different code points: NIST SP 800-63B-4, section 3.1.1.2.
    scrypt(passphrase.normalize('NFKC'), salt, keyBytes, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
