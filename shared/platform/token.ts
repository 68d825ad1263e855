/** What a pasted text turns out to be. */
export const tokenKinds = ['iot-central-api-token', 'bearer', 'watson-key', 'watson-token', 'unknown'] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** What a token says of itself to anybody who holds it. Nothing of it is proven: only the platform knows whether it is good. */
export interface TokenReading {
  readonly kind: TokenKind;
  /** An API token's id, the person or service that a bearer token was made out to, or a Watson key itself. */
  readonly name: string | null;
  /** Of an API token: the IoT Central application that it opens. Of a bearer token: the program that fetched it. */
  readonly applicationId: string | null;
  /** Unix milliseconds. */
  readonly expiresAtMs: number | null;
  /** Of a Watson key. */
  readonly organisation: string | null;
  /** Of a bearer token: whose directory it comes from, whom it is meant for, and what it was given there. */
  readonly tenantId: string | null;
  readonly audience: string | null;
  readonly roles: readonly string[];
  /** Of a bearer token: the id, in its directory, of whom it was made out to. */
  readonly objectId: string | null;
}

const nothing: TokenReading = {
  kind: 'unknown',
  name: null,
  applicationId: null,
  expiresAtMs: null,
  organisation: null,
  tenantId: null,
  audience: null,
  roles: [],
  objectId: null,
};

/** Reads a token without asking anybody. Line breaks, quotes and the header's name, as they come along with a copy, are looked past. */
export const readToken = (text: string): TokenReading => {
  const token = tidyToken(text);
  return readApiToken(token) ?? readBearer(token) ?? readWatsonKey(token) ?? readWatsonToken(token) ?? nothing;
};

/** The token as it was given out, without what came along with a copy. */
export const tidyToken = (text: string): string => {
  const line = text.replaceAll(/[\r\n\t]+/g, '').trim();
  const bare = line.replace(/^authorization:\s*/i, '');
  return (/^"(.*)"$/.exec(bare)?.[1] ?? /^'(.*)'$/.exec(bare)?.[1] ?? bare).trim();
};

/** A header begins with `{"`, which is `eyJ` in base64. A line break may have stood behind the prefix. */
const bearerPattern = /^(?:bearer\s*)?(eyJ[\w-]*\.[\w-]+\.[\w-]*)$/i;

/** The value of an `Authorization` header for IoT Central; undefined where the text is no token of it. */
export const iotCentralAuthorization = (text: string): string | undefined => {
  const token = tidyToken(text);
  const { kind } = readToken(token);
  if (kind === 'iot-central-api-token') return token.replace(/^SharedAccessSignature\s*/i, 'SharedAccessSignature ');
  return kind === 'bearer' ? `Bearer ${bearerPattern.exec(token)?.[1] ?? ''}` : undefined;
};

/**
 * `SharedAccessSignature sr={application id}&sig=…&skn={token id}&se={expiry}`. Unlike in Azure IoT Hub's signatures `se`
 * is in milliseconds: https://learn.microsoft.com/azure/iot-central/core/howto-authorize-rest-api
 */
const readApiToken = (token: string): TokenReading | undefined => {
  const fields = apiTokenFields(token);
  if (fields === undefined) return undefined;
  const expiresAtMs = /^\d{1,16}$/.test(fields.get('se') ?? '') ? Number(fields.get('se')) : null;
  return {
    ...nothing,
    kind: 'iot-central-api-token',
    name: fields.get('skn') ?? null,
    applicationId: fields.get('sr') ?? null,
    expiresAtMs,
  };
};

const apiTokenFields = (token: string): ReadonlyMap<string, string> | undefined => {
  const [, fieldsText] = /^SharedAccessSignature\s*(\S+)$/i.exec(token) ?? [];
  if (fieldsText === undefined) return undefined;
  const fields = new Map(
    fieldsText.split('&').map((field) => {
      const at = field.indexOf('=');
      return [field.slice(0, Math.max(0, at)), decodePercent(field.slice(at + 1))] as const;
    }),
  );
  return fields.has('sr') && fields.has('sig') ? fields : undefined;
};

