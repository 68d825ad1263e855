import { createHash } from 'node:crypto';

/** File systems take 255 bytes a name; prefix, suffix and the random part of a temporary file have to fit in too. */
const longestName = 180;

/**
 * A file name for a key, and back. File systems that take `A` and `a` for the same letter must not take two keys for
 * one, so all but lower-case letters, digits and `-` is written as `_` and the byte in hexadecimal.
 */
export const nameOfKey = (key: string): string => {
  const name = [...Buffer.from(key, 'utf8')]
    .map((byte) => (/[a-z0-9-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : hexadecimal(byte)))
    .join('');
  return name.length <= longestName ? name : `_-${createHash('sha256').update(key).digest('hex')}`;
};

/** @returns undefined where the key was too long for a name: then only the file's content tells it. */
export const keyOfName = (name: string): string | undefined => {
  if (!/^([a-z0-9-]|_[0-9a-f]{2})+$/.test(name)) return undefined;
  const bytes = name.match(/_[0-9a-f]{2}|./g) ?? [];
  return Buffer.from(
    bytes.map((part) => (part.length === 1 ? part.charCodeAt(0) : parseInt(part.slice(1), 16))),
  ).toString('utf8');
};

const hexadecimal = (byte: number): string => `_${byte.toString(16).padStart(2, '0')}`;
