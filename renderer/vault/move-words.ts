import type { MethodResult } from '../../shared/contract/contract.ts';
import type { VaultBackend, VaultView } from '../../shared/vault/vault.ts';
import { countOf } from '../format/number.ts';

interface MoveWords {
  readonly button: string;
  readonly question: string;
  readonly meaning: string;
  readonly action: string;
  /** Something that was kept will not be kept any more. */
  readonly isLoss: boolean;
}

export const moveWords: Readonly<Record<VaultBackend, MoveWords>> = {
  'os-keyring': {
    button: 'Use the keyring…',
    question: 'Keep secrets with this computer’s keyring?',
    meaning: 'From then on they open by themselves while you are signed in to this computer.',
    action: 'Move to the keyring',
    isLoss: false,
  },
  passphrase: {
    button: 'Use a passphrase…',
    question: 'Keep secrets under a passphrase?',
    meaning:
      'From then on the console asks for the passphrase after each start, and connections that need secrets wait for it.',
    action: 'Move under the passphrase',
    isLoss: false,
  },
  memory: {
    button: 'Use memory only…',
    question: 'Keep secrets in memory only?',
    meaning:
      'They are removed from this computer’s disk, and are gone when the console is closed. After each start every password, key and token has to be entered again.',
    action: 'Remove from disk',
    isLoss: true,
  },
};

export interface MoveReport {
  readonly summary: string;
  /** Titles of what could not be moved. */
  readonly leftBehind: readonly string[];
}

/** `view`: as it stood before, which knows the titles. */
export const reportWords = (report: MethodResult<'vault.migrate'>, view: VaultView | undefined): MoveReport => ({
  summary:
    report.movedCount === 0
      ? 'There was nothing to move. New secrets are kept in the new place.'
      : `${countOf(report.movedCount, 'secret')} moved and read back in ${report.movedCount === 1 ? 'its' : 'their'} new place.`,
  leftBehind: report.leftBehind.map((key) => view?.entries.find((entry) => entry.key === key)?.title ?? key),
});
