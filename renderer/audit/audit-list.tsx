import { useCallback, useEffect, useMemo } from 'react';
import type { AuditEntry } from '../../shared/audit/entry.ts';
import { GridFrame, PlainHeads } from '../grid/row-grid.tsx';
import { useRowGrid, type GridRows } from '../grid/use-row-grid.ts';
import { AuditRow } from './audit-row.tsx';
import classes from './audit-list.module.css';

const rowHeightPx = 30;
/** The next page is asked for before the end comes into sight. */
const readAheadRows = 30;

interface AuditListProps {
  readonly entries: readonly AuditEntry[];
  /** Sequence of the one whose details are shown. */
  readonly selected: number | null;
  readonly brokenSequences: ReadonlySet<number>;
  readonly hasOlder: boolean;
  /** Changes when the reader is to be taken to the top. */
  readonly topCount: number;
  readonly onSelect: (sequence: number | null) => void;
  readonly onNearEnd: () => void;
}

const titles = ['Time', 'What', 'To what', 'Connection', 'Outcome', 'User'] as const;

/** Rows are told apart by their number in the log, so that what comes or goes moves no focus. */
export const AuditList = (props: AuditListProps) => {
  const { entries, selected, brokenSequences, hasOlder, topCount, onSelect, onNearEnd } = props;

  const { scroller, virtualizer, activeIndex, activate, onKeyDown } = useRowGrid({
    rows: useMemo<GridRows<number>>(
      () => ({
        count: entries.length,
        keyAt: (index) => entries[index]?.sequence,
        indexOf: (key) => entries.findIndex(({ sequence }) => sequence === key),
      }),
      [entries],
    ),
    rowHeightPx,
    initialKey: selected,
    onMove: useCallback(
      (sequence: number) => {
        // Details that are open follow the keyboard.
        if (selected !== null) onSelect(sequence);
      },
      [selected, onSelect],
    ),
    onEnter: onSelect,
    onSpace: onSelect,
    onEscape: useCallback(() => onSelect(null), [onSelect]),
  });

  useEffect(() => {
    if (topCount === 0) return;
    scroller.current?.scrollTo({ top: 0 });
    // What was pressed to get here is gone.
    scroller.current?.focus({ preventScroll: true });
  }, [topCount, scroller]);

  const lastSeenIndex = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (hasOlder && lastSeenIndex >= entries.length - readAheadRows) onNearEnd();
  }, [hasOlder, lastSeenIndex, entries.length, onNearEnd]);

  return (
    <GridFrame
      scroller={scroller}
      bodyHeightPx={virtualizer.getTotalSize()}
      rowHeightPx={rowHeightPx}
      tabIndex={-1}
      aria-label="Entries of the log"
      // -1: nobody knows how many there are before the last page is read.
      aria-rowcount={hasOlder ? -1 : entries.length + 1}
      className={classes.grid}
      head={<PlainHeads titles={titles} />}
    >
      {virtualizer.getVirtualItems().map((item) => {
        const entry = entries[item.index];
        return entry === undefined ? null : (
          <AuditRow
            key={item.key}
            entry={entry}
            index={item.index}
            startPx={item.start}
            isActive={item.index === activeIndex}
            isSelected={entry.sequence === selected}
            isBroken={brokenSequences.has(entry.sequence)}
            onFocus={activate}
            onSelect={onSelect}
            onKeyDown={onKeyDown}
          />
        );
      })}
    </GridFrame>
  );
};
