import { Button, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconRefresh } from '@tabler/icons-react';
import { useMemo } from 'react';
import { formatAge } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf } from '../format/number.ts';
import { queried, sortedBy, type PeopleColumn, type PeopleQuery, type UserRow } from './people-model.ts';
import classes from './people.module.css';

interface UserListProps {
  readonly label: string;
  readonly rows: readonly UserRow[];
  readonly notes: readonly string[];
  readonly readAtMs: number;
  readonly query: PeopleQuery;
  readonly onQuery: (query: PeopleQuery) => void;
  readonly isReading: boolean;
  readonly onReload: () => void;
}

const columns: readonly { readonly column: PeopleColumn; readonly title: string }[] = [
  { column: 'name', title: 'Name' },
  { column: 'kind', title: 'Kind' },
  { column: 'roles', title: 'Roles, and what they may do' },
  { column: 'place', title: 'Organisation' },
];

/** An application has two hundred assignments of roles at most: all rows are drawn. */
export const UserList = (props: UserListProps) => {
  const { label, rows, notes, readAtMs, query, onQuery, isReading, onReload } = props;
  const nowMs = useNowMs();
  const shown = useMemo(() => queried(rows, query), [rows, query]);
  return (
    <>
      <div className={classes.toolbar} role="search" aria-label={label}>
        <TextInput
          type="search"
          aria-label="Search the users"
          placeholder="Search name, role, organisation"
          className={classes.search ?? ''}
          value={query.text}
          onChange={(event) => {
            onQuery({ ...query, text: event.currentTarget.value });
          }}
        />
        <Button
          aria-label="Refresh the users and roles"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={isReading}
          onClick={onReload}
        >
          Refresh
        </Button>
        <span className={classes.quiet}>
          <span role="status">
            {shown.length === rows.length
              ? countOf(rows.length, 'user')
              : `${countOf(shown.length, 'user')} of ${String(rows.length)}`}
          </span>{' '}
          · read {formatAge(nowMs - readAtMs)} ago
        </span>
      </div>
      {notes.map((note) => (
        <p key={note} className={classes.caution}>
          <span aria-hidden>⚠</span> {note}
        </p>
      ))}
      {rows.length === 0 && (
        <p className={classes.empty}>The platform lists no users: programs get in with the API tokens alone.</p>
      )}
      {rows.length > 0 && shown.length === 0 && (
        <p className={classes.empty}>No user has all of these words. Change the search to see others.</p>
      )}
      {shown.length > 0 && <UserTable label={label} rows={shown} query={query} onQuery={onQuery} />}
    </>
  );
};

const UserTable = ({ label, rows, query, onQuery }: Pick<UserListProps, 'label' | 'rows' | 'query' | 'onQuery'>) => (
  <div className={classes.scroll}>
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ column, title }) => (
            <ColumnHead key={column} column={column} title={title} query={query} onQuery={onQuery} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <User key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  </div>
);

/** Each role stands on a line with the organisation that it is for. */
const User = ({ row: { id, name, kind, grants } }: { readonly row: UserRow }) => (
  <>
    {(grants.length === 0 ? [null] : grants).map((grant, index) => (
      <tr key={grant?.key ?? id} data-continued={index > 0 || undefined}>
        {index === 0 && (
          <>
            <th scope="row" rowSpan={Math.max(1, grants.length)} title={id}>
              {name}
            </th>
            <td rowSpan={Math.max(1, grants.length)}>{kind}</td>
          </>
        )}
        {grant === null ? (
          <td colSpan={2} className={classes.quiet}>
            No role: it may do nothing.
          </td>
        ) : (
          <>
            <td title={grant.mayDo}>
              {grant.role}
              <div className={classes.second}>{grant.mayDo}</div>
            </td>
            <td>{grant.place}</td>
          </>
        )}
      </tr>
    ))}
  </>
);

interface ColumnHeadProps extends Pick<UserListProps, 'query' | 'onQuery'> {
  readonly column: PeopleColumn;
  readonly title: string;
}

const ColumnHead = ({ column, title, query, onQuery }: ColumnHeadProps) => {
  const isSorted = query.column === column;
  const Arrow = query.isDescending ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" aria-sort={isSorted ? (query.isDescending ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        onClick={() => {
          onQuery(sortedBy(query, column));
        }}
      >
        {title}
        {isSorted && <Arrow size={13} aria-hidden />}
      </button>
    </th>
  );
};
