import type { KeyCondition } from './keys/data-keys.ts';
import type { VaultBackend, VaultChoice } from './vault-management.ts';

/** What an operator reads of the vault. */
export const explainMemory = (keyringReason?: string): string =>
  (keyringReason === undefined ? '' : `${sentenceStart(keyringReason)}. `) +
  'Passwords and keys are kept in memory only and are forgotten when the console is closed. ' +
  'Enter them again after a start.';

const sentenceStart = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const explainKeyring = (title: string, condition: KeyCondition): string => {
  switch (condition) {
    case 'open':
      return `Passwords and keys are encrypted on this computer, and what opens them is kept in ${title}.`;
    case 'locked':
      return (
        `Passwords and keys are encrypted on this computer, and what opens them is in ${title}, which gives no answer. ` +
        'Connections that need them stay offline. Unlock the keyring and try again.'
      );
    case 'lost':
      return (
        `Passwords and keys are encrypted on this computer, but what opens them is not in ${title} any more. ` +
        'They are kept as they are. Enter them again, or bring the keyring back.'
      );
  }
};

export const explainPassphrase = (isLocked: boolean): string =>
  isLocked
    ? 'Passwords and keys are encrypted on this computer under your passphrase, and the vault is locked. ' +
      'Connections that need them stay offline until you enter the passphrase.'
    : 'Passwords and keys are encrypted on this computer under your passphrase. The vault is open until the console is ' +
      'closed or you lock it.';

export const backendTitles: Readonly<Record<VaultBackend, string>> = {
  'os-keyring': "this computer's keyring",
  passphrase: 'the passphrase vault',
  memory: 'memory',
};

export const explainChoices = (keyringReason: string | undefined): readonly VaultChoice[] => [
  {
    backend: 'os-keyring',
    isAvailable: keyringReason === undefined,
    explanation:
      keyringReason === undefined
        ? 'Opens by itself while you are signed in to this computer.'
        : `Cannot be used here: ${keyringReason}.`,
  },
  {
    backend: 'passphrase',
    isAvailable: true,
    explanation:
      'You choose a passphrase and enter it after each start. Nobody can bring it back for you: without it the secrets are lost.',
  },
  {
    backend: 'memory',
    isAvailable: true,
    explanation: 'Nothing is written to this computer. Everything has to be entered again after each start.',
  },
];

export const countOf = (count: number): string => (count === 1 ? '1 secret' : `${String(count)} secrets`);

export interface UnfinishedFacts {
  readonly count: number;
  /** Titles of backends. */
  readonly from: readonly string[];
  readonly to: string;
  readonly canContinue: boolean;
  readonly needsPassphrase: boolean;
}

export const explainUnfinished = ({ count, from, to, canContinue, needsPassphrase }: UnfinishedFacts): string => {
  const unlockFirst = needsPassphrase
    ? 'Enter the passphrase that they were saved under, then continue the move.'
    : 'Unlock the keyring that they were saved with, then continue the move.';
  return (
    `${countOf(count)} ${count === 1 ? 'is' : 'are'} still in ${from.join(' and in ')} and not yet in ${to}. ` +
    `Nothing is lost. ${canContinue ? 'Continue the move to finish it.' : unlockFirst}`
  );
};
