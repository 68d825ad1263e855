import type { TokenListHead } from '../../shared/access/token-list.ts';
import type { TokenAbilities } from '../../shared/access/token.ts';
import type { Desk } from './desk.ts';
import { describeRole } from './role-words.ts';
import type { TokenBook } from './token-book.ts';
import type { TokenUse } from './token-use.ts';

type Features = Pick<TokenBook, 'name' | 'expiry' | 'hasOrganizations'>;

/** `names`: of the roles that the platform lists; `found`: ids of those that are on tokens. */
export const headOf = (
  desk: Desk,
  features: Features,
  names: ReadonlyMap<string, string>,
  found: ReadonlySet<string>,
  use: TokenUse,
): TokenListHead => {
  const { kind } = desk.settings;
  const roleIds = [...new Set([...names.keys(), ...found])];
  return {
    platform: kind,
    roles: roleIds.map((id) => describeRole(kind, id, names)),
    offeredRoles: roleIds,
    abilities: abilitiesOf(desk, features),
    notes: notesOn(use),
  };
};

const abilitiesOf = ({ platform }: Desk, { name, expiry, hasOrganizations }: Features): TokenAbilities => ({
  create: platform.rights['create-token'],
  edit: platform.rights['edit-token'],
  remove: platform.rights['delete-token'],
  hasOrganizations,
  expiry,
  name,
});

const notesOn = ({ unknown }: TokenUse): string[] =>
  unknown.length === 0
    ? []
    : [
        `With which token ${unknown.map(({ name }) => `“${name}”`).join(', ')} signs in is not known at present, because the vault is locked or the secret cannot be read.`,
      ];
