import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Vault } from '../vault/vault.ts';
import type { SignIn } from './connection-change.ts';

const signInSchema = z.object({ tokenId: z.string(), secret: z.string() });

/** What the vault keeps of a token that is being made or changed; absent is undefined. */
export const readSignIn = async (vault: Vault, key: string): Promise<Result<SignIn | undefined>> => {
  const answer = await vault.read(key);
  if (answer.status === 'absent') return ok(undefined);
  if (answer.status === 'locked') return fail('vault-locked', 'The vault is locked. Unlock it, and go on.');
  if (answer.status !== 'ok') {
    return fail('not-found', 'What the vault keeps of this token cannot be decrypted on this computer.');
  }
  try {
    return ok(signInSchema.safeParse(JSON.parse(answer.secret)).data);
  } catch {
    return ok(undefined);
  }
};

export const saveSignIn = async (vault: Vault, key: string, signIn: SignIn): Promise<Result<null>> =>
  (await vault.save(key, JSON.stringify(signIn))) === 'saved'
    ? ok(null)
    : fail('vault-locked', 'The vault is locked, so the secret could not be kept. Unlock it, and go on.');
