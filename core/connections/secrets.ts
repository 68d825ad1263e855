import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { ConnectionSecrets } from '../../shared/connection/settings.ts';
import type { Problem } from '../../shared/connection/problem.ts';
import { clientKeyKey, passwordKey, type SecretAnswer, type Vault } from '../vault/vault.ts';
import type { ClientSecrets } from './client-options.ts';

export type SecretsAnswer =
  | { readonly isReadable: true; readonly secrets: ClientSecrets }
  | { readonly isReadable: false; readonly problem: Problem };

/** What a connection signs in with. `given` outranks the vault: a form tests what has been typed, not yet saved. */
export const readSecrets = async (
  vault: Vault,
  id: string | undefined,
  needsClientKey: boolean,
  given: ConnectionSecrets = {},
): Promise<SecretsAnswer> => {
  const password = await pick(vault, given.password, id === undefined ? undefined : passwordKey(id));
  const clientKey = needsClientKey
    ? await pick(vault, given.clientKeyPem, id === undefined ? undefined : clientKeyKey(id))
    : absent;
  const problem =
    secretProblem('password', password) ??
    secretProblem('client key', clientKey) ??
    (needsClientKey && clientKey.status === 'absent' ? missingKey : undefined);
  if (problem !== undefined) return { isReadable: false, problem };
  return {
    isReadable: true,
    secrets: {
      password: password.status === 'ok' ? password.secret : undefined,
      clientKeyPem: clientKey.status === 'ok' ? clientKey.secret : undefined,
    },
  };
};

/** The secret that a platform's API takes. */
export const readPlatformSecret = async (
  vault: Vault,
  key: string | undefined,
  given: string | null | undefined,
  what: string,
): Promise<Result<string>> => {
  const answer = await pick(vault, given, key);
  if (answer.status === 'ok') return ok(answer.secret);
  const problem = secretProblem(what, answer);
  if (answer.status === 'locked') return fail('vault-locked', problem?.message ?? 'The vault is locked.');
  return fail('not-authorised', problem?.message ?? `This connection has no ${what}. Enter it.`);
};

const absent: SecretAnswer = { status: 'absent' };

const missingKey: Problem = {
  code: 'secret-missing',
  message: 'This connection has a client certificate but no key for it. Choose the key file again.',
  willRetry: false,
};

const pick = (vault: Vault, given: string | null | undefined, key: string | undefined): Promise<SecretAnswer> => {
  if (given === null) return Promise.resolve(absent);
  if (given !== undefined) return Promise.resolve({ status: 'ok', secret: given });
  return key === undefined ? Promise.resolve(absent) : readFrom(vault, key);
};

/** A vault that breaks is a vault that is not open: the secret is still in it. */
const readFrom = async (vault: Vault, key: string): Promise<SecretAnswer> => {
  try {
    return await vault.read(key);
  } catch {
    return { status: 'locked' };
  }
};

const secretProblem = (what: string, answer: SecretAnswer): Problem | undefined => {
  switch (answer.status) {
    case 'ok':
    case 'absent':
      return undefined;
    case 'locked':
      return {
        code: 'secret-locked',
        message: `The ${what} is in the vault, and the vault is locked. Unlock it: the connection then goes on by itself.`,
        willRetry: false,
      };
    case 'undecryptable':
      return {
        code: 'secret-missing',
        message: `The ${what} is stored but cannot be decrypted on this computer. Enter it again.`,
        willRetry: false,
      };
  }
};
