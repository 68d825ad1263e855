import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may use this console. The key travels once, in the address that whoever started the console opens; the cookie
 * takes its place from then on. Both live as long as the run, across restarts of this process.
 */
export interface Access {
  readonly key: string;
  readonly cookie: string;
}

const newToken = (): string => randomBytes(32).toString('base64url');

export const createAccess = (): Access => ({ key: newToken(), cookie: newToken() });

/** In a time that tells nothing about where the two differ, or by how much in length. */
export const isSameToken = (given: string | undefined, expected: string): boolean => {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(expected)) && given !== undefined;
};

/** Cookies know hosts, not ports: the port in the name keeps two consoles on one machine apart. */
export const cookieName = (port: number): string => `fleetdeck-${String(port)}`;

export const windowUrl = (port: number, access: Access): string =>
  `http://127.0.0.1:${String(port)}/?key=${access.key}`;
