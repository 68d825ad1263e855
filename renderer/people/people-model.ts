import type { PlatformUser } from '../../shared/access/people.ts';
import type { TokenGrant, TokenRole } from '../../shared/access/token.ts';
import type { Organization } from '../../shared/platform/device.ts';

export const wholeApplication = 'Whole application';

export interface GrantInWords {
  readonly key: string;
  readonly role: string;
  readonly mayDo: string;
  /** "Contoso › North". */
  readonly place: string;
}

/** A user as one looks for it: what its roles are called, and for which part of the application. */
export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly grants: readonly GrantInWords[];
}

export interface OrganizationNode extends Organization {
  readonly children: readonly OrganizationNode[];
}

/** As people read it: depot-9 before depot-10. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Whoever has no parent in the list stands at the top, and so does one of a circle: nobody is left out. */
export const treeOf = (organizations: readonly Organization[]): readonly OrganizationNode[] => {
  const ids = new Set(organizations.map(({ id }) => id));
  const placed = new Set<string>();
  const nodesOf = (chosen: readonly Organization[]): readonly OrganizationNode[] =>
    chosen
      .toSorted((a, b) => collator.compare(a.name, b.name))
      .flatMap((each) => {
        if (placed.has(each.id)) return [];
        placed.add(each.id);
        return [{ ...each, children: nodesOf(organizations.filter(({ parentId }) => parentId === each.id)) }];
      });
  const tree = nodesOf(organizations.filter(({ parentId }) => parentId === null || !ids.has(parentId)));
  const inCircles = organizations.flatMap((each) => nodesOf([each]));
  return [...tree, ...inCircles];
};

export const rowsOf = (
  users: readonly PlatformUser[],
  roles: readonly TokenRole[],
  paths: ReadonlyMap<string, string>,
): readonly UserRow[] => {
  const byId = new Map(roles.map((role) => [role.id, role]));
  const inWords = ({ roleId, organization }: TokenGrant): GrantInWords => ({
    key: `${roleId} ${organization ?? ''}`,
    role: byId.get(roleId)?.name ?? roleId,
    mayDo: byId.get(roleId)?.mayDo ?? 'What it may do is not documented.',
    place: organization === null ? wholeApplication : (paths.get(organization) ?? organization),
  });
  return users.map(({ id, name, kind, roles: grants }) => ({ id, name, kind, grants: grants.map(inWords) }));
};

export const peopleColumns = ['name', 'kind', 'roles', 'place'] as const;
export type PeopleColumn = (typeof peopleColumns)[number];

export interface PeopleQuery {
  readonly text: string;
  readonly column: PeopleColumn;
  readonly isDescending: boolean;
}

export const everybody: PeopleQuery = { text: '', column: 'name', isDescending: false };

/** The same column turns the order round; another one begins at its beginning. */
export const sortedBy = (query: PeopleQuery, column: PeopleColumn): PeopleQuery => ({
  ...query,
  column,
  isDescending: query.column === column ? !query.isDescending : false,
});

const textOf: Readonly<Record<PeopleColumn, (row: UserRow) => string>> = {
  name: ({ name }) => name,
  kind: ({ kind }) => kind,
  roles: ({ grants }) => grants.map(({ role }) => role).join(', '),
  place: ({ grants }) => grants.map(({ place }) => place).join(', '),
};

/** The users that hold every word of the search, in the wanted order; equal ones by name. */
export const queried = (rows: readonly UserRow[], { text, column, isDescending }: PeopleQuery): readonly UserRow[] => {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const sign = isDescending ? -1 : 1;
  return rows
    .filter((row) => {
      const all = [row.id, ...peopleColumns.map((each) => textOf[each](row))].join('\n').toLocaleLowerCase();
      return words.every((word) => all.includes(word));
    })
    .sort(
      (a, b) =>
        sign * collator.compare(textOf[column](a), textOf[column](b)) ||
        collator.compare(a.name, b.name) ||
        collator.compare(a.id, b.id),
    );
};

/** How many users hold a role. */
export const holdersOf = (users: readonly PlatformUser[], roleId: string): number =>
  users.filter(({ roles }) => roles.some((grant) => grant.roleId === roleId)).length;

/** How many users have a role in an organisation itself; null: in the whole application. */
export const membersOf = (users: readonly PlatformUser[], organization: string | null): number =>
  users.filter(({ roles }) => roles.some((grant) => grant.organization === organization)).length;
