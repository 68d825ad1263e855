import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Bytes, as AES-256 takes them. */
export const keyBytes = 32;
/** NIST SP 800-38D, section 8.2.2: a random nonce of 96 bits is safe for 2^32 messages under one key. */
const nonceBytes = 12;
const tagBytes = 16;

/** Base64 of nonce, ciphertext and tag, one after the other. */
export type Sealed = string;

export const newKey = (): Buffer => randomBytes(keyBytes);

/**
 * AES-256-GCM. What is given as `context` is not encrypted but bound to the text: under another one it does not open, so
 * nobody can put one secret's ciphertext in the place of another's.
 */
export const seal = (key: Buffer, text: string, context: readonly string[]): Sealed => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(contextBytes(context));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]).toString('base64');
};

/** @returns undefined where key, context or text is another one than it was sealed with. */
export const unseal = (key: Buffer, sealed: Sealed, context: readonly string[]): string | undefined => {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < nonceBytes + tagBytes) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(contextBytes(context));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return text.toString('utf8');
  } catch {
    return undefined;
  }
};

/** JSON, so that no two contexts run together to the same bytes. */
const contextBytes = (context: readonly string[]): Buffer => Buffer.from(JSON.stringify(context), 'utf8');
