import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import { parseBrokerAddress } from './broker-address.ts';

type Addresses = Pick<ConnectionSettings, 'url' | 'platform'>;

interface Place {
  readonly host: string;
  readonly isSecure: boolean;
}

/**
 * A stored password belongs to the broker, and to the platform's API where it signs in there too, that it was entered
 * for. An edit that names another host, or the same without encryption, must bring it anew: whoever can edit a
 * connection could otherwise read its password at a host of their own.
 *
 * @returns in words why the stored password may not be used with `next`; undefined when it may.
 */
export const passwordScopeProblem = (former: Addresses | undefined, next: Addresses): string | undefined => {
  if (former === undefined) return undefined;
  const ofBroker = problemBetween(brokerPlace(former), brokerPlace(next), 'password');
  if (ofBroker !== undefined) return ofBroker;
  const enteredFor = watsonPlace(former) ?? brokerPlace(former);
  return problemBetween(enteredFor, watsonPlace(next), 'password', isOfSameOrganisation);
};

/** The same for the token of a platform's API. */
export const platformTokenScopeProblem = (former: Addresses | undefined, next: Addresses): string | undefined =>
  former === undefined
    ? undefined
    : problemBetween(platformPlace(former.platform?.address), platformPlace(next.platform?.address), 'token');

/** Whether what was entered for the one may not be used with the other. */
export const areApart = (entered: Addresses, other: Addresses): boolean =>
  passwordScopeProblem(entered, other) !== undefined || platformTokenScopeProblem(entered, other) !== undefined;

/** Watson's `{org}.messaging.{domain}` and `{org}.{domain}` are the two doors of one service. */
const isOfSameOrganisation = (a: string, b: string): boolean => withoutMessaging(a) === withoutMessaging(b);
const withoutMessaging = (host: string): string => host.toLowerCase().replace('.messaging.', '.');

const isSameHost = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const problemBetween = (
  enteredFor: Place | undefined,
  wanted: Place | undefined,
  secret: 'password' | 'token',
  isSame = isSameHost,
): string | undefined => {
  if (enteredFor === undefined || wanted === undefined) return undefined;
  if (!isSame(enteredFor.host, wanted.host)) {
    return `The stored ${secret} belongs to ${enteredFor.host}. Enter it again to use it with ${wanted.host}, or remove it.`;
  }
  if (enteredFor.isSecure && !wanted.isSecure) {
    return `The stored ${secret} was entered for an encrypted connection. Enter it again to send it unencrypted, or remove it.`;
  }
  return undefined;
};

const brokerPlace = ({ url }: Addresses): Place | undefined => parseBrokerAddress(url);

const platformPlace = (address: string | undefined): Place | undefined => {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { hostname, protocol } = new URL(address);
  return { host: hostname, isSecure: protocol === 'https:' };
};

/** Watson's API and messaging take the same key; the messaging address may stand on its own. */
const watsonPlace = ({ platform }: Addresses): Place | undefined =>
  platform?.kind === 'watson' ? platformPlace(platform.address) : undefined;
