import type { NewToken, TokenGrant } from '../../shared/access/token.ts';
import { failureOf, type Failure, type Result } from '../../shared/contract/result.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import { dateInWords } from '../platforms/iot-central/words.ts';
import type { CallContext } from '../platforms/platform.ts';
import { platformDetails } from '../platforms/rest/rest-client.ts';
import { describeRole, needsOrganization } from './role-words.ts';
import type { MadeToken, TokenBook } from './token-book.ts';
import type { Desk } from './desk.ts';
import type { TokenDesk } from './token-desk.ts';

/** What making a token needs of the desk. */
export type MakingDesk = Pick<TokenDesk, 'ask' | 'record' | 'read' | 'tell'>;

/** How an attempt to make a token ended. Nobody else may end up with a token that this console does not know of. */
export type Making =
  | { readonly kind: 'made'; readonly made: MadeToken; readonly notes: readonly string[] }
  | { readonly kind: 'not-made'; readonly error: Failure }
  /** It is there, and its secret was lost on the way. */
  | { readonly kind: 'without-secret'; readonly tokenId: string; readonly error: Failure }
  /** Nobody knows: the platform could not be asked. */
  | { readonly kind: 'unknown'; readonly error: Failure };

/** An answer that was given up on is not called off: it would leave a token behind that nobody knows of. */
const context: CallContext = { lane: 'click' };

/**
 * Makes a token, once. Its name is checked to be free before, so that a token of that name which is there after a doubtful
 * end is the one that was asked for.
 *
 * @param onLeaving the request leaves after this returns: the last moment to write down that it will.
 */
export const makeToken = async (
  tokens: MakingDesk,
  desk: Desk,
  wish: NewToken,
  onLeaving: () => void,
): Promise<Making> => {
  const features = await tokens.ask(desk, 'create-token', (book) =>
    Promise.resolve({ ok: true as const, value: book }),
  );
  if (!features.ok) return { kind: 'not-made', error: features.error };
  const fault = faultOf(wish, features.value, desk.settings.kind);
  if (fault !== undefined) return { kind: 'not-made', error: fault };
  const before = await lookUp(tokens, desk, wish.name);
  if (!before.ok) return { kind: 'not-made', error: before.error };
  if (before.value !== null) {
    return { kind: 'not-made', error: failureOf('conflict', nameTaken(wish.name), [nameIssue(nameTaken(wish.name))]) };
  }
  const answer = await tokens.record(
    desk,
    'token.create',
    wish.name,
    grantWords(desk.settings.kind, wish.roles),
    () => {
      onLeaving();
      return tokens.ask(desk, 'create-token', (book) => book.create(wish, context));
    },
  );
  if (answer.ok) {
    tokens.tell({ settings: desk.settings, token: answer.value.token });
    return { kind: 'made', made: answer.value, notes: notesOn(wish, answer.value) };
  }
  if (platformDetails(answer.error)?.mayHaveHappened !== true) return { kind: 'not-made', error: answer.error };
  const found = await lookUp(tokens, desk, wish.name);
  // Into the lists, where it can be deleted.
  if (found.ok && found.value !== null) await tokens.read(desk, found.value, context);
  return settle(answer.error, found);
};

/** Id of the token of that name; null: there is none. */
export const lookUp = (tokens: MakingDesk, desk: Desk, name: string): Promise<Result<string | null>> =>
  tokens.record(desk, 'token.find', name, '', () =>
    tokens.ask(desk, 'view-tokens', (book) => book.find(name, context)),
  );

const settle = (error: Failure, found: Result<string | null>): Making => {
  const { message, code, details } = error;
  if (!found.ok) {
    const words = `${message} Whether the token was made is not known, and cannot be looked up at present: ${found.error.message}`;
    return { kind: 'unknown', error: failureOf(code, words, details) };
  }
  if (found.value === null) {
    return {
      kind: 'not-made',
      error: failureOf(code, `${message} The platform does not list the token: it was not made. Try again.`, details),
    };
  }
  const words = `${message} The platform made the token, but its secret was lost on the way, and it does not tell it again. Delete the token, and make another.`;
  return { kind: 'without-secret', tokenId: found.value, error: failureOf('conflict', words, details) };
};

const nameTaken = (name: string): string =>
  `There is a token “${name}” already. Choose another name, by which the two can be told apart.`;
const nameIssue = (message: string) => ({ path: 'token.name', message });

export const faultOf = (
  { name, roles, expiresAtMs }: NewToken,
  features: Pick<TokenBook, 'name' | 'hasOrganizations'>,
  platform: PlatformKind,
): Failure | undefined => {
  const refuse = (path: string, message: string): Failure =>
    failureOf('invalid-params', `The token was not made. ${message}`, [{ path, message }]);
  if (!new RegExp(features.name.pattern).test(name)) return refuse('token.name', features.name.explanation);
  const bare = roles.find(({ roleId, organization }) => needsOrganization(platform, roleId) && organization === null);
  if (bare !== undefined) {
    const role = describeRole(platform, bare.roleId, new Map()).name;
    return refuse('token.roles', `The role ${role} is given together with an organisation. Choose one.`);
  }
  if (!features.hasOrganizations && roles.some(({ organization }) => organization !== null)) {
    return refuse('token.roles', 'This platform does not limit keys to organisations.');
  }
  if (expiresAtMs !== null && expiresAtMs > farthestMs) return refuse('token.expiresAtMs', 'Choose an earlier end.');
  return undefined;
};

/** What RFC 3339 can still write. */
const farthestMs = Date.UTC(9999, 11, 31);

const grantWords = (platform: PlatformKind, roles: readonly TokenGrant[]): string =>
  roles
    .map(({ roleId, organization }) => {
      const { name } = describeRole(platform, roleId, new Map());
      return organization === null ? name : `${name} of ${organization}`;
    })
    .join(', ');

const minuteMs = 60_000;

const notesOn = ({ expiresAtMs: asked }: NewToken, { token: { expiresAtMs: given } }: MadeToken): readonly string[] => {
  if (asked === null || (given !== null && Math.abs(given - asked) <= minuteMs)) return [];
  return given === null
    ? ['The platform does not say when the token ends. That it honours the end that was asked for is not certain.']
    : [
        `The platform gave the token its own end, ${dateInWords(given)}, not ${dateInWords(asked)}, which was asked for.`,
      ];
};
