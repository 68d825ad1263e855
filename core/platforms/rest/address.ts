import { isIPv4 } from 'node:net';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { PlatformDetails } from './details.ts';
import type { RestRequest } from './types.ts';

/** Where a platform's REST API lives. */
export interface PlatformAddress {
  readonly origin: string;
  /** Without a slash at its end; empty where the API is at the root. */
  readonly basePath: string;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** For people: 'contoso.azureiotcentral.com'. */
  readonly label: string;
}

const nothingSent: PlatformDetails = { mayHaveHappened: false };

export const parsePlatformAddress = (baseUrl: string): Result<PlatformAddress> => {
  const wrong = (message: string) => fail('invalid-params', message, nothingSent);
  const url = URL.parse(baseUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return wrong('This is not an address of a platform: enter one such as https://contoso.azureiotcentral.com.');
  }
  if (url.username !== '' || url.password !== '') {
    return wrong('Leave user name and password out of the address: addresses end up in logs.');
  }
  if (url.search !== '' || url.hash !== '') return wrong('Leave out what follows ? or # in the address.');
  const isSecure = url.protocol === 'https:';
  if (!isSecure && !isThisComputer(url.hostname)) {
    return wrong(
      `The address of ${url.host} begins with http://, so the access token would travel unencrypted. Use https://; http:// is for this computer only.`,
    );
  }
  return ok({
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    isSecure,
    label: url.host,
  });
};

const isThisComputer = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));

/** A path that would lead elsewhere once its dots are resolved is refused: an id in it is then no id of the platform. */
export const urlOf = (address: PlatformAddress, { path, query }: Pick<RestRequest, 'path' | 'query'>): Result<URL> => {
  const url = URL.parse(address.origin + address.basePath + path);
  const isAsWritten = url?.origin === address.origin && url.pathname === address.basePath + path;
  if (url === null || !path.startsWith('/') || !isAsWritten) {
    return fail('invalid-params', 'A name in this request cannot be part of an address. Check the ids.', nothingSent);
  }
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return ok(url);
};

/** The token goes along with every link that is followed, so a link leads where the token belongs, or nowhere. */
export const linkOf = (address: PlatformAddress, link: string): Result<URL> => {
  const url = URL.parse(link, `${address.origin}${address.basePath}/`);
  const isOwn =
    url?.origin === address.origin &&
    url.pathname.startsWith(`${address.basePath}/`) &&
    url.username === '' &&
    url.password === '';
  if (url === null || !isOwn) {
    const where = url === null || url.host === '' || url.host === address.label ? 'another place' : url.host;
    return fail(
      'refused',
      `${address.label} says that its list goes on at ${where}. The console does not go there, because the access token would go along; the list is incomplete. Tell whoever runs the platform.`,
      { reason: 'foreign-link', mayHaveHappened: false } satisfies PlatformDetails,
    );
  }
  url.hash = '';
  return ok(url);
};
