import { useMemo, useState } from 'react';
import type { Organization } from '../../shared/platform/device.ts';
import { mayTry } from '../../shared/platform/rights.ts';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import { rightOf, type PlatformConnection } from '../platform/use-platform.ts';
import { useReading, type UsedReading } from '../platform/use-reading.ts';
import { OrganizationTree } from './organization-tree.tsx';
import { pathsOf } from '../platform/organization-paths.ts';
import { everybody, rowsOf } from './people-model.ts';
import { PeopleNotPermitted } from './people-not-permitted.tsx';
import { RoleList } from './role-list.tsx';
import { UserList } from './user-list.tsx';
import classes from './people.module.css';

export const PeopleOfConnection = (props: PlatformConnection) =>
  mayTry(rightOf(props.platform, 'view-organizations')) ? (
    <WithOrganizations {...props} />
  ) : (
    <Board {...props} organizations={null} />
  );

const WithOrganizations = (props: PlatformConnection) => {
  const organizations = useReading('platforms.organizations', { connectionId: props.connection.id });
  return <Board {...props} organizations={organizations} />;
};

interface BoardProps extends PlatformConnection {
  /** Null: they are not asked for. */
  readonly organizations: UsedReading<Organization[]> | null;
}

const none: readonly Organization[] = [];

/** Lists that were read stay while they are read again, and when that fails; each fails and is tried again by itself. */
const Board = ({ connection, platform, organizations }: BoardProps) => {
  const reading = useReading('people.list', { connectionId: connection.id });
  const [query, setQuery] = useState(everybody);
  const people = reading.value;
  const listed = organizations?.value ?? none;
  const paths = useMemo(() => pathsOf(listed), [listed]);
  const rows = useMemo(
    () => (people?.kind === 'people' ? rowsOf(people.users, people.roles, paths) : null),
    [people, paths],
  );
  const find = (text: string): void => {
    setQuery((before) => ({ ...before, text }));
  };
  const users = people?.kind === 'people' ? people.users : null;

  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        <ReadingNotice reading={reading} what="The users and roles" />
        {people?.kind === 'not-permitted' && <PeopleNotPermitted people={people} connection={connection} />}
        {people?.kind === 'people' && rows !== null && (
          <UserList
            label={`Users of ${platform.application ?? connection.name}`}
            rows={rows}
            notes={people.notes}
            readAtMs={people.readAtMs}
            query={query}
            onQuery={setQuery}
            isReading={reading.isReading}
            onReload={() => {
              void reading.reload();
              void organizations?.reload();
            }}
          />
        )}
      </div>
      <div className={classes.side}>
        <OrganizationTree
          reading={organizations}
          right={rightOf(platform, 'view-organizations')}
          users={users}
          onFind={find}
        />
        {people?.kind === 'people' && <RoleList roles={people.roles} users={people.users} onFind={find} />}
      </div>
    </div>
  );
};
