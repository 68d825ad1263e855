import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import { parseBrokerAddress } from './broker-address.ts';

/**
 * A stored password belongs to the broker that it was entered for. An edit that names another host, or the same without
 * encryption, must bring it anew: whoever can edit a connection could otherwise read its password at a broker of their own.
 *
 * @returns in words why the stored password may not be used with `next`; undefined when it may.
 */
export const passwordScopeProblem = (
  former: Pick<ConnectionSettings, 'url'> | undefined,
  next: Pick<ConnectionSettings, 'url'>,
): string | undefined => {
  const enteredFor = former === undefined ? undefined : parseBrokerAddress(former.url);
  const wanted = parseBrokerAddress(next.url);
  if (enteredFor === undefined || wanted === undefined) return undefined;
  if (enteredFor.host.toLowerCase() !== wanted.host.toLowerCase()) {
    return `The stored password belongs to ${enteredFor.host}. Enter it again to use it with ${wanted.host}, or remove it.`;
  }
  if (enteredFor.isSecure && !wanted.isSecure) {
    return 'The stored password was entered for an encrypted connection. Enter it again to send it unencrypted, or remove it.';
  }
  return undefined;
};
