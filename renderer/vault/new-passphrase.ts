import { passphraseProblem, shortestPassphrase } from '../../shared/backup/passphrase.ts';

export interface NewPassphrase {
  readonly text: string;
  readonly repeated: string;
  /** Of a passphrase that was drawn by lot and has not been changed since; null for one's own. */
  readonly entropyBits: number | null;
  /** Said by the user: nobody can bring it back. */
  readonly isKept: boolean;
}

export const noPassphrase: NewPassphrase = { text: '', repeated: '', entropyBits: null, isKept: false };

export const typed = (former: NewPassphrase, text: string): NewPassphrase => ({ ...former, text, entropyBits: null });

export const proposed = (text: string, entropyBits: number): NewPassphrase => ({
  ...{ text, entropyBits },
  repeated: text,
  isKept: false,
});

/** What keeps a passphrase from being taken, field by field; a passphrase without any may be used. */
export interface PassphraseProblems {
  readonly text?: string;
  readonly repeated?: string;
  readonly isKept?: string;
}

export const problemsOf = (passphrase: NewPassphrase, minimumLength = shortestPassphrase): PassphraseProblems => {
  const { text, repeated, entropyBits, isKept } = passphrase;
  const problem = weakness(text, minimumLength);
  if (problem !== undefined) return { text: problem };
  if (entropyBits === null && repeated !== text) return { repeated: 'The two differ. Type the same once more.' };
  if (!isKept) return { isKept: 'Keep it first: without it nobody can open what is under it.' };
  return {};
};

export const isUsable = (passphrase: NewPassphrase, minimumLength?: number): boolean =>
  Object.keys(problemsOf(passphrase, minimumLength)).length === 0;

/** What can be said of its strength while it is typed. Only of one drawn by lot is it known. */
export const strengthWords = (passphrase: NewPassphrase, minimumLength = shortestPassphrase): string => {
  const { text, entropyBits } = passphrase;
  if (text === '')
    return `At least ${String(minimumLength)} characters. Four or five unrelated words are easy to keep.`;
  if (entropyBits !== null) return `Strong: drawn by lot, ${String(entropyBits)} bits. No search finds it.`;
  const problem = weakness(text, minimumLength);
  if (problem !== undefined) return `Too weak. ${problem}`;
  return 'Long enough. Whether it can be guessed, nobody but you can tell: a quotation or a name with a year can.';
};

const weakness = (text: string, minimumLength: number): string | undefined => {
  const length = Array.from(text.normalize('NFKC')).length;
  return length < minimumLength
    ? `Use at least ${String(minimumLength)} characters; it has ${String(length)}.`
    : passphraseProblem(text);
};
