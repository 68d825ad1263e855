import { Button, Loader } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import type { AuditFilter } from '../../shared/audit/query.ts';
import { Failed } from '../admin/failed.tsx';
import { tell } from '../connections/notify.ts';
import { useConnections } from '../engine/connections-context.ts';
import { useEngine } from '../engine/engine-context.ts';
import { saveFile } from '../files/save-file.ts';
import { formatNumber } from '../format/number.ts';
import { useReturnFocus } from '../platform/use-return-focus.ts';
import { createAuditLog, type AuditLog, type AuditLogState } from './audit-log.ts';
import { everything, filterOf, isFiltered, useAuditChoice } from './audit-filter.ts';
import { AuditList } from './audit-list.tsx';
import { AuditToolbar } from './audit-toolbar.tsx';
import { waitingWords } from './audit-words.ts';
import { ExportDialog } from './export-dialog.tsx';
import { EntryDetails } from './entry-details.tsx';
import { InterruptedPanel } from './interrupted-panel.tsx';
import { useVerification } from './use-verification.ts';
import { VerificationPanel } from './verification-panel.tsx';
import classes from './audit.module.css';

/** Typing is not asking. */
const typingMs = 250;

export const AuditSection = () => {
  const engine = useEngine();
  const chosen = filterOf(useAuditChoice());
  const [filterKey] = useDebouncedValue(JSON.stringify(chosen), typingMs);
  const filter = useMemo(() => JSON.parse(filterKey) as AuditFilter, [filterKey]);
  const log = useMemo(() => createAuditLog(engine, filter), [engine, filter]);
  const state = useSyncExternalStore(log.subscribe, log.getState);
  const verification = useVerification();
  const [isExporting, setIsExporting] = useState(false);
  useReturnFocus(isExporting);
  const connections = useConnectionNames(state);

  return (
    <div className={classes.view}>
      <AuditToolbar
        connections={connections}
        isVerifying={verification.beganAtMs !== null}
        onVerify={verification.start}
        onExport={() => {
          setIsExporting(true);
        }}
      />
      <InterruptedPanel />
      <VerificationPanel verification={verification} />
      <Failed
        failure={state.failure}
        title={state.isRead ? 'The log could not be read further; what you see is older' : 'The log could not be read'}
        onRetry={log.retry}
      />
      <Entries
        key={filterKey}
        log={log}
        state={state}
        isFiltered={isFiltered(filter)}
        brokenAt={verification.result?.breaks}
      />
      {isExporting && (
        <ExportDialog
          filter={chosen}
          onExported={(file) => {
            setIsExporting(false);
            saveFile(file);
            tell(`${file.fileName} is handed over.`, 'It is among the downloads, or where you chose to save it.');
          }}
          onClose={() => {
            setIsExporting(false);
          }}
        />
      )}
    </div>
  );
};

/** What is filtered for may be a connection that is not there any more. */
const useConnectionNames = ({ entries }: AuditLogState): ReadonlyMap<string, string> => {
  const connections = useConnections();
  const chosenId = useAuditChoice((choice) => choice.connectionId);
  return useMemo(() => {
    const names = new Map<string, string>();
    for (const { connectionId, connectionName } of entries) {
      if (connectionId !== null && !names.has(connectionId)) names.set(connectionId, connectionName ?? connectionId);
    }
    if (chosenId !== null && !names.has(chosenId)) names.set(chosenId, chosenId);
    for (const { id, name } of connections ?? []) names.set(id, name);
    return new Map([...names].sort(([, a], [, b]) => a.localeCompare(b)));
  }, [connections, entries, chosenId]);
};

interface EntriesProps {
  readonly log: AuditLog;
  readonly state: AuditLogState;
  readonly isFiltered: boolean;
  readonly brokenAt: readonly { readonly sequence: number }[] | undefined;
}

const Entries = ({ log, state, isFiltered, brokenAt }: EntriesProps) => {
  const { entries, isRead, isReading, hasOlder, waiting, hasMoreWaiting, failure } = state;
  const [selected, setSelected] = useState<number | null>(null);
  const [topCount, setTopCount] = useState(0);
  const broken = useMemo(() => new Set(brokenAt?.map(({ sequence }) => sequence)), [brokenAt]);
  const entry = selected === null ? undefined : entries.find(({ sequence }) => sequence === selected);
  const close = useCallback(() => {
    const row = document.querySelector<HTMLElement>(`[data-sequence="${String(selected)}"]`);
    setSelected(null);
    row?.focus();
  }, [selected]);
  const related =
    entry === undefined || entry.operationId === null
      ? []
      : entries.filter(({ operationId, sequence }) => operationId === entry.operationId && sequence !== entry.sequence);

  return (
    <>
      <div className={classes.counts}>
        <span role="status" className={classes.quiet}>
          {!isRead && failure === null && (
            <>
              <Loader size="xs" aria-hidden /> Reading the log…
            </>
          )}
          {isRead && countWords(entries.length, hasOlder, isFiltered)}
          {isRead && isReading && ' Reading…'}
        </span>
        <span role="status" aria-label="New entries">
          {waiting.length > 0 && (
            <Button
              size="compact-xs"
              onClick={() => {
                log.showWaiting();
                setTopCount((count) => count + 1);
              }}
            >
              ↑ {waitingWords(waiting.length, hasMoreWaiting)}
            </Button>
          )}
        </span>
      </div>
      {isRead && entries.length === 0 && <NothingFound isFiltered={isFiltered} />}
      {entries.length > 0 && (
        <div className={classes.split}>
          <AuditList
            entries={entries}
            selected={selected}
            brokenSequences={broken}
            hasOlder={hasOlder}
            topCount={topCount}
            onSelect={setSelected}
            onNearEnd={log.readOlder}
          />
          {entry !== undefined && (
            <EntryDetails entry={entry} related={related} onSelect={setSelected} onClose={close} />
          )}
        </div>
      )}
    </>
  );
};

const countWords = (count: number, hasOlder: boolean, isFiltered: boolean): string => {
  const what = `${formatNumber(count)} ${count === 1 ? 'entry' : 'entries'}`;
  if (hasOlder) return `The newest ${what}${isFiltered ? ' that fit' : ''}; older ones come as you scroll.`;
  return count === 0 ? '' : `${what}${isFiltered ? ' found' : ''}, newest first.`;
};

const NothingFound = ({ isFiltered }: { readonly isFiltered: boolean }) => (
  <div className={classes.empty}>
    {isFiltered ? (
      <>
        No entry fits these filters.{' '}
        <Button
          size="compact-sm"
          onClick={() => {
            useAuditChoice.setState(everything);
          }}
        >
          Clear filters
        </Button>
      </>
    ) : (
      'Nothing is on record yet. Every command, every use of a token, and every change to the vault is written here, with who did it and how it ended.'
    )}
  </div>
);
