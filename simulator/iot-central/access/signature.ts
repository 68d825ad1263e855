import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ApplicationIdentity } from './identity.ts';

export interface SignedToken {
  /** Name of the API token, `skn`. */
  readonly tokenId: string;
  /** `se`: Unix milliseconds, and not seconds as in an IoT Hub token. */
  readonly expiresAtMs: number;
}

const hmac = (key: string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const signatureOf = (
  { applicationId, signingKey }: ApplicationIdentity,
  { tokenId, expiresAtMs }: SignedToken,
): Buffer => hmac(signingKey, `${applicationId}\n${tokenId}\n${expiresAtMs}`);

/** `SharedAccessSignature sr=…&sig=…&skn=…&se=…`, the text that goes into the Authorization header as it is. */
export const signToken = (identity: ApplicationIdentity, token: SignedToken): string => {
  const signature = signatureOf(identity, token).toString('base64');
  const parts = [
    `sr=${identity.applicationId}`,
    `sig=${encodeURIComponent(signature)}`,
    `skn=${encodeURIComponent(token.tokenId)}`,
    `se=${token.expiresAtMs}`,
  ];
  return `SharedAccessSignature ${parts.join('&')}`;
};

/** Undefined when the text is no token, of another application, or signed by somebody else. */
export const readToken = (identity: ApplicationIdentity, authorization: string): SignedToken | undefined => {
  const [, fields] = /^SharedAccessSignature (\S+)$/.exec(authorization) ?? [];
  if (fields === undefined) return undefined;
  const read = new Map(fields.split('&').map((field) => splitOnce(field, '=')));
  const signature = decode(read.get('sig'));
  const tokenId = decode(read.get('skn'));
  const expiresAtMs = Number(read.get('se'));
  if (read.get('sr') !== identity.applicationId || signature === undefined || tokenId === undefined) return undefined;
  if (!Number.isSafeInteger(expiresAtMs)) return undefined;
  const token = { tokenId, expiresAtMs };
  return isSame(Buffer.from(signature, 'base64'), signatureOf(identity, token)) ? token : undefined;
};

const encodeJson = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** As Microsoft Entra's: a JSON Web Token whose middle part says until when it is good. */
export const signBearer = (identity: ApplicationIdentity, expiresAtMs: number): string => {
  const claims = {
    aud: 'https://apps.azureiotcentral.com',
    appid: identity.applicationId,
    name: 'Practice administrator',
    exp: Math.floor(expiresAtMs / 1000),
  };
  const signed = `${encodeJson({ typ: 'JWT', alg: 'HS256' })}.${encodeJson(claims)}`;
  return `${signed}.${hmac(identity.signingKey, signed).toString('base64url')}`;
};

/** Until when a bearer token is good, Unix ms; undefined when it is not one of this application's. */
export const readBearer = (identity: ApplicationIdentity, authorization: string): number | undefined => {
  const [, signed, claims, signature] = /^Bearer ([\w-]+\.([\w-]+))\.([\w-]+)$/.exec(authorization) ?? [];
  if (signed === undefined || claims === undefined || signature === undefined) return undefined;
  if (!isSame(Buffer.from(signature, 'base64url'), hmac(identity.signingKey, signed))) return undefined;
  const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { exp: number };
  return exp * 1000;
};

const isSame = (given: Buffer, expected: Buffer): boolean =>
  given.length === expected.length && timingSafeEqual(given, expected);

const splitOnce = (text: string, separator: string): readonly [string, string] => {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
};

const decode = (text: string | undefined): string | undefined => {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
