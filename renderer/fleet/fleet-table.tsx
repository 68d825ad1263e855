import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { goTo } from '../app/routes.ts';
import { useFleet, useFleetSelection } from './fleet-context.ts';
import type { VehicleKey } from './fleet-store.ts';
import { FleetRow } from './fleet-row.tsx';
import { FleetTableHeader } from './fleet-table-header.tsx';
import { select, useFleetUi } from './fleet-ui.ts';
import { targetIndex } from './grid-keys.ts';
import classes from './fleet-table.module.css';

const rowHeightPx = 30;
const headerHeightPx = 30;

interface Props {
  readonly connectionNames: ReadonlyMap<string, string>;
  /** Told of the vehicles whose rows one can see, when they are others. */
  readonly onVisible?: (vehicles: readonly VehicleKey[]) => void;
}

/** Draws the rows that one can see and the one that has the keyboard; the rest is a number in `aria-rowcount`. */
export const FleetTable = ({ connectionNames, onVisible }: Props) => {
  const { store } = useFleet();
  const { rows } = useFleetSelection();
  const scroller = useRef<HTMLDivElement>(null);
  const selected = useFleetUi((state) => state.selected);
  // One comes back from a vehicle to its row.
  const [activeRow, setActiveRow] = useState(() => (selected === null ? undefined : store.rowOf(selected)));
  const focusWanted = useRef(activeRow !== undefined && rows.includes(activeRow));

  const activeIndex = useMemo(() => {
    const index = activeRow === undefined ? -1 : rows.indexOf(activeRow);
    return index >= 0 ? index : 0;
  }, [rows, activeRow]);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => rows[index] ?? -1,
    overscan: 6,
    scrollMargin: headerHeightPx,
    scrollPaddingStart: headerHeightPx,
    // The row that has the keyboard stays in the page when it is scrolled out of sight: a focused row that is taken out
    // drops the keyboard to the top of the page.
    rangeExtractor: useCallback(
      (range: Range) => {
        const indexes = defaultRangeExtractor(range);
        if (activeIndex < range.count && !indexes.includes(activeIndex)) indexes.push(activeIndex);
        return indexes.sort((a, b) => a - b);
      },
      [activeIndex],
    ),
  });

  // Their range is that of the items asked for last.
  const items = virtualizer.getVirtualItems();
  const { startIndex = 0, endIndex = -1 } = virtualizer.range ?? {};
  useEffect(() => {
    onVisible?.(Array.from(rows.subarray(startIndex, endIndex + 1), (row) => store.keyOf(row)));
  }, [onVisible, rows, startIndex, endIndex, store]);

  useLayoutEffect(() => {
    if (!focusWanted.current || activeRow === undefined) return;
    const element = scroller.current?.querySelector<HTMLElement>(`[data-row="${String(activeRow)}"]`);
    if (element === null || element === undefined) return;
    focusWanted.current = false;
    element.focus({ preventScroll: true });
  });

  // A vehicle that is selected on the map is brought into sight here. Not when the list re-sorts: it would run away
  // under the reader's hand.
  const shownSelection = useRef<VehicleKey | null>(null);
  useLayoutEffect(() => {
    if (shownSelection.current === selected) return;
    shownSelection.current = selected;
    const row = selected === null ? undefined : store.rowOf(selected);
    const index = row === undefined ? -1 : rows.indexOf(row);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [selected, rows, store, virtualizer]);

  const onKeyDown = useCallback(
    (event: KeyboardEvent, row: number) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const pageSize = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeightPx) - 2);
      const index = targetIndex(event.key, rows.indexOf(row), rows.length, pageSize);
      if (index !== undefined) {
        event.preventDefault();
        focusWanted.current = true;
        setActiveRow(rows[index]);
        virtualizer.scrollToIndex(index, { align: 'auto' });
      } else if (event.key === 'Enter') {
        event.preventDefault();
        goTo({ view: 'vehicle', ...store.keyOf(row) });
      } else if (event.key === ' ') {
        event.preventDefault();
        select(store.keyOf(row));
      } else if (event.key === 'Escape') {
        select(null);
      }
    },
    [rows, store, virtualizer],
  );

  const isTellingConnections = store.connectionIds.length > 1;

  return (
    <div ref={scroller} role="grid" aria-label="Vehicles" aria-rowcount={rows.length} className={classes.grid}>
      <FleetTableHeader />
      <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index] ?? 0;
          const connectionId = store.connectionIdOf(row);
          return (
            <FleetRow
              key={item.key}
              row={row}
              index={item.index}
              offsetPx={item.start - headerHeightPx}
              isActive={item.index === activeIndex}
              connectionName={isTellingConnections ? (connectionNames.get(connectionId) ?? connectionId) : undefined}
              onFocus={setActiveRow}
              onKeyDown={onKeyDown}
            />
          );
        })}
      </div>
    </div>
  );
};
