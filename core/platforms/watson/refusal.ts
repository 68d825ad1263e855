import { organisationOfKey, type WatsonHosts } from '../../../shared/platform/watson-hosts.ts';
import { watsonTokenLength } from '../../../shared/platform/token.ts';
import { dateInWords } from '../iot-central/words.ts';
import type { Listing, TokenTrace } from '../refusal/knowledge.ts';
import type { TokenProblem } from '../refusal/token-problem.ts';

/** A key, with its token, that the platform does not let in, and all that may tell why. */
export interface RefusedKey {
  readonly apiKey: string;
  /** 401: its token is not accepted. 403: the key itself is not. */
  readonly status: 401 | 403;
  readonly platformMessage: string;
  readonly host: string;
  readonly hosts: WatsonHosts | null;
  /** Of which keys were let in at this address; undefined: none was yet. */
  readonly organisation: string | undefined;
  /** Of the token that was sent; null: none was. */
  readonly token: { readonly checkValue: string; readonly length: number } | null;
  /** With this very token, while the console has been running. */
  readonly hasWorked: boolean;
  /** As it was told while the key was let in. Unix milliseconds; null: it has no end, or that may not be looked up. */
  readonly expiresAtMs: number | null;
  readonly trace: TokenTrace | undefined;
  readonly listing: Listing | undefined;
  readonly nowMs: number;
}

export interface Verdict {
  readonly problem: TokenProblem;
  /** What it means, and what to do. */
  readonly message: string;
}

/** Why the key was refused: from the key itself, then from what the console remembers, then from the platform's list. */
export const diagnose = (refused: RefusedKey): Verdict =>
  fromKey(refused) ?? fromMemory(refused) ?? fromForm(refused) ?? fromListing(refused) ?? undecided(refused);

const another = 'Enter another key, or ask whoever administers the platform for one.';
const again = 'Enter the token again; one that is lost cannot be shown again, so make a new key.';

const fromKey = (refused: RefusedKey): Verdict | undefined => {
  const { apiKey, host } = refused;
  const own = organisationOfKey(apiKey);
  if (own === null) {
    const message = `The user name of this connection is no API key of an application: such a key is written a-<organisation>-<10 characters>. Enter the key that was shown with the token.`;
    return { problem: 'not-a-token', message };
  }
  const there = organisationAt(refused);
  if (there === null || own.toLowerCase() === there.toLowerCase()) return undefined;
  const message = `The API key ${apiKey} belongs to the organisation ${own}, and ${host} is the address of ${there}. Use a key of ${there}, or the address of ${own}.`;
  return { problem: 'wrong-organisation', message };
};

/** The service's own hosts, and those of Maximo's routes. In any other domain the first part of a name may be anything. */
const namesOrganisation = /^[^.]+\.(?:messaging\.)?(?:internetofthings\.ibmcloud\.com|iot\.)/i;

const organisationAt = ({ organisation, hosts, host }: RefusedKey): string | null =>
  organisation ?? (namesOrganisation.test(host) ? (hosts?.organisation ?? null) : null);

const fromMemory = (refused: RefusedKey): Verdict | undefined => {
  const { apiKey, status, host, token, hasWorked, trace, nowMs } = refused;
  const endedAtMs = refused.expiresAtMs ?? trace?.expiresAtMs ?? null;
  if (endedAtMs !== null && endedAtMs <= nowMs) {
    return { problem: 'expired', message: `The API key ${apiKey} expired on ${dateInWords(endedAtMs)}. ${another}` };
  }
  const known = trace?.checkValue ?? null;
  const before = `The API key ${apiKey} worked before, and ${host}`;
  if (status === 403) {
    const deletedAtMs = trace?.deletedAtMs ?? null;
    if (deletedAtMs !== null) {
      const message = `The API key ${apiKey} was revoked: it was deleted from this console on ${dateInWords(deletedAtMs)}. ${another}`;
      return { problem: 'revoked', message };
    }
    if (!hasWorked && known === null) return undefined;
    return isVague(refused)
      ? {
          problem: 'wrong-or-revoked',
          message: `${before} does not accept it with its token any more: it was removed, or has expired. ${another}`,
        }
      : { problem: 'revoked', message: `${before} does not know it any more: it was removed there. ${another}` };
  }
  // The token of a key never changes: https://ibm.github.io/maximo-labs/monitor_iot_re-architecture_9.2/edit_api_key
  if (hasWorked || (known !== null && known === token?.checkValue)) {
    return { problem: 'expired', message: `${before} does not accept its token any more: it has expired. ${another}` };
  }
  if (known === null) return undefined;
  const message = `The token that was entered is not that of the API key ${apiKey}, which was let in with another one before. ${again}`;
  return { problem: 'wrong', message };
};

