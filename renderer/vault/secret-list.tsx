import { Anchor, Button } from '@mantine/core';
import type { VaultEntryView } from '../../shared/vault/vault.ts';
import { hrefOf } from '../app/routes.ts';
import { formatAge, formatDateTime } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { backendTitle, statusWords } from './vault-words.ts';
import classes from '../admin/admin.module.css';

interface SecretListProps {
  readonly entries: readonly VaultEntryView[];
  readonly onForget: (entry: VaultEntryView) => void;
}

/** All that may be known of secrets: never one of them. */
export const SecretList = ({ entries, onForget }: SecretListProps) => {
  const hasLeftOver = entries.some(({ isLeftOver }) => isLeftOver);
  if (entries.length === 0) {
    return (
      <p className={classes.empty}>
        No secret is stored. Passwords, keys and tokens come here when they are entered under{' '}
        <Anchor href={hrefOf({ view: 'connections' })}>Connections</Anchor>.
      </p>
    );
  }
  return (
    <div className={classes.scroll} role="region" aria-label="Table of stored secrets" tabIndex={0}>
      <table className={classes.table} aria-label="Stored secrets">
        <thead>
          <tr>
            <th scope="col">Secret</th>
            <th scope="col">State</th>
            <th scope="col">Kept in</th>
            <th scope="col">Stored</th>
            <th scope="col">Last used</th>
            {hasLeftOver && <th scope="col" aria-label="What can be done" />}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row key={entry.key} entry={entry} hasActions={hasLeftOver} onForget={onForget} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

interface RowProps {
  readonly entry: VaultEntryView;
  readonly hasActions: boolean;
  readonly onForget: (entry: VaultEntryView) => void;
}

const Row = ({ entry, hasActions, onForget }: RowProps) => {
  const { shape, word, advice, tone } = statusWords[entry.status];
  return (
    <tr data-tone={tone}>
      <th scope="row">{entry.title}</th>
      <td>
        <span className={classes.state}>
          <span aria-hidden>{shape}</span> {word}
        </span>
        {advice !== null && <div className={classes.quiet}>{advice}</div>}
      </td>
      <td>{backendTitle(entry.backend)}</td>
      <td>{entry.createdAtMs === null ? 'not known' : formatDateTime(entry.createdAtMs)}</td>
      <td>
        <LastUsed atMs={entry.lastUsedAtMs} />
      </td>
      {hasActions && (
        <td>
          {entry.isLeftOver && (
            <Button
              size="compact-xs"
              aria-label={`Remove: ${entry.title}`}
              onClick={() => {
                onForget(entry);
              }}
            >
              Remove…
            </Button>
          )}
        </td>
      )}
    </tr>
  );
};

const LastUsed = ({ atMs }: { readonly atMs: number | null }) => {
  const nowMs = useNowMs();
  if (atMs === null) return 'not yet';
  return <span title={formatDateTime(atMs)}>{formatAge(nowMs - atMs)} ago</span>;
};
