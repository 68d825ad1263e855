import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { CSSProperties, HTMLAttributes, ReactNode, RefObject } from 'react';
import { joined } from '../theme/joined.ts';
import { headHeightPx } from './use-row-grid.ts';
import classes from './row-grid.module.css';

interface GridFrameProps extends HTMLAttributes<HTMLDivElement> {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Of all rows, drawn or not. */
  readonly bodyHeightPx: number;
  readonly rowHeightPx: number;
  /** Its head row: of `SortHeads` or `PlainHeads`. */
  readonly head: ReactNode;
}

/** The frame of `useRowGrid`: the head stays in sight, the rows of `children` place themselves in the body. */
export const GridFrame = ({
  scroller,
  bodyHeightPx,
  rowHeightPx,
  head,
  className,
  children,
  ...rest
}: GridFrameProps) => (
  <div
    {...rest}
    ref={scroller}
    role="grid"
    className={joined(classes.grid, className)}
    style={{ '--row-height': `${String(rowHeightPx)}px` } as CSSProperties}
  >
    <div role="rowgroup" className={classes.head}>
      {head}
    </div>
    <div role="rowgroup" className={classes.body} style={{ height: bodyHeightPx }}>
      {children}
    </div>
  </div>
);

interface GridRowProps extends HTMLAttributes<HTMLDivElement> {
  /** From the top of the grid, as the virtualizer measures it. */
  readonly startPx: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  [data: `data-${string}`]: string | number | boolean | undefined;
}

/** A row of `GridFrame`; its cells are `children`. */
export const GridRow = ({ startPx, isActive, isSelected, className, ...rest }: GridRowProps) => (
  <div
    {...rest}
    role="row"
    aria-selected={isSelected}
    tabIndex={isActive ? 0 : -1}
    className={joined(classes.row, className)}
    style={{ transform: `translateY(${String(startPx - headHeightPx)}px)` }}
  />
);

interface SortHeadsProps<Column extends string> {
  readonly columns: readonly { readonly column: Column; readonly title: string; readonly isNumber?: boolean }[];
  readonly sort: { readonly column: Column; readonly isDescending: boolean };
  readonly onSort: (column: Column) => void;
}

/** A head row whose titles sort. */
export const SortHeads = <Column extends string>({ columns, sort, onSort }: SortHeadsProps<Column>) => {
  const Arrow = sort.isDescending ? IconArrowDown : IconArrowUp;
  return (
    <div role="row" className={classes.headRow}>
      {columns.map(({ column, title, isNumber }) => {
        const isSorted = sort.column === column;
        return (
          <div
            key={column}
            role="columnheader"
            data-number={isNumber}
            aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
          >
            <button
              type="button"
              className={classes.sort}
              onClick={() => {
                onSort(column);
              }}
            >
              {title}
              {isSorted && <Arrow size={13} aria-hidden />}
            </button>
          </div>
        );
      })}
    </div>
  );
};

/** A head row in an order that does not change. */
export const PlainHeads = ({ titles }: { readonly titles: readonly string[] }) => (
  <div role="row" aria-rowindex={1} className={classes.headRow}>
    {titles.map((title) => (
      <div key={title} role="columnheader" className={classes.title}>
        {title}
      </div>
    ))}
  </div>
);