/** "An API key (a-orgid-a84ps90Ajs), and an authentication token (MP$08VKz!8rXwnR-Q*)": the documentation's examples. */
const keyEndLength = 10;

const fromForm = (refused: RefusedKey): Verdict | undefined => {
  const { apiKey, status, host, token } = refused;
  if (status === 401) {
    if (token === null || token.length === watsonTokenLength) return undefined;
    const found = token.length === 0 ? 'it is empty' : `it has ${characters(token.length)}`;
    const message = `${host} does not accept the token of the API key ${apiKey}: ${found}, where such tokens have ${String(watsonTokenLength)}. Most likely it was not copied whole. ${again}`;
    return { problem: 'damaged', message };
  }
  const end = apiKey.trim().split('-').at(-1)?.length ?? 0;
  if (end === keyEndLength || isVague(refused)) return undefined;
  const message = `${host} does not know the API key ${apiKey}: it has ${characters(end)} after the last hyphen, where such keys have ${String(keyEndLength)}. Most likely it was not copied whole. Copy it again, and enter it anew.`;
  return { problem: 'damaged', message };
};

const fromListing = ({ apiKey, status, host, listing, nowMs }: RefusedKey): Verdict | undefined => {
  if (listing === undefined) return undefined;
  const seen = `as “${listing.seenWith}” sees it`;
  if (!listing.isListed) {
    const message = `The API key ${apiKey} was revoked: ${host} does not list it any more, ${seen}. If it never did, the key is mistyped. ${another}`;
    return { problem: 'revoked', message };
  }
  if (listing.expiresAtMs !== null && listing.expiresAtMs <= nowMs) {
    const message = `The API key ${apiKey} expired on ${dateInWords(listing.expiresAtMs)}, ${seen}. ${another}`;
    return { problem: 'expired', message };
  }
  if (status === 403) return undefined;
  const message = `The token that was entered is not that of the API key ${apiKey}: ${host} lists the key, which is still valid, ${seen}. ${again}`;
  return { problem: 'wrong', message };
};

const undecided = (refused: RefusedKey): Verdict => {
  const { apiKey, status, host } = refused;
  if (status === 401) {
    const message = `${host} does not accept the token of the API key ${apiKey}: it is empty or wrong, or the key has expired. The platform answers all of this alike. ${again}`;
    return { problem: 'wrong-or-expired', message };
  }
  if (isVague(refused)) {
    const message = `${host} does not accept the API key ${apiKey} with its token: one of them is wrong, or the key was removed or has expired. Enter both again, or make a new key.`;
    return { problem: 'wrong-or-revoked', message };
  }
  const elsewhere =
    organisationAt(refused) === null
      ? `, is mistyped, or ${host} is not the address of its organisation ${organisationOfKey(apiKey) ?? ''}`
      : ', or is mistyped';
  const message = `${host} does not know the API key ${apiKey}: it was removed, has expired${elsewhere}. The platform answers all of this alike. ${another}`;
  return { problem: 'wrong-or-revoked', message };
};

/** Messaging does not tell a key from its token. */
const isVague = ({ status, platformMessage }: RefusedKey): boolean => status === 403 && /token/i.test(platformMessage);

const characters = (count: number): string => `${String(count)} character${count === 1 ? '' : 's'}`;
