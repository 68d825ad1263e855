import { z } from 'zod';

export const shortestPassphrase = 12;
const longestPassphrase = 1000;
const fewestCharacters = 6;

/**
 * In words, why a passphrase would not protect a file that somebody else may get hold of; undefined when it may. No rule
 * makes a guessable one safe: the console proposes one that is drawn by lot.
 */
export const passphraseProblem = (passphrase: string): string | undefined => {
  const characters = Array.from(passphrase);
  if (characters.length < shortestPassphrase) {
    return `Use at least ${String(shortestPassphrase)} characters. A passphrase for a file can be guessed without anybody noticing.`;
  }
  if (characters.length > longestPassphrase) return `Use at most ${String(longestPassphrase)} characters.`;
  if (passphrase !== passphrase.trim())
    return 'Leave out the spaces before and after: they get lost when it is copied.';
  if (new Set(characters).size < fewestCharacters) {
    return `Use at least ${String(fewestCharacters)} different characters: repetitions are guessed first.`;
  }
  if (isRun(characters)) return 'Do not use characters in their order, such as 123456: they are guessed first.';
  return undefined;
};

/** True where each character is the neighbour of the one before, nearly everywhere. */
const isRun = (characters: readonly string[]): boolean => {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return steps.filter((step) => Math.abs(step) === 1).length >= steps.length * 0.75;
};

/** A passphrase for a new file. One that opens a file is taken as it is. */
export const newPassphraseSchema = z.string().superRefine((passphrase, context) => {
  const problem = passphraseProblem(passphrase);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

export const proposedPassphraseSchema = z.strictObject({
  passphrase: z.string(),
  /** Base-2 logarithm of the number of passphrases that it was drawn from, rounded down. */
  entropyBits: z.number().int().positive(),
});
export type ProposedPassphrase = z.infer<typeof proposedPassphraseSchema>;
