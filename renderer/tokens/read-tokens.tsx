import { Button, TextInput } from '@mantine/core';
import { IconDownload, IconPlus, IconRefresh } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { TokenRow } from '../../shared/access/token.ts';
import type { AccessJob } from '../../shared/access/watch.ts';
import { tell } from '../connections/notify.ts';
import { saveFile } from '../files/save-file.ts';
import { formatAge } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf } from '../format/number.ts';
import { GuardedButton } from '../platform/guarded-button.tsx';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import { denialOf, isOffered } from '../platform/use-platform.ts';
import { useReading } from '../platform/use-reading.ts';
import { useReturnFocus } from '../platform/use-return-focus.ts';
import type { ConnectionTokensProps, ReadTokenList } from './connection-tokens-props.ts';
import { CreateDialog } from './create-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { NotPermitted } from './not-permitted.tsx';
import { PrivilegePanel } from './privilege-panel.tsx';
import { csvFileName, tokensAsCsv } from './token-csv.ts';
import { TokenDetails } from './token-details.tsx';
import { everyToken, queried, sortedBy } from './token-list-model.ts';
import { TokenTable } from './token-table.tsx';
import { tokenNoun, type RoleLookup } from './token-words.ts';
import { useOrganizations } from './use-organizations.ts';
import classes from './tokens.module.css';

type Dialog =
  | { readonly kind: 'create'; readonly job: AccessJob | null }
  | { readonly kind: 'edit' | 'delete'; readonly row: TokenRow };

/** A list that was read stays while it is read again, and when that fails; it says how old it is. */
export const ReadTokens = (props: ConnectionTokensProps) => {
  const { connection, changeCount } = props;
  const reading = useReading('tokens.list', { connectionId: connection.id });
  const { reload, value } = reading;
  const readAt = useRef(changeCount);
  useEffect(() => {
    if (readAt.current === changeCount) return;
    readAt.current = changeCount;
    void reload();
  }, [changeCount, reload]);

  return (
    <div className={classes.main}>
      <ReadingNotice reading={reading} what="The tokens" />
      {value?.kind === 'not-permitted' && <NotPermitted list={value} connection={connection} />}
      {value?.kind === 'tokens' && (
        <ListedTokens {...props} list={value} isReading={reading.isReading} reload={reload} />
      )}
    </div>
  );
};

interface ListedTokensProps extends ConnectionTokensProps {
  readonly list: ReadTokenList;
  readonly isReading: boolean;
  readonly reload: () => Promise<void>;
}

