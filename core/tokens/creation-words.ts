import type { CreationState } from '../../shared/access/creation.ts';
import { platformTitles } from '../../shared/platform/kinds.ts';
import type { CreationRecord } from './creation-record.ts';

export const explainCreation = (state: CreationState, name: string, isTaken: boolean): string => {
  switch (state) {
    case 'held':
      return isTaken
        ? `The secret of “${name}” was taken. The console forgets it soon.`
        : `The platform tells the secret of “${name}” this once. Take it now: show and copy it, save it into a connection, or hand it over as a file.`;
    case 'unknown':
      return `Whether the platform made “${name}” is not known: the console ended or lost the connection before the answer came. Look it up before you make it again.`;
    case 'without-secret':
      return `“${name}” exists on the platform, and nobody has its secret: it was lost on the way or not taken in time, and the platform does not tell it again. Delete the token, and make another.`;
  }
};

export const whereItGoes = ({ platform, tokenId }: CreationRecord): string =>
  platform === 'watson'
    ? `It belongs to the API key ${tokenId ?? ''}: the key is the user name, and this is the password.`
    : 'It is sent whole, as it is, in the Authorization header. In a connection of this console it is the API token.';

/** What whoever opens the file reads. */
export const handOverText = ({ platform, address, tokenName, tokenId }: CreationRecord, secret: string): string =>
  [
    `${platformTitles[platform]}, ${address}`,
    '',
    ...(platform === 'watson'
      ? [`Description: ${tokenName}`, `API key: ${tokenId ?? ''}`, `Authentication token: ${secret}`]
      : [`Name: ${tokenName}`, `API token: ${secret}`]),
    '',
    'Keep it like a password. Delete this file when the token is where it belongs.',
    '',
  ].join('\n');

export const fileNameOf = ({ tokenName }: CreationRecord): string => {
  const name = tokenName
    .normalize('NFKD')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${name === '' ? 'token' : name}.txt.age`;
};
