import { fileProblem } from '../data-folder/start-error.ts';

/** The vault could not do what it was asked. The message is for an operator and never holds a secret. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: 'busy' | 'failed';

  constructor(message: string, code: 'busy' | 'failed' = 'failed') {
    super(message);
    this.code = code;
  }
}

/** Runs what changes files. @throws {VaultError} with words, whatever goes wrong. */
export const inVaultWords = async <T>(what: string, action: () => Promise<T> | T): Promise<T> => {
  try {
    return await action();
  } catch (error) {
    if (error instanceof VaultError) throw error;
    throw new VaultError(
      `${what}: ${fileProblem(error)}. What was stored before is still there. Put that right and try again.`,
    );
  }
};
