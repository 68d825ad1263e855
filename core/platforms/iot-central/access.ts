import { createHash } from 'node:crypto';
import { fail, failureOf, ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import { iotCentralAuthorization, readToken, type TokenReading } from '../../../shared/platform/token.ts';
import type { Clock } from '../../clock.ts';
import { platformDetails, type PlatformDetails } from '../rest/rest-client.ts';
import { dateInWords } from './words.ts';

export const iotCentralAudience = 'https://apps.azureiotcentral.com';
/** Entra writes the resource's address or its id into a token. */
const audiences: ReadonlySet<string> = new Set([iotCentralAudience, '9edfcdd9-0bc5-4bd4-b287-c3afc716aac7']);

/** What is wrong with a token, where that is known; in a failure's details as `tokenProblem`. */
export type TokenProblem =
  | 'not-a-token'
  | 'expired'
  | 'wrong-application'
  | 'wrong-audience'
  | 'wrong-directory'
  /** It worked before. */
  | 'revoked'
  | 'wrong-or-revoked';

export interface AccessNeeds {
  readonly token: () => Promise<Result<string>>;
  /** Of the application behind this address, where an earlier token told it. */
  readonly applicationId?: string | undefined;
  /** For people: 'contoso.azureiotcentral.com'. */
  readonly label: string;
  readonly clock: Clock;
  /** Another token is in use than before: what was learnt about the former one says nothing about it. */
  readonly onReplaced: () => void;
  /** The platform does not accept the token in use. */
  readonly onRefused?: (() => void) | undefined;
}

interface KnownToken {
  readonly hash: string;
  readonly reading: TokenReading;
}

/** The token of a connection as far as it can be read, and what a refusal means for whoever holds it. */
export class Access {
  readonly #needs: AccessNeeds;
  #applicationId: string | undefined;
  #current: KnownToken | undefined;
  /** Hashes of tokens that the platform has let in. */
  readonly #accepted = new Set<string>();

  constructor(needs: AccessNeeds) {
    this.#needs = needs;
    this.#applicationId = needs.applicationId;
  }

  /** Undefined until a token that names it was accepted. */
  get applicationId(): string | undefined {
    return this.#applicationId;
  }

  /** What the token says of itself, read anew. */
  async reading(): Promise<Result<TokenReading>> {
    const answer = await this.authorization();
    return answer.ok ? ok(this.#current?.reading ?? readToken(answer.value)) : answer;
  }

  /** The header's value. What is no token of IoT Central at all does not leave for there. */
  async authorization(): Promise<Result<string>> {
    const token = await this.#needs.token();
    if (!token.ok) return token;
    const authorization = iotCentralAuthorization(token.value);
    if (authorization === undefined) return fail('not-authorised', notAToken(token.value), details('not-a-token'));
    const hash = createHash('sha256').update(authorization).digest('base64');
    const next = { hash, reading: readToken(authorization) };
    if (this.#current !== undefined && !isSameHolder(this.#current, next)) this.#needs.onReplaced();
    this.#current = next;
    return ok(authorization);
  }

  noteAccepted(): void {
    if (this.#current === undefined || this.#accepted.has(this.#current.hash)) return;
    this.#accepted.add(this.#current.hash);
    const { kind, applicationId } = this.#current.reading;
    if (kind === 'iot-central-api-token' && applicationId !== null) this.#applicationId = applicationId;
  }

  /** A refused token's failure, with what is known about why. Any other failure stays as it is. */
  explain(failure: Failure): Failure {
    const platform = platformDetails(failure);
    if (this.#current === undefined || platform === undefined) return failure;
    const isForeign = platform.status === 403 && /\btenants?\b/i.test(platform.platformMessage ?? '');
    if (platform.status !== 401 && !isForeign) return failure;
    this.#needs.onRefused?.();
    const problem = isForeign ? 'wrong-directory' : this.#problemOf(this.#current);
    const message = tokenProblemWords(problem, this.#current.reading, this.#needs.label);
    return failureOf('not-authorised', message, { ...platform, ...details(problem) });
  }

  #problemOf({ hash, reading }: KnownToken): TokenProblem {
    const { kind, expiresAtMs, applicationId, audience } = reading;
    if (expiresAtMs !== null && expiresAtMs <= this.#needs.clock.now()) return 'expired';
    if (kind === 'bearer' && audience !== null && !audiences.has(audience.replace(/\/$/, ''))) return 'wrong-audience';
    const isElsewhere = this.#applicationId !== undefined && applicationId !== this.#applicationId;
    if (kind === 'iot-central-api-token' && isElsewhere) return 'wrong-application';
    return this.#accepted.has(hash) ? 'revoked' : 'wrong-or-revoked';
  }
}

/** A bearer token that was renewed speaks for the same person. An API token of the same name may have other roles. */
const isSameHolder = (one: KnownToken, other: KnownToken): boolean => {
  if (one.hash === other.hash) return true;
  const [before, after] = [one.reading, other.reading];
  return (
    before.kind === 'bearer' &&
    after.kind === 'bearer' &&
    before.objectId !== null &&
    before.objectId === after.objectId &&
    before.tenantId === after.tenantId
  );
};

const details = (tokenProblem: TokenProblem): PlatformDetails & { readonly tokenProblem: TokenProblem } => ({
  mayHaveHappened: false,
  tokenProblem,
});

export const tokenProblemOf = ({ details: given }: Failure): TokenProblem | undefined =>
  typeof given === 'object' && given !== null && 'tokenProblem' in given
    ? (given.tokenProblem as TokenProblem)
    : undefined;

const notAToken = (text: string): string => {
  switch (readToken(text).kind) {
    case 'watson-key':
    case 'watson-token':
      return 'What was entered is an API key or token of Watson IoT Platform. IoT Central takes an API token, which begins with “SharedAccessSignature”, or a bearer token.';
    case 'iot-central-api-token':
    case 'bearer':
    case 'unknown':
      return 'What was entered is not a token of IoT Central. An API token begins with “SharedAccessSignature sr=”, a bearer token with “eyJ”. Copy it whole, and enter it again.';
  }
};

const tokenProblemWords = (problem: TokenProblem, reading: TokenReading, label: string): string => {
  const what = reading.kind === 'bearer' ? 'bearer token' : 'API token';
  const token = reading.name === null ? `The ${what} of this connection` : `The ${what} “${reading.name}”`;
  switch (problem) {
    case 'not-a-token':
      return notAToken('');
    case 'expired': {
      const at = reading.expiresAtMs === null ? '' : ` on ${dateInWords(reading.expiresAtMs)}`;
      return reading.kind === 'bearer'
        ? `${token} ended${at}: bearer tokens last about an hour. Enter a new one.`
        : `${token} expired${at}. Enter a new one, which an administrator of the application makes.`;
    }
    case 'wrong-application':
      return `${token} belongs to another IoT Central application than the one at ${label}. Enter one that was made there, or correct the address.`;
    case 'wrong-audience':
      return `${token} was made for ${reading.audience ?? 'another service'} and not for IoT Central. Fetch one for ${iotCentralAudience}.`;
    case 'wrong-directory':
      return `${label} does not let in users of the directory (tenant) that this bearer token comes from. Sign in to the directory that the application belongs to, and fetch a new one.`;
    case 'revoked':
      return `${token} worked before, and ${label} does not accept it any more: it was revoked there. Enter a new one.`;
    case 'wrong-or-revoked':
      return `${label} does not accept ${token.charAt(0).toLowerCase()}${token.slice(1)}: it was revoked, belongs to another application, or was not copied whole. Enter it again, or a new one.`;
  }
};
