import { z } from 'zod';
import type { Failure } from '../../../shared/contract/result.ts';
import { organisationOfKey, type WatsonHosts } from '../../../shared/platform/watson-hosts.ts';
import { dateInWords } from '../iot-central/words.ts';
import { platformDetails, type PlatformDetails, type PlatformError } from '../rest/rest-client.ts';

const text = z.string().optional().catch(undefined);
const bodySchema = z.object({
  message: text,
  exception: z.object({ id: text }).optional().catch(undefined),
  violations: z
    .array(z.object({ message: text }).catch({ message: undefined }))
    .optional()
    .catch(undefined),
});

/** `{message, exception: {id}, violations: [{message}]}`; the violations say what is wrong, the message often only that. */
export const readWatsonError = (_status: number, body: unknown): PlatformError => {
  const { message, exception, violations = [] } = bodySchema.safeParse(body).data ?? {};
  const sentences = [message, ...violations.map((violation) => violation.message)].filter(
    (sentence) => sentence !== undefined && sentence !== '',
  );
  return {
    message: sentences.length === 0 ? undefined : sentences.join(' '),
    code: exception?.id,
    requestId: undefined,
  };
};

/** `CUDCS0105E`: nobody has switched the last event cache on. */
export const isCacheDisabled = (failure: Failure): boolean =>
  platformDetails(failure)?.platformCode === 'CUDCS0105E' ||
  platformDetails(failure)?.platformMessage?.includes('CUDCS0105E') === true;

/** The key is valid, and its role may not do this. */
export const isForbidden = (failure: Failure): boolean =>
  platformDetails(failure)?.reason === 'forbidden' && !isCacheDisabled(failure);

/** 403 stands for a key that is unknown as well as for a role that may not; only its words tell. */
const isUnknownKey = ({ status, platformMessage = '' }: PlatformDetails): boolean =>
  status === 403 && /api key does not exist|authentication (?:method|token)/i.test(platformMessage);

/** What was learnt of a connection's key while it was let in, by which a refusal later is told from a mistyped one. */
export interface KeyHistory {
  readonly hasWorked: boolean;
  /** It was over before this refusal. Unix milliseconds; null: it has no end, or the console may not look it up. */
  readonly endedAtMs: number | null;
}

const noHistory: KeyHistory = { hasWorked: false, endedAtMs: null };

export interface RefusedKey {
  readonly apiKey: string;
  readonly hosts: WatsonHosts | null;
  readonly host: string;
  readonly history?: KeyHistory;
}

/** Says of a refused key or token which of the two it is, and what to do. Every other failure stays as it is. */
export const explainRefusal = (failure: Failure, { apiKey, hosts, host, history = noHistory }: RefusedKey): Failure => {
  const details = platformDetails(failure);
  if (details === undefined || (details.status !== 401 && !isUnknownKey(details))) return failure;
  const keyOrganisation = organisationOfKey(apiKey);
  const hostOrganisation = hosts?.organisation ?? null;
  const isElsewhere =
    keyOrganisation !== null && hostOrganisation !== null && keyOrganisation.toLowerCase() !== hostOrganisation;
  const sentence =
    keyOrganisation === null
      ? `The user name of this connection is no API key of an application: such a key is written a-<organisation>-<10 characters>. Enter the key that was shown with the token.`
      : isElsewhere
        ? `The API key ${apiKey} belongs to the organisation ${keyOrganisation}, and ${host} is the address of ${hostOrganisation}. Use a key of ${hostOrganisation}, or the address of ${keyOrganisation}.`
        : refusedPart(details, { host, apiKey, history });
  const quote = details.platformMessage === undefined ? '' : ` It says: “${details.platformMessage}”`;
  const kept = Object.entries(details).filter(([name]) => name !== 'reason');
  return { ...failure, message: `${sentence}${quote}`, details: Object.fromEntries(kept) };
};

const refusedPart = (
  { status, platformMessage = '' }: PlatformDetails,
  { host, apiKey, history }: Required<Omit<RefusedKey, 'hosts'>>,
): string => {
  if (history.endedAtMs !== null) {
    return `The API key ${apiKey} expired on ${dateInWords(history.endedAtMs)}. Enter another key, or ask whoever administers the platform for one.`;
  }
  const before = `The API key ${apiKey} worked before, and ${host}`;
  if (status === 401) {
    return history.hasWorked
      ? `${before} does not accept its token any more: the key has expired, or it was given another token. Enter that token, or another key.`
      : `${host} does not accept the token of the API key ${apiKey}: it is empty or wrong, or the key has expired. Enter the token again; one that is lost cannot be shown again, so make a new key.`;
  }
  // Messaging tells no more than that.
  if (/token/i.test(platformMessage)) {
    return history.hasWorked
      ? `${before} does not accept it with its token any more: it was removed, or has expired. Enter another key, or ask whoever administers the platform for one.`
      : `${host} does not accept the API key ${apiKey} with its token: one of them is wrong, or the key was removed or has expired. Enter both again, or make a new key.`;
  }
  return history.hasWorked
    ? `${before} does not know it any more: it was removed there. Enter another key, or ask whoever administers the platform for one.`
    : `${host} does not know the API key ${apiKey}: it was removed, has expired, or is mistyped. Enter another key, or ask whoever administers the platform for one.`;
};
