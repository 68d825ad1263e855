import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { AuditEntry } from '../../shared/audit/entry.ts';
import { targetIndex } from '../fleet/grid-keys.ts';
import { AuditRow } from './audit-row.tsx';
import classes from './audit-list.module.css';

const rowHeightPx = 30;
const headerHeightPx = 30;
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

const columns = ['Time', 'What', 'To what', 'Connection', 'Outcome', 'User'] as const;

/** Draws what one can see. Rows are told apart by their number in the log, so that what comes or goes moves no focus. */
export const AuditList = (props: AuditListProps) => {
  const { entries, selected, brokenSequences, hasOlder, topCount, onSelect, onNearEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [activeSequence, setActiveSequence] = useState<number | null>(selected);
  const focusWanted = useRef(false);

  const activeIndex = useMemo(() => {
    const index = entries.findIndex(({ sequence }) => sequence === activeSequence);
    return index >= 0 ? index : 0;
  }, [entries, activeSequence]);

  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => entries[index]?.sequence ?? -1,
    overscan: 8,
    scrollMargin: headerHeightPx,
    scrollPaddingStart: headerHeightPx,
    // The row that has the keyboard stays in the page when it is scrolled out of sight.
    rangeExtractor: useCallback(
      (range: Range) => {
        const indexes = defaultRangeExtractor(range);
        if (activeIndex < range.count && !indexes.includes(activeIndex)) indexes.push(activeIndex);
        return indexes.sort((a, b) => a - b);
      },
      [activeIndex],
    ),
  });

  useLayoutEffect(() => {
    if (!focusWanted.current || activeSequence === null) return;
    const element = scroller.current?.querySelector<HTMLElement>(`[data-sequence="${String(activeSequence)}"]`);
    if (element === null || element === undefined) return;
    focusWanted.current = false;
    element.focus({ preventScroll: true });
  });

  useEffect(() => {
    if (topCount === 0) return;
    scroller.current?.scrollTo({ top: 0 });
    // What was pressed to get here is gone.
    scroller.current?.focus({ preventScroll: true });
  }, [topCount]);

  const lastSeenIndex = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (hasOlder && lastSeenIndex >= entries.length - readAheadRows) onNearEnd();
  }, [hasOlder, lastSeenIndex, entries.length, onNearEnd]);

  const onKeyDown = useCallback(
    (event: KeyboardEvent, sequence: number) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const pageSize = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeightPx) - 2);
      const from = entries.findIndex((entry) => entry.sequence === sequence);
      const index = targetIndex(event.key, from, entries.length, pageSize);
      if (index !== undefined) {
        event.preventDefault();
        const target = entries[index]?.sequence ?? null;
        focusWanted.current = true;
        setActiveSequence(target);
        // Details that are open follow the keyboard.
        if (selected !== null) onSelect(target);
        virtualizer.scrollToIndex(index, { align: 'auto' });
      } else if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        onSelect(sequence);
      } else if (event.key === 'Escape') {
        onSelect(null);
      }
    },
    [entries, selected, onSelect, virtualizer],
  );

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={-1}
      aria-label="Entries of the log"
      // -1: nobody knows how many there are before the last page is read.
      aria-rowcount={hasOlder ? -1 : entries.length + 1}
      className={classes.grid}
    >
      <div role="rowgroup" className={classes.head}>
        <div role="row" aria-rowindex={1} className={classes.headRow}>
          {columns.map((title) => (
            <div key={title} role="columnheader">
              {title}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const entry = entries[item.index];
          return entry === undefined ? null : (
            <AuditRow
              key={item.key}
              entry={entry}
              index={item.index}
              offsetPx={item.start - headerHeightPx}
              isActive={item.index === activeIndex}
              isSelected={entry.sequence === selected}
              isBroken={brokenSequences.has(entry.sequence)}
              onFocus={setActiveSequence}
              onSelect={onSelect}
              onKeyDown={onKeyDown}
            />
          );
        })}
      </div>
    </div>
  );
};
