import { useDeferredValue, useId, useMemo, useRef, useState } from 'react';
import type { ReadTokenList, TokenListProgress } from '../../shared/access/token-list.ts';
import { tell } from '../connections/notify.ts';
import { saveFile } from '../files/save-file.ts';
import { countOf } from '../format/number.ts';
import { denialOf, isOffered } from '../platform/use-platform.ts';
import { useReturnFocus } from '../platform/use-return-focus.ts';
import type { ConnectionTokensProps } from './connection-tokens-props.ts';
import { PrivilegePanel } from './privilege-panel.tsx';
import { csvFileName, tokensAsCsv } from './token-csv.ts';
import { TokenDetails } from './token-details.tsx';
import { TokenDialog, type OpenTokenDialog } from './token-dialog.tsx';
import { everyToken, queried, sortedBy } from './token-list-model.ts';
import { TokenTable } from './token-table.tsx';
import { TokenToolbar } from './token-toolbar.tsx';
import { tokenNoun, type RoleLookup } from './token-words.ts';
import { useOrganizations } from './use-organizations.ts';
import type { RefreshTokens } from './use-tokens.ts';
import classes from './listed-tokens.module.css';
import parts from './parts.module.css';

interface ListedTokensProps extends ConnectionTokensProps {
  readonly list: ReadTokenList;
  readonly progress: TokenListProgress;
  readonly refresh: RefreshTokens;
}

export const ListedTokens = (props: ListedTokensProps) => {
  const { connection, list, progress, refresh, selectedId, onSelect, onRotate } = props;
  const { abilities, platform } = list;
  const [query, setQuery] = useState(everyToken);
  const deferredQuery = useDeferredValue(query);
  // While pages come, what somebody types or clicks goes first.
  const tokens = useDeferredValue(list.tokens);
  const [dialog, setDialog] = useState<OpenTokenDialog | null>(null);
  const [isEntered, setIsEntered] = useState(false);
  useReturnFocus(dialog !== null);
  const denialId = useId();
  const split = useRef<HTMLDivElement>(null);
  const organizations = useOrganizations(abilities.hasOrganizations ? connection.id : null);
  const lookup = useRoleLookup(list, organizations.names);
  const rows = useMemo(() => queried(tokens, deferredQuery, lookup), [tokens, deferredQuery, lookup]);
  const selected = selectedId === null ? undefined : list.tokens.find(({ id }) => id === selectedId);
  const noun = tokenNoun(platform);
  const denial = denialOf(abilities.create);

  const exportList = (): void => {
    saveFile({
      fileName: csvFileName(connection.name, Date.now()),
      mediaType: 'text/csv',
      content: tokensAsCsv(rows, lookup),
    });
    if (progress.reading !== null || progress.problem !== null) {
      tell('Not the whole list.', `${countOf(rows.length, noun)} read so far went into the file.`);
    }
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
        <div className={parts.caution}>
          {list.notes.map((note) => (
            <div key={note}>
              <span aria-hidden>⚠</span> {note}
            </div>
          ))}
        </div>
      )}
      <TokenToolbar
        label={`Tokens of ${connection.name}`}
        list={list}
        progress={progress}
        shownCount={rows.length}
        search={query.text}
        onSearch={(text) => {
          setQuery({ ...query, text });
        }}
        denial={denial}
        denialId={denialId}
        onCreate={() => {
          setDialog({ kind: 'create', job: null });
        }}
        onExport={exportList}
        onRefresh={() => {
          refresh('beginning');
        }}
      />
      {denial !== undefined && (
        <p id={denialId} className={parts.quiet}>
          New {noun}: {denial}
        </p>
      )}
      {list.tokens.length === 0 ? (
        <p className={parts.empty}>
          {progress.reading === null ? `The platform lists no ${noun}s.` : 'Asking the platform…'}
        </p>
      ) : (
        <div ref={split} className={classes.split}>
          {rows.length === 0 ? (
            <p className={parts.empty}>
              No {noun} {progress.reading === null ? '' : 'read so far '}has all of these words. Change the search to
              see others.
            </p>
          ) : (
            <TokenTable
              label={`Tokens of ${connection.name}`}
              platform={platform}
              rows={rows}
              lookup={lookup}
              hasOrganizations={abilities.hasOrganizations}
              query={query}
              order={deferredQuery}
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
      {dialog !== null && (
        <TokenDialog
          {...props}
          dialog={dialog}
          organizations={organizations}
          onClose={() => {
            setDialog(null);
          }}
        />
      )}
    </>
  );
};

const useRoleLookup = ({ roles }: ReadTokenList, organizations: RoleLookup['organizations']): RoleLookup => {
  // The roles come anew with every event, and are hardly ever others: all rows are put into words by them.
  const text = JSON.stringify(roles);
  return useMemo(() => {
    const same = JSON.parse(text) as ReadTokenList['roles'];
    return { roles: new Map(same.map((role) => [role.id, role])), organizations };
  }, [text, organizations]);
};
