import type { ConnectionSettings } from '../../shared/connection/settings.ts';

/**
 * What is stored on this machine belongs to the hosts that it was entered for (see connections/password-scope.ts).
 * Whoever can write a file that is imported could otherwise have it sent to a host of their own. So every host that the
 * imported settings name must be one that the connection had already, and none may lose its encryption.
 *
 * @returns in words why what is stored may not be used with `next`; undefined when it may.
 */
export const storedSecretProblem = (former: ConnectionSettings, next: ConnectionSettings): string | undefined => {
  const known = addressesIn(former);
  for (const { host, isSecure } of addressesIn(next)) {
    const same = known.filter((address) => address.host === host);
    if (same.length === 0) {
      return `The file has this connection at ${host}. The password stored here belongs to ${known[0]?.host ?? 'another host'} and does not go there: keep this connection, or add the one of the file as a copy.`;
    }
    if (!isSecure && same.every((address) => address.isSecure)) {
      return `The file has this connection to ${host} without encryption. The password stored here was entered for an encrypted one: keep this connection, or add the one of the file as a copy.`;
    }
  }
  return undefined;
};

/** Signs in as whoever uses this computer, at a host that the file names. */
export const usesOwnSignIn = (settings: ConnectionSettings): boolean =>
  textsIn(withoutContent(settings)).some((text) => text === 'azure-cli');

const secureSchemes: ReadonlySet<string> = new Set(['mqtts', 'wss', 'https']);

interface Address {
  readonly host: string;
  readonly isSecure: boolean;
}

export const addressesIn = (settings: ConnectionSettings): readonly Address[] =>
  textsIn(withoutContent(settings)).flatMap((text) => {
    const match = /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]*\]|[^/:?#]*)(?::(\d+))?/i.exec(text);
    const [, scheme = '', host = ''] = match ?? [];
    return match === null ? [] : [{ host: host.toLowerCase(), isSecure: secureSchemes.has(scheme.toLowerCase()) }];
  });

/** Names, topics and mappings name no host that anything is sent to. */
const withoutContent = (settings: ConnectionSettings): unknown => ({
  ...settings,
  name: undefined,
  topics: undefined,
  mapping: undefined,
});

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};
