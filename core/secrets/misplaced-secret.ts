import type { MethodName } from '../../shared/contract/contract.ts';
import { fail, type Result } from '../../shared/contract/result.ts';
import type { MethodHandlers, ParamsIssue } from '../../shared/contract/server.ts';
import type { SecretsInUse } from './secrets-in-use.ts';

/** Where a secret is meant to be. What stands anywhere else is kept readable, shown, or recorded. */
const secretFields: Readonly<Partial<Record<MethodName, readonly string[]>>> = {
  'connections.save': ['secrets'],
  'connections.test': ['secrets'],
  'vault.unlock': ['passphrase'],
  'vault.setPassphrase': ['former', 'next'],
  'vault.migrate': ['passphrase'],
  'backup.export': ['withSecrets'],
  'backup.preview': ['content', 'passphrase'],
  'tokens.handOver': ['passphrase'],
  'manyDevices.seal': ['passphrase', 'keys'],
};

/** What is sent to a vehicle may look like a token, such as the signed address of a firmware file. */
const vehicleFields = new Set(['parameters', 'values']);

const shapes: readonly RegExp[] = [
  /SharedAccess(?:Signature|Key)\b/i,
  /\bsig=[^\s&]{20,}/,
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}/,
  /\bAGE-SECRET-KEY-/i,
];

/** Shorter ones are words too often. */
const shortestToken = 16;

/**
 * A token that was pasted into the wrong field: into a name, an address, a user name, a certificate. It would be kept in the
 * settings, shown, and sent to the wrong place, so nothing is done with it.
 *
 * A secret is known by its shape, by standing in its own field of the same params, or by being in use. One that has no
 * shape and was never entered as a secret cannot be told from a name.
 */
export const misplacedSecret = (
  method: MethodName,
  params: Readonly<Record<string, unknown>>,
  inUse: SecretsInUse,
): Result<never> | undefined => {
  const own = secretFields[method] ?? [];
  const given = own.flatMap((name) => textsOf(params[name], [name])).map(({ text }) => text);
  const tokens = given.filter((text) => text.length >= shortestToken);
  const others = Object.entries(params).filter(([name]) => !own.includes(name));
  const isSecret = ({ path, text }: Text): boolean =>
    (!path.some((name) => vehicleFields.has(name)) && shapes.some((shape) => shape.test(text))) ||
    tokens.some((token) => text.includes(token)) ||
    inUse.isIn(text);
  const issues: readonly ParamsIssue[] = others
    .flatMap(([name, value]) => textsOf(value, [name]))
    .filter(isSecret)
    .map(({ path, text }) => ({ path: path.join('.'), message: text.includes('PRIVATE KEY') ? keyHere : tokenHere }));
  const [first] = issues;
  return first === undefined ? undefined : fail('invalid-params', `Nothing was done. ${first.message}`, issues);
};

const tokenHere =
  'This holds an API token or a password. What is entered here is kept readable and shown: enter it in the field that is made for it, and nowhere else.';
const keyHere =
  'This file holds a private key. What is entered here is kept readable: choose a file with the certificates alone, and the key in the field for the client key.';

interface Text {
  readonly path: readonly string[];
  readonly text: string;
}

/** Names in a record are entered by people, too. */
const textsOf = (value: unknown, path: readonly string[]): readonly Text[] => {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, each]) => [
    ...(isList ? [] : [{ path, text: name }]),
    ...textsOf(each, [...path, name]),
  ]);
};

/** The same handlers, none of which is called with a misplaced secret. */
export const refusingMisplacedSecrets = (handlers: MethodHandlers, inUse: SecretsInUse): MethodHandlers => {
  type Handler = (params: Readonly<Record<string, unknown>>, context: unknown) => unknown;
  const guarded = Object.entries(handlers).map(([method, handler]) => [
    method,
    (params: Readonly<Record<string, unknown>>, context: unknown) =>
      // The casts stand where one function serves every method: params and answer stay what they were.
      misplacedSecret(method as MethodName, params, inUse) ?? (handler as Handler)(params, context),
  ]);
  return Object.fromEntries(guarded) as MethodHandlers;
};