const ListedTokens = (props: ListedTokensProps) => {
  const { connection, list, isReading, reload, selectedId, onSelect, onCreated, onHalfDone, onRotate } = props;
  const { abilities, platform } = list;
  const [query, setQuery] = useState(everyToken);
  const deferredQuery = useDeferredValue(query);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [isEntered, setIsEntered] = useState(false);
  useReturnFocus(dialog !== null);
  const denialId = useId();
  const split = useRef<HTMLDivElement>(null);
  const organizations = useOrganizations(abilities.hasOrganizations ? connection.id : null);
  const lookup = useMemo(
    (): RoleLookup => ({
      roles: new Map(list.roles.map((role) => [role.id, role])),
      organizations: organizations.names,
    }),
    [list.roles, organizations.names],
  );
  const rows = useMemo(() => queried(list.tokens, deferredQuery, lookup), [list.tokens, deferredQuery, lookup]);
  const selected = list.tokens.find(({ id }) => id === selectedId);
  const noun = tokenNoun(platform);
  const denial = denialOf(abilities.create);

  const close = (): void => {
    setDialog(null);
  };
  const exportList = (): void => {
    saveFile({
      fileName: csvFileName(connection.name, Date.now()),
      mediaType: 'text/csv',
      content: tokensAsCsv(rows, lookup),
    });
  };

  return (
    <>
      <PrivilegePanel
        connectionId={connection.id}
        mayCreate={isOffered(abilities.create) && denial === undefined}
        onMakeFor={(job) => {
          setDialog({ kind: 'create', job });
        }}
      />
      {list.notes.length > 0 && (
        <div className={classes.caution}>
          {list.notes.map((note) => (
            <div key={note}>
              <span aria-hidden>⚠</span> {note}
            </div>
          ))}
        </div>
      )}
      <div className={classes.toolbar} role="search" aria-label={`Tokens of ${connection.name}`}>
        <TextInput
          type="search"
          aria-label="Search the tokens"
          placeholder="Search name, role, state, connection"
          className={classes.search ?? ''}
          value={query.text}
          onChange={(event) => {
            setQuery({ ...query, text: event.currentTarget.value });
          }}
        />
        {isOffered(abilities.create) && (
          <GuardedButton
            variant="filled"
            leftSection={<IconPlus size={16} aria-hidden />}
            denial={denial}
            denialId={denialId}
            onClick={() => {
              setDialog({ kind: 'create', job: null });
            }}
          >
            New {noun}…
          </GuardedButton>
        )}
        <Button
          leftSection={<IconDownload size={14} aria-hidden />}
          title="What is listed, in its order. Secrets are not in it: the platform never lists them."
          onClick={exportList}
        >
          Export as CSV
        </Button>
        <Button
          aria-label="Read the tokens again"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={isReading}
          onClick={() => {
            void reload();
          }}
        >
          Refresh
        </Button>
        <span className={classes.quiet}>
          <span role="status">
            {rows.length === list.tokens.length
              ? countOf(rows.length, noun)
              : `${countOf(rows.length, noun)} of ${String(list.tokens.length)}`}
          </span>{' '}
          · <ReadAge atMs={list.readAtMs} />
        </span>
      </div>
      {denial !== undefined && (
        <p id={denialId} className={classes.quiet}>
          New {noun}: {denial}
        </p>
      )}
      {list.tokens.length === 0 ? (
        <p className={classes.empty}>The platform lists no {noun}s.</p>
      ) : (
        <div ref={split} className={classes.split}>
          {rows.length === 0 ? (
            <p className={classes.empty}>No {noun} has all of these words. Change the search to see others.</p>
          ) : (
            <TokenTable
              label={`Tokens of ${connection.name}`}
              platform={platform}
              rows={rows}
              lookup={lookup}
              hasOrganizations={abilities.hasOrganizations}
              query={query}
              onSort={(column) => {
                setQuery(sortedBy(query, column));
              }}
              selectedId={selectedId}
              onSelect={(id, entered) => {
                setIsEntered(entered);
                onSelect(id);
              }}
            />
          )}
          {selected !== undefined && (
            <TokenDetails
              key={selected.id}
              row={selected}
              platform={platform}
              abilities={abilities}
              lookup={lookup}
              takesFocus={isEntered}
              onRotate={() => {
                onRotate(selected, list);
              }}
              onEdit={() => {
                setDialog({ kind: 'edit', row: selected });
              }}
              onDelete={() => {
                setDialog({ kind: 'delete', row: selected });
              }}
              onClose={() => {
                onSelect(null);
                // Its button goes with the details: the keyboard goes back to the list.
                split.current?.querySelector<HTMLElement>('[role=row][tabindex="0"]')?.focus();
              }}
            />
          )}
        </div>
      )}
      {dialog?.kind === 'create' && (
        <CreateDialog
          connection={connection}
          list={list}
          organizations={organizations}
          initialJob={dialog.job}
          onCreated={(creation, notes) => {
            close();
            onCreated(creation, notes);
            void reload();
          }}
          onHalfDone={onHalfDone}
          onClose={close}
        />
      )}
      {dialog?.kind === 'edit' && (
        <EditDialog
          connectionId={connection.id}
          row={dialog.row}
          list={list}
          organizations={organizations}
          onDone={(row) => {
            close();
            tell(`“${row.name}” is changed.`, 'Whoever signs in with it has what it may now.');
            void reload();
          }}
          onClose={close}
        />
      )}
      {dialog?.kind === 'delete' && (
        <DeleteDialog
          connectionId={connection.id}
          row={dialog.row}
          noun={noun}
          onDone={() => {
            close();
            onSelect(null);
            // One whose secret was lost is not half done any more.
            void onHalfDone();
            tell(`“${dialog.row.name}” is deleted.`, 'Nobody gets in with it any more.');
            void reload();
          }}
          onInDoubt={reload}
          onClose={close}
        />
      )}
    </>
  );
};

const ReadAge = ({ atMs }: { readonly atMs: number }) => {
  const nowMs = useNowMs();
  return <>read {formatAge(nowMs - atMs)} ago</>;
};
