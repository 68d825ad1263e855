import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { goTo } from '../app/routes.ts';
import { GridFrame, SortHeads } from '../grid/row-grid.tsx';
import { useRowGrid, type GridRows } from '../grid/use-row-grid.ts';
import { useFleet, useFleetSelection } from './fleet-context.ts';
import type { SortColumn } from './fleet-query.ts';
import type { VehicleKey } from './fleet-store.ts';
import { FleetRow } from './fleet-row.tsx';
import { select, sortBy, useFleetUi } from './fleet-ui.ts';
import classes from './fleet-table.module.css';

const rowHeightPx = 30;

interface Props {
  readonly connectionNames: ReadonlyMap<string, string>;
  /** Told of the vehicles whose rows one can see, when they are others. */
  readonly onVisible?: (vehicles: readonly VehicleKey[]) => void;
}

const columns: readonly { readonly column: SortColumn; readonly title: string; readonly isNumber?: boolean }[] = [
  { column: 'name', title: 'Name' },
  { column: 'status', title: 'Status' },
  { column: 'speed', title: 'Speed', isNumber: true },
  { column: 'heading', title: 'Heading' },
  { column: 'level', title: 'Fuel or charge' },
  { column: 'heard', title: 'Last heard', isNumber: true },
];

/** The vehicles that the filters leave, in the order of the column that is sorted by. */
export const FleetTable = ({ connectionNames, onVisible }: Props) => {
  const { store } = useFleet();
  const { rows } = useFleetSelection();
  const sort = useFleetUi((state) => state.query.sort);
  const selected = useFleetUi((state) => state.selected);

  const { scroller, virtualizer, activeIndex, activate, onKeyDown } = useRowGrid({
    rows: useMemo<GridRows<number>>(
      () => ({ count: rows.length, keyAt: (index) => rows[index], indexOf: (row) => rows.indexOf(row) }),
      [rows],
    ),
    rowHeightPx,
    // One comes back from a vehicle to its row.
    initialKey: selected === null ? null : (store.rowOf(selected) ?? null),
    isFocusedAtFirst: true,
    onEnter: useCallback((row: number) => goTo({ view: 'vehicle', ...store.keyOf(row) }), [store]),
    onSpace: useCallback((row: number) => select(store.keyOf(row)), [store]),
    onEscape: unselect,
  });

  // Their range is that of the items asked for last.
  const items = virtualizer.getVirtualItems();
  const { startIndex = 0, endIndex = -1 } = virtualizer.range ?? {};
  useEffect(() => {
    onVisible?.(Array.from(rows.subarray(startIndex, endIndex + 1), (row) => store.keyOf(row)));
  }, [onVisible, rows, startIndex, endIndex, store]);

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

  const isTellingConnections = store.connectionIds.length > 1;

  return (
    <GridFrame
      scroller={scroller}
      bodyHeightPx={virtualizer.getTotalSize()}
      rowHeightPx={rowHeightPx}
      aria-label="Vehicles"
      aria-rowcount={rows.length}
      className={classes.grid}
      head={<SortHeads columns={columns} sort={sort} onSort={sortBy} />}
    >
      {items.map((item) => {
        const row = rows[item.index] ?? 0;
        const connectionId = store.connectionIdOf(row);
        return (
          <FleetRow
            key={item.key}
            row={row}
            index={item.index}
            startPx={item.start}
            isActive={item.index === activeIndex}
            connectionName={isTellingConnections ? (connectionNames.get(connectionId) ?? connectionId) : undefined}
            onFocus={activate}
            onKeyDown={onKeyDown}
          />
        );
      })}
    </GridFrame>
  );
};

const unselect = () => {
  select(null);
};
