import { ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import { organisationOfKey, type WatsonHosts } from '../../../shared/platform/watson-hosts.ts';
import type { Clock } from '../../clock.ts';
import { checkValueOf, inquire, noKnowledge, type Listing, type RefusalKnowledge } from '../refusal/knowledge.ts';
import { platformDetails, type PlatformDetails } from '../rest/rest-client.ts';
import { diagnose, type RefusedKey } from './refusal.ts';

export interface KeyAccessNeeds {
  readonly apiKey: string;
  /** The key's. Asked before each request. */
  readonly token: () => Promise<Result<string>>;
  readonly hosts: WatsonHosts | null;
  /** The one that is called here. */
  readonly host: string;
  /** Of the key, as the platform told it while the key was let in; null: it did not. */
  readonly expiresAtMs: () => number | null;
  /** What else the console knows of the keys at this address. */
  readonly knowledge?: RefusalKnowledge | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

/** A connection's key and its token at one host, and what a refusal of them means. */
export class KeyAccess {
  readonly #needs: KeyAccessNeeds;
  readonly #knowledge: RefusalKnowledge;
  #token: RefusedKey['token'] = null;
  #hasWorked = false;

  constructor(needs: KeyAccessNeeds) {
    this.#needs = needs;
    this.#knowledge = needs.knowledge ?? noKnowledge;
  }

  /** The header's value (RFC 7617). */
  async authorization(): Promise<Result<string>> {
    const { apiKey, token } = this.#needs;
    const secret = await token();
    if (!secret.ok) return secret;
    const checkValue = checkValueOf(secret.value);
    if (this.#token?.checkValue !== checkValue) this.#hasWorked = false;
    this.#token = { checkValue, length: secret.value.length };
    return ok(`Basic ${Buffer.from(`${apiKey}:${secret.value}`).toString('base64')}`);
  }

  noteAccepted(): void {
    if (this.#hasWorked) return;
    this.#hasWorked = true;
    this.remember();
  }

  /** Also when the key's end has become known. */
  remember(): void {
    const { apiKey, expiresAtMs } = this.#needs;
    if (this.#token === null) return;
    // A key opens its own organisation and no other. What that calls itself need not be what its keys have in them.
    const tenant = organisationOfKey(apiKey);
    const { checkValue } = this.#token;
    this.#knowledge.noteAccepted({ tokenId: apiKey, checkValue, tenant, expiresAtMs: expiresAtMs() });
  }

  /** Says of a refused key or token which of the two it is, and what to do. Every other failure stays as it is. */
  explain(failure: Failure, listing?: Listing): Failure {
    const details = platformDetails(failure);
    if (details === undefined || (details.status !== 401 && !isUnknownKey(details))) return failure;
    const { apiKey, host, hosts, expiresAtMs, clock } = this.#needs;
    const { platformMessage = '', status } = details;
    const { problem, message } = diagnose({
      ...{ apiKey, host, hosts, platformMessage, listing },
      status: status === 401 ? 401 : 403,
      organisation: this.#knowledge.tenant(),
      token: this.#token,
      hasWorked: this.#hasWorked,
      expiresAtMs: expiresAtMs(),
      trace: this.#knowledge.trace(apiKey),
      nowMs: clock.now(),
    });
    const quote = platformMessage === '' ? '' : ` The platform says: “${platformMessage}”`;
    // It is no lack of rights, though 403 stands for both.
    const kept = Object.entries(details).filter(([name]) => name !== 'reason');
    return {
      ...failure,
      message: `${message}${quote}`,
      details: { ...Object.fromEntries(kept), tokenProblem: problem },
    };
  }

  /** The same, after whoever else may look was asked about the key, where nothing else told why it was refused. */
  inquire(failure: Failure, signal: AbortSignal | undefined): Promise<Failure> {
    const inquiry = {
      tokenId: this.#needs.apiKey,
      knowledge: this.#knowledge,
      explain: (refused: Failure, listing: Listing) => this.explain(refused, listing),
    };
    return inquire(failure, inquiry, signal);
  }
}

/** 403 stands for a key that is unknown as well as for a role that may not; only its words tell. */
export const isUnknownKey = ({ status, platformMessage = '' }: PlatformDetails): boolean =>
  status === 403 && /api key does not exist|authentication (?:method|token)/i.test(platformMessage);
