import { damageOf, readToken, watsonTokenLength, type TokenReading } from '../../shared/platform/token.ts';
import { organisationOfKey } from '../../shared/platform/watson-hosts.ts';
import { expiryWords, type Tone } from './platform-words.ts';
import type { PlatformValues } from './platform-form.ts';

export interface TokenFact {
  readonly label: string;
  readonly text: string;
  readonly tone: Tone;
}

/** What is wrong with a pasted text for the platform at hand, in words; undefined when nothing is seen to be. */
export interface TokenFacts {
  readonly facts: readonly TokenFact[];
  readonly remark: string | undefined;
}

const none: TokenFacts = { facts: [], remark: undefined };

const fact = (label: string, text: string | null, tone: Tone = 'neutral'): readonly TokenFact[] =>
  text === null || text === '' ? [] : [{ label, text, tone }];

/** What the token says of itself. Nothing of it is checked with the platform; that is what the test is for. */
export const iotCentralTokenFacts = (token: string, nowMs: number): TokenFacts => {
  if (token.trim() === '') return none;
  const reading = withoutCutEnd(readToken(token), token);
  switch (reading.kind) {
    case 'iot-central-api-token':
      return {
        facts: [
          ...fact('Kind', 'API token of IoT Central'),
          ...fact('Name', reading.name),
          ...fact('Application id', reading.applicationId),
          ...expiryFact(reading.expiresAtMs, nowMs, 'long'),
        ],
        remark: isPast(reading.expiresAtMs, nowMs)
          ? 'This token has expired. Make a new one in the application under Permissions, API tokens.'
          : damageRemark(token, 'from “SharedAccessSignature” to the last digit'),
      };
    case 'bearer':
      return {
        facts: [
          ...fact('Kind', 'Bearer token of Microsoft Entra'),
          ...fact('Made out to', reading.name),
          ...fact('Directory', reading.tenantId),
          ...expiryFact(reading.expiresAtMs, nowMs, 'short'),
        ],
        remark: isPast(reading.expiresAtMs, nowMs)
          ? 'This token has expired. Fetch a new one, or choose the Azure CLI, which renews it by itself.'
          : damageRemark(token, 'from “eyJ” to its end'),
      };
    case 'watson-key':
    case 'watson-token':
      return {
        facts: [],
        remark: 'This looks like an API key of Watson IoT or Maximo, not like a token of IoT Central.',
      };
    case 'unknown':
      return {
        facts: [],
        remark:
          'This does not look like a token of IoT Central. An API token begins with SharedAccessSignature, a bearer token with eyJ; copy it whole.',
      };
  }
};

export const watsonKeyFacts = (apiKey: string, token: string): TokenFacts => {
  if (apiKey.trim() === '' && token.trim() === '') return none;
  const organisation = organisationOfKey(apiKey);
  const readKey = readToken(apiKey).kind;
  const isSwapped = organisation === null && organisationOfKey(token) !== null;
  const remark = isSwapped
    ? 'The API key stands in the field of the token: it is the one that begins with a-.'
    : apiKey.trim() !== '' && organisation === null
      ? readKey === 'iot-central-api-token' || readKey === 'bearer'
        ? 'This is a token of IoT Central, not an API key of Watson IoT or Maximo.'
        : 'An API key looks like a-abc123-x1y2z3a4b5: the part in the middle is the organisation. This one does not.'
      : lengthRemark(token.trim().length);
  return { facts: fact('Organisation', organisation), remark };
};

/** What is left of a time that was cut off is another time. */
const withoutCutEnd = (reading: TokenReading, token: string): TokenReading =>
  reading.kind === 'iot-central-api-token' && damageOf(token) === 'end' ? { ...reading, expiresAtMs: null } : reading;

const damageRemark = (token: string, extent: string): string | undefined => {
  switch (damageOf(token)) {
    case null:
      return undefined;
    case 'end':
      return `A part at the end of this token is missing. Copy it again, ${extent}.`;
    case 'signature':
      return `The signature (sig) in this token is not whole. Copy it again, ${extent}.`;
  }
};

const lengthRemark = (length: number): string | undefined =>
  length === 0 || length === watsonTokenLength
    ? undefined
    : `This token has ${String(length)} characters, and such tokens have ${String(watsonTokenLength)}: it may not have been copied whole.`;

/** The way of signing in that a pasted token is for; undefined where it does not say. */
export const authOfToken = (token: string): Extract<PlatformValues, { kind: 'iot-central' }>['auth'] | undefined => {
  const { kind } = readToken(token);
  if (kind === 'bearer') return 'bearer';
  return kind === 'iot-central-api-token' ? 'api-token' : undefined;
};

const isPast = (timeMs: number | null, nowMs: number): boolean => timeMs !== null && timeMs <= nowMs;

const expiryFact = (expiresAtMs: number | null, nowMs: number, lifetime: 'long' | 'short'): readonly TokenFact[] => {
  if (expiresAtMs === null) return fact('Expires', 'the token does not say');
  const { text, tone } = expiryWords(expiresAtMs, nowMs, lifetime);
  return fact('Expires', text.replace(/^expires /, ''), tone);
};
