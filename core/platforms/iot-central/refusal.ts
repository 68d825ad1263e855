import type { TokenDamage, TokenReading } from '../../../shared/platform/token.ts';
import type { Listing, TokenTrace } from '../refusal/knowledge.ts';
import type { TokenProblem } from '../refusal/token-problem.ts';
import { dateInWords } from './words.ts';

export const iotCentralAudience = 'https://apps.azureiotcentral.com';
/** Entra writes the resource's address or its id into a token. */
const audiences: ReadonlySet<string> = new Set([iotCentralAudience, '9edfcdd9-0bc5-4bd4-b287-c3afc716aac7']);

/** A token that the platform answered with 401, and all that may tell why. */
export interface RefusedToken {
  readonly reading: TokenReading;
  readonly damage: TokenDamage | null;
  readonly checkValue: string;
  /** Of the application at the address, where it is known. */
  readonly applicationId: string | undefined;
  /** This very text was let in while the console has been running. */
  readonly hasWorked: boolean;
  /** Of the token of this name. */
  readonly trace: TokenTrace | undefined;
  readonly listing: Listing | undefined;
  readonly nowMs: number;
  /** For people: 'contoso.azureiotcentral.com'. */
  readonly label: string;
}

export interface Verdict {
  readonly problem: TokenProblem;
  /** What it means, and what to do. */
  readonly message: string;
}

/** The list's expiry has seconds, the token's own milliseconds. */
const sameExpiryMs = 1_000;

/** Why the token was refused: from the token itself, then from what the console remembers, then from the platform's list. */
export const diagnose = (refused: RefusedToken): Verdict =>
  fromItself(refused) ?? fromMemory(refused) ?? fromListing(refused) ?? undecided(refused);

const fromItself = ({ reading, damage, applicationId, nowMs, label }: RefusedToken): Verdict | undefined => {
  const { kind, expiresAtMs, audience } = reading;
  const token = nameOf(reading);
  // What is left of a time that was cut off lies long ago.
  const isEndRead = kind === 'bearer' || damage !== 'end';
  if (expiresAtMs !== null && isEndRead && expiresAtMs <= nowMs) {
    const ended = dateInWords(expiresAtMs);
    const message =
      kind === 'bearer'
        ? `${token} ended on ${ended}: bearer tokens last about an hour. Enter a new one.`
        : `${token} expired on ${ended}. Enter a new one, which an administrator of the application makes.`;
    return { problem: 'expired', message };
  }
  if (kind === 'bearer' && audience !== null && !audiences.has(audience.replace(/\/$/, ''))) {
    const message = `${token} was made for ${audience} and not for IoT Central. Fetch one for ${iotCentralAudience}.`;
    return { problem: 'wrong-audience', message };
  }
  if (kind === 'iot-central-api-token' && applicationId !== undefined && reading.applicationId !== applicationId) {
    const message = `${token} belongs to another IoT Central application than the one at ${label}. Enter one that was made there, or correct the address.`;
    return { problem: 'wrong-application', message };
  }
  if (damage === null) return undefined;
  const missing = damage === 'end' ? 'a part at its end is missing' : 'its signature (sig) is not whole';
  const extent = kind === 'bearer' ? '' : ', from “SharedAccessSignature” to the last digit';
  return {
    problem: 'damaged',
    message: `${token} is damaged: ${missing}. Copy it again${extent}, and enter it anew.`,
  };
};

const fromMemory = ({ reading, checkValue, hasWorked, trace, label }: RefusedToken): Verdict | undefined => {
  const token = nameOf(reading);
  const isKnownText = trace?.checkValue === checkValue;
  const isOfKnownEnd = trace?.expiresAtMs === reading.expiresAtMs;
  const wasUsedHere = typeof trace?.checkValue === 'string';
  // Another one may have been made under the name of a deleted one.
  const isSameToken = !wasUsedHere || isKnownText || isOfKnownEnd;
  const deletedAtMs = isSameToken ? (trace?.deletedAtMs ?? null) : null;
  if (deletedAtMs !== null) {
    const message = `${token} was revoked: it was deleted from this console on ${dateInWords(deletedAtMs)}. Enter a new one.`;
    return { problem: 'revoked', message };
  }
  if (hasWorked || isKnownText) {
    const message = `${token} worked before, and ${label} does not accept it any more: it was revoked there. Enter a new one.`;
    return { problem: 'revoked', message };
  }
  if (!wasUsedHere || !isOfKnownEnd) return undefined;
  const message = `${token} is wrong: it was let in before with another signature (sig) than the one that was entered. Copy it again, and enter it anew; where it is lost, make a new one.`;
  return { problem: 'wrong', message };
};

const fromListing = ({ reading, listing, label }: RefusedToken): Verdict | undefined => {
  if (listing === undefined) return undefined;
  const token = nameOf(reading);
  const seen = `as “${listing.seenWith}” sees it`;
  if (!listing.isListed) {
    const message = `${token} was revoked: ${label} does not list it any more, ${seen}. Enter a new one, which an administrator of the application makes.`;
    return { problem: 'revoked', message };
  }
  const [listed, own] = [listing.expiresAtMs, reading.expiresAtMs];
  if (listed !== null && own !== null && Math.abs(listed - own) > sameExpiryMs) {
    const message = `${token} was revoked: another one has its name at ${label} by now, which ends on ${dateInWords(listed)}, ${seen}. Enter that one, or a new one.`;
    return { problem: 'revoked', message };
  }
  const message = `${token} is wrong: ${label} lists a token of this name that is still valid, ${seen}, and what was entered has another signature (sig). Copy it again, and enter it anew; where it is lost, make a new one.`;
  return { problem: 'wrong', message };
};

const undecided = ({ reading, applicationId, label }: RefusedToken): Verdict => {
  const token = nameOf(reading);
  const begin = `${label} does not accept ${token.charAt(0).toLowerCase()}${token.slice(1)}`;
  if (reading.kind === 'bearer') {
    const message = `${begin}: whoever it was made out to is no user of the application, or the sign-in was withdrawn. Fetch a new one; where that is refused, too, ask an administrator of the application.`;
    return { problem: 'wrong-or-revoked', message };
  }
  const foreign = applicationId === undefined ? 'belongs to another application, ' : '';
  const message = `${begin}: it was revoked, ${foreign}or something in it was changed. The platform answers all of this alike. Copy it again, or enter a new one, which an administrator of the application makes.`;
  return { problem: 'wrong-or-revoked', message };
};

/** A user whose directory is none of the application's: the platform says so with 403. */
export const wrongDirectory = (label: string): Verdict => ({
  problem: 'wrong-directory',
  message: `${label} does not let in users of the directory (tenant) that this bearer token comes from. Sign in to the directory that the application belongs to, and fetch a new one.`,
});

const nameOf = ({ kind, name }: TokenReading): string => {
  const what = kind === 'bearer' ? 'bearer token' : 'API token';
  return name === null ? `The ${what} of this connection` : `The ${what} “${name}”`;
};
