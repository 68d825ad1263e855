import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { SortColumn } from './fleet-query.ts';
import { sortBy, useFleetUi } from './fleet-ui.ts';
import classes from './fleet-table.module.css';

const columns: readonly { readonly column: SortColumn; readonly title: string; readonly isNumber?: boolean }[] = [
  { column: 'name', title: 'Name' },
  { column: 'status', title: 'Status' },
  { column: 'speed', title: 'Speed', isNumber: true },
  { column: 'heading', title: 'Heading' },
  { column: 'level', title: 'Fuel or charge' },
  { column: 'heard', title: 'Last heard', isNumber: true },
];

export const FleetTableHeader = () => {
  const sort = useFleetUi((state) => state.query.sort);
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.headRow}>
        {columns.map(({ column, title, isNumber }) => {
          const isSorted = sort.column === column;
          const Arrow = sort.isDescending ? IconArrowDown : IconArrowUp;
          return (
            <div
              key={column}
              role="columnheader"
              data-number={isNumber}
              aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
            >
              <button
                type="button"
                onClick={() => {
                  sortBy(column);
                }}
              >
                {title}
                {isSorted && <Arrow size={13} aria-hidden />}
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
};