/** What of a token did not come along with a copy. */
export type TokenDamage = 'end' | 'signature';

/** Of HMAC-SHA256, 32 bytes: https://datatracker.ietf.org/doc/html/rfc4648#section-4, or section 5. */
const apiTokenSignature = /^[A-Za-z0-9+/_-]{43}=?$/;
/** Unix milliseconds have 13 digits from 2001 to 2286. */
const wholeExpiry = /^\d{13}$/;
/** In base64url: 256 bytes of RS256 with Entra's keys, and 32 bytes of the shortest signature there is. */
const leastSignature = (algorithm: unknown): number => (algorithm === 'RS256' ? 342 : 43);

/** Whether a token of IoT Central has all its parts, as far as their form tells; null: nothing seems to be missing. */
export const damageOf = (text: string): TokenDamage | null => {
  const token = tidyToken(text);
  const fields = apiTokenFields(token);
  if (fields !== undefined) {
    if (!fields.has('skn') || !wholeExpiry.test(fields.get('se') ?? '')) return 'end';
    return apiTokenSignature.test(fields.get('sig') ?? '') ? null : 'signature';
  }
  const [head = '', , signature = ''] = (bearerPattern.exec(token)?.[1] ?? '').split('.');
  if (head === '') return null;
  return signature.length < leastSignature(readJsonObject(head)?.get('alg')) ? 'end' : null;
};

/** A JSON Web Token (RFC 7519) with the claims that Microsoft Entra writes. Its signature is not checked here. */
const readBearer = (token: string): TokenReading | undefined => {
  const [, head, body] = /^([\w-]+)\.([\w-]+)\./.exec(bearerPattern.exec(token)?.[1] ?? '') ?? [];
  if (head === undefined || body === undefined || readJsonObject(head) === undefined) return undefined;
  const claims = readJsonObject(body);
  if (claims === undefined) return undefined;
  const text = (...names: string[]): string | null => {
    for (const name of names) {
      const claim = claims.get(name);
      if (typeof claim === 'string' && claim !== '') return claim;
    }
    return null;
  };
  const expiry = claims.get('exp');
  const roles = claims.get('roles');
  return {
    ...nothing,
    kind: 'bearer',
    name: text('upn', 'preferred_username', 'unique_name', 'email', 'name', 'app_displayname', 'appid', 'azp'),
    applicationId: text('appid', 'azp'),
    expiresAtMs: typeof expiry === 'number' && Number.isFinite(expiry) ? expiry * 1000 : null,
    tenantId: text('tid'),
    audience: text('aud'),
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    objectId: text('oid'),
  };
};

/** `a-{organisation}-{ten characters}`, the user name of an application. */
const readWatsonKey = (token: string): TokenReading | undefined => {
  const [, organisation] = /^a-([a-z0-9]{4,20})-[A-Za-z0-9]{8,20}$/.exec(token) ?? [];
  return organisation === undefined ? undefined : { ...nothing, kind: 'watson-key', name: token, organisation };
};

/** In all examples of the documentation; said of a token only after it was refused, or while it is typed. */
export const watsonTokenLength = 18;

/** Eighteen characters without a form of their own: a guess, and said only where nothing else fits. */
const readWatsonToken = (token: string): TokenReading | undefined =>
  /^(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9!$&()*+@_?.,=-]{18}$/.test(token)
    ? { ...nothing, kind: 'watson-token' }
    : undefined;

const decodePercent = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const readJsonObject = (base64url: string): ReadonlyMap<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(decodeBase64Url(base64url));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** By hand, because this tier knows neither Node's `Buffer` nor a browser's `atob`. Throws where it is no UTF-8. */
const decodeBase64Url = (text: string): string => {
  let bits = 0;
  let bitCount = 0;
  let escaped = '';
  for (const character of text) {
    bits = ((bits << 6) | alphabet.indexOf(character)) & 0xfff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    escaped += `%${((bits >> bitCount) & 0xff).toString(16).padStart(2, '0')}`;
  }
  return decodeURIComponent(escaped);
};
