import { Decrypter, Encrypter, armor } from 'age-encryption';
import { passphraseProblem } from '../../shared/backup/passphrase.ts';
import { fail, ok, type ErrorCode, type Result } from '../../shared/contract/result.ts';
import { StanzaError, passphraseIdentity, passphraseRecipient, sealingWorkFactor } from './passphrase-stanza.ts';

/**
 * Files under a passphrase, in the age format (https://c2sp.org/age): what this console writes, `age --decrypt` opens,
 * and the other way round.
 */

/** Nothing that this console seals comes near it. */
const largestFileBytes = 16_000_000;

const firstLine = 'age-encryption.org/v1\n';
const armorLine = '-----BEGIN AGE ENCRYPTED FILE-----';

/** Stands in `details.reason` of a failure, for a window to choose what to offer. */
export type SealedFileReason =
  | 'weak-passphrase'
  | 'not-sealed'
  | 'incomplete'
  | 'damaged'
  | 'other-key'
  | 'too-much-work'
  | 'too-large'
  | 'wrong-passphrase';

export interface SealOptions {
  /** Base-2 logarithm; less than the default for tests only. */
  readonly workFactor?: number;
}

/** @returns the file's content: text, in age's own armour, so that it also survives being mailed or pasted. */
export const seal = async (
  text: string,
  passphrase: string,
  { workFactor = sealingWorkFactor }: SealOptions = {},
): Promise<Result<string>> => {
  const problem = passphraseProblem(passphrase);
  if (problem !== undefined) return refusal('weak-passphrase', 'invalid-params', problem);
  const encrypter = new Encrypter();
  encrypter.addRecipient(passphraseRecipient(passphrase, workFactor));
  return ok(armor.encode(await encrypter.encrypt(text)));
};

export const isSealed = (content: Uint8Array | string): boolean => {
  const start = startOf(content);
  return start.startsWith(firstLine.trimEnd()) || start.startsWith(armorLine);
};

/** Opens what was sealed, armoured or not. A wrong passphrase, a damaged and a foreign file each say so. */
export const openSealed = async (content: Uint8Array | string, passphrase: string): Promise<Result<string>> => {
  if (content.length > largestFileBytes) {
    return refusal(
      'too-large',
      'too-large',
      'The file is larger than any that this console writes. It was not opened.',
    );
  }
  if (!isSealed(content)) {
    return refusal(
      'not-sealed',
      'invalid-params',
      'This is no file under a passphrase (age format). Choose another file.',
    );
  }
  const bytes = bytesOf(content);
  if (bytes === undefined || !hasWholeHeader(bytes)) return refusal('incomplete', 'invalid-params', incompleteWords);
  const decrypter = new Decrypter();
  decrypter.addIdentity(passphraseIdentity(passphrase));
  try {
    return ok(await decrypter.decrypt(bytes, 'text'));
  } catch (error) {
    return openingFailure(error);
  }
};

const openingFailure = (error: unknown): Result<never> => {
  const reason = error instanceof StanzaError ? error.reason : 'damaged';
  switch (reason) {
    case 'wrong-passphrase':
      return refusal(
        reason,
        'refused',
        'The passphrase does not open this file. Check it for capital letters and missing characters, and try again.',
      );
    case 'other-key':
      return refusal(
        reason,
        'unsupported',
        'This file was encrypted for a key, not under a passphrase. Ask for one that is under a passphrase.',
      );
    case 'too-much-work':
      return refusal(
        reason,
        'too-large',
        'Opening this file would take more time and memory than this console gives to a file. It was not opened.',
      );
    case 'damaged':
      return refusal(
        reason,
        'invalid-params',
        'The file is damaged or was cut off. Get it once more from where it came from.',
      );
  }
};

const incompleteWords = 'Only a part of the file is there. Get it once more from where it came from.';

const startOf = (content: Uint8Array | string): string =>
  (typeof content === 'string'
    ? content.slice(0, 200)
    : Buffer.from(content.subarray(0, 200)).toString('latin1')
  ).trimStart();

/** Undefined for an armour that is not whole. */
const bytesOf = (content: Uint8Array | string): Uint8Array | undefined => {
  if (startOf(content).startsWith(firstLine))
    return typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  try {
    return armor.decode(typeof content === 'string' ? content : Buffer.from(content).toString('latin1'));
  } catch {
    return undefined;
  }
};

/** The header ends with the line that has its authentication code; 32 bytes are 43 characters. */
const hasWholeHeader = (bytes: Uint8Array): boolean => /\n--- [\w+/]{43}\n/.test(Buffer.from(bytes).toString('latin1'));

const refusal = (reason: SealedFileReason, code: ErrorCode, message: string): Result<never> =>
  fail(code, message, { reason });
