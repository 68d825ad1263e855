import { uniqueWord } from './client-identity.ts';

/** A new connection's id: readable, for logs and addresses, and unique where two have the same name. */
export const newConnectionId = (name: string): string => {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${slug === '' ? 'connection' : slug}-${uniqueWord(6)}`;
};
