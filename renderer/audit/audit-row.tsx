import { memo, type KeyboardEvent } from 'react';
import type { AuditEntry } from '../../shared/audit/entry.ts';
import { GridRow } from '../grid/row-grid.tsx';
import { actionWords, describeEntry, outcomeWords, shortDetail, targetWords, timeWords } from './audit-words.ts';
import classes from './audit-list.module.css';

interface AuditRowProps {
  readonly entry: AuditEntry;
  /** Place in the list, from 0. */
  readonly index: number;
  readonly startPx: number;
  /** The one that the Tab key comes to. */
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly isBroken: boolean;
  readonly onFocus: (sequence: number) => void;
  readonly onSelect: (sequence: number) => void;
  readonly onKeyDown: (event: KeyboardEvent, sequence: number) => void;
}

export const AuditRow = memo(function AuditRow(props: AuditRowProps) {
  const { entry, index, startPx, isActive, isSelected, isBroken, onFocus, onSelect, onKeyDown } = props;
  const { sequence } = entry;
  const outcome = outcomeWords[entry.outcome];
  const time = timeWords(entry.atMs);
  const detail = shortDetail(entry);
  return (
    <GridRow
      startPx={startPx}
      isActive={isActive}
      isSelected={isSelected}
      aria-rowindex={index + 2}
      aria-label={`${describeEntry(entry, time)}${isBroken ? ', the log is broken here' : ''}`}
      data-sequence={sequence}
      data-tone={outcome.tone}
      data-broken={isBroken || undefined}
      className={classes.row}
      onFocus={() => {
        onFocus(sequence);
      }}
      onClick={() => {
        onSelect(sequence);
      }}
      onKeyDown={(event) => {
        onKeyDown(event, sequence);
      }}
    >
      <div role="gridcell">{time}</div>
      <div role="gridcell" className={classes.action} title={entry.action}>
        {isBroken && '✕ '}
        {actionWords(entry.action)}
      </div>
      <div role="gridcell" title={entry.target}>
        {targetWords(entry)}
        {detail !== '' && <span className={classes.detail}>{detail}</span>}
      </div>
      <div role="gridcell">{entry.connectionName ?? ''}</div>
      <div role="gridcell" className={classes.outcome}>
        <span aria-hidden>{outcome.shape}</span> {outcome.word}
      </div>
      <div role="gridcell" className={classes.user}>
        {entry.user}
      </div>
    </GridRow>
  );
});
