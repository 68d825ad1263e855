import { refusal } from './errors.ts';
import type { ApiKeys } from '../watson/api-keys.ts';
import type { Permission } from '../watson/roles.ts';

export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

/** RFC 7617. Undefined when the header is missing or is something else. */
export const readBasic = (header: string | undefined): BasicCredentials | undefined => {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
};

/** The API key of a request. Throws 401 for a token that is missing, wrong or expired, and 403 for a key that is unknown. */
export const authenticate = (keys: ApiKeys, header: string | undefined): string => {
  const credentials = readBasic(header);
  if (credentials === undefined || credentials.password === '') {
    throw refusal(401, 'The authentication token is empty or invalid.');
  }
  const { user, password } = credentials;
  if (keys.get(user) === undefined) {
    throw refusal(403, 'The authentication method is invalid or the API key does not exist.');
  }
  if (keys.authenticate(user, password) === undefined) {
    throw refusal(401, 'The authentication token is empty or invalid.');
  }
  return user;
};

/** Throws 403 unless a role of the key allows it. */
export const authorize = (keys: ApiKeys, apiKey: string, permission: Permission | null): void => {
  if (permission === null || keys.allows(apiKey, permission)) return;
  throw refusal(403, `The role of the API key does not allow this operation (${permission}).`, [permission]);
};
