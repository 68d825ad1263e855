import { createHash } from 'node:crypto';
import { fail, failureOf, ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import {
  damageOf,
  iotCentralAuthorization,
  readToken,
  type TokenDamage,
  type TokenReading,
} from '../../../shared/platform/token.ts';
import type { Clock } from '../../clock.ts';
import { checkValueOf, inquire, noKnowledge, type Listing, type RefusalKnowledge } from '../refusal/knowledge.ts';
import type { TokenProblem } from '../refusal/token-problem.ts';
import { platformDetails, type PlatformDetails } from '../rest/rest-client.ts';
import { diagnose, wrongDirectory, type Verdict } from './refusal.ts';

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
  /** What else the console knows of the tokens at this address. */
  readonly knowledge?: RefusalKnowledge | undefined;
}

interface KnownToken {
  readonly hash: string;
  readonly checkValue: string;
  readonly reading: TokenReading;
  readonly damage: TokenDamage | null;
}

/** The token of a connection as far as it can be read, and what a refusal means for whoever holds it. */
export class Access {
  readonly #needs: AccessNeeds;
  readonly #knowledge: RefusalKnowledge;
  #applicationId: string | undefined;
  #current: KnownToken | undefined;
  /** Hashes of tokens that the platform has let in. */
  readonly #accepted = new Set<string>();

  constructor(needs: AccessNeeds) {
    this.#needs = needs;
    this.#knowledge = needs.knowledge ?? noKnowledge;
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
    const reading = readToken(authorization);
    const next = { hash, checkValue: checkValueOf(authorization), reading, damage: damageOf(authorization) };
    if (this.#current !== undefined && !isSameHolder(this.#current, next)) this.#needs.onReplaced();
    this.#current = next;
    return ok(authorization);
  }

  noteAccepted(): void {
    if (this.#current === undefined || this.#accepted.has(this.#current.hash)) return;
    this.#accepted.add(this.#current.hash);
    const { reading, checkValue } = this.#current;
    const { kind, applicationId, name, expiresAtMs } = reading;
    if (kind !== 'iot-central-api-token') return;
    if (applicationId !== null) this.#applicationId = applicationId;
    if (name !== null) this.#knowledge.noteAccepted({ tokenId: name, checkValue, tenant: applicationId, expiresAtMs });
  }

  /** A refused token's failure, with what is known about why. Any other failure stays as it is. */
  explain(failure: Failure, listing?: Listing): Failure {
    const platform = platformDetails(failure);
    if (this.#current === undefined || platform === undefined) return failure;
    const isForeign = platform.status === 403 && /\btenants?\b/i.test(platform.platformMessage ?? '');
    if (platform.status !== 401 && !isForeign) return failure;
    this.#needs.onRefused?.();
    const verdict = isForeign ? wrongDirectory(this.#needs.label) : this.#diagnose(this.#current, listing);
    return failureOf('not-authorised', verdict.message, { ...platform, ...details(verdict.problem) });
  }

  /** The same, after whoever else may look was asked about the token, where nothing else told why it was refused. */
  inquire(failure: Failure, signal: AbortSignal | undefined): Promise<Failure> {
    const reading = this.#current?.reading;
    const inquiry = {
      tokenId: reading?.kind === 'iot-central-api-token' ? reading.name : null,
      knowledge: this.#knowledge,
      explain: (refused: Failure, listing: Listing) => this.explain(refused, listing),
    };
    return inquire(failure, inquiry, signal);
  }

  #diagnose({ hash, reading, checkValue, damage }: KnownToken, listing: Listing | undefined): Verdict {
    const { clock, label } = this.#needs;
    return diagnose({
      ...{ reading, damage, checkValue, listing, label },
      applicationId: this.#knowledge.tenant() ?? this.#applicationId,
      hasWorked: this.#accepted.has(hash),
      trace: reading.name === null ? undefined : this.#knowledge.trace(reading.name),
      nowMs: clock.now(),
    });
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
