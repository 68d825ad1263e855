import type { ConnectionSecrets, ConnectionSettings } from '../../shared/connection/settings.ts';

const secretTitles = [
  ['password', 'password'],
  ['clientKeyPem', 'client key'],
  ['platformToken', 'token of the platform'],
] as const satisfies readonly (readonly [keyof ConnectionSecrets, string])[];

/** Where it leads, and which secrets were entered or taken away; never one of them. */
export const changeWords = (
  id: string | undefined,
  { url, platform }: ConnectionSettings,
  secrets: ConnectionSecrets,
): string => {
  const places = hostsOf({ url, platform });
  const entered = secretTitles.flatMap(([name, title]) => (typeof secrets[name] === 'string' ? [title] : []));
  const removed = secretTitles.flatMap(([name, title]) => (secrets[name] === null ? [title] : []));
  return [
    id === undefined ? 'New.' : '',
    places.length === 0 ? '' : `To ${places.join(' and ')}.`,
    entered.length === 0 ? '' : `Entered: ${entered.join(', ')}.`,
    removed.length === 0 ? '' : `Taken away: ${removed.join(', ')}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
};

/** Where a connection leads: its broker, its platform. */
export const hostsOf = ({ url, platform }: Pick<ConnectionSettings, 'url' | 'platform'>): readonly string[] => [
  ...new Set([hostOf(url), hostOf(platform?.address ?? '')].filter((host) => host !== '')),
];

/** What was tried, and with what: a test takes secrets that may stand nowhere but in a form. */
export const testWords = (isSaved: boolean, secrets: ConnectionSecrets): string => {
  const entered = secretTitles.flatMap(([name, title]) => (typeof secrets[name] === 'string' ? [title] : []));
  const what = entered.length === 0 ? '' : ` With what was entered: ${entered.join(', ')}.`;
  return `${isSaved ? 'As it stands in the form.' : 'Not saved yet.'}${what}`;
};

/** No more of an address than this: the rest may hold anything. */
const hostOf = (address: string): string => URL.parse(address)?.host ?? '';
