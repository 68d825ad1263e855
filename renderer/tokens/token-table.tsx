import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { TokenRow } from '../../shared/access/token.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import { targetIndex } from '../grid/grid-keys.ts';
import { useNowMs } from '../format/clock.ts';
import type { TokenColumn, TokenQuery } from './token-list-model.ts';
import { TokenTableRow } from './token-table-row.tsx';
import { nameLabel, type RoleLookup } from './token-words.ts';
import classes from './token-table.module.css';

const rowHeightPx = 44;
const headerHeightPx = 30;

interface TokenTableProps {
  readonly label: string;
  readonly platform: PlatformKind;
  readonly rows: readonly TokenRow[];
  readonly lookup: RoleLookup;
  readonly hasOrganizations: boolean;
  readonly query: TokenQuery;
  readonly onSort: (column: TokenColumn) => void;
  readonly selectedId: string | null;
  /** `isEntered`: to be read next, as by the Enter key. */
  readonly onSelect: (id: string | null, isEntered: boolean) => void;
}

/** Draws the rows that one can see and the one that has the keyboard; the rest is a number in `aria-rowcount`. */
export const TokenTable = (props: TokenTableProps) => {
  const { label, platform, rows, lookup, hasOrganizations, query, onSort, selectedId, onSelect } = props;
  const nowMs = useNowMs();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState<string | null>(selectedId);
  const focusWanted = useRef(false);
  const activeIndex = Math.max(
    0,
    rows.findIndex(({ id }) => id === activeId),
  );

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 4,
    scrollMargin: headerHeightPx,
    scrollPaddingStart: headerHeightPx,
    // A focused row that is taken out of the page drops the keyboard to the top of it.
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
    if (!focusWanted.current) return;
    const element = scroller.current?.querySelector<HTMLElement>('[role=row][tabindex="0"]');
    if (element?.dataset.tokenId !== activeId) return;
    focusWanted.current = false;
    element.focus({ preventScroll: true });
  });

  // What is chosen elsewhere, as from a notice, is brought into sight; not when the list re-sorts.
  const shownId = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (shownId.current === selectedId) return;
    const index = rows.findIndex(({ id }) => id === selectedId);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
    if (index >= 0 || selectedId === null) shownId.current = selectedId;
  }, [selectedId, rows, virtualizer]);

  const onKeyDown = (event: KeyboardEvent, row: TokenRow): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const pageSize = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeightPx) - 2);
    const index = targetIndex(event.key, rows.indexOf(row), rows.length, pageSize);
    if (index !== undefined) {
      event.preventDefault();
      focusWanted.current = true;
      setActiveId(rows[index]?.id ?? null);
      virtualizer.scrollToIndex(index, { align: 'auto' });
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(row.id, event.key === 'Enter');
    } else if (event.key === 'Escape') {
      onSelect(null, false);
    }
  };

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length}
      className={classes.grid}
      data-organizations={hasOrganizations || undefined}
    >
      <div role="rowgroup" className={classes.head}>
        <div role="row" className={classes.headRow}>
          {columnsOf(platform, hasOrganizations).map(({ column, title }) => (
            <ColumnHead key={column} column={column} title={title} query={query} onSort={onSort} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <TokenTableRow
              key={item.key}
              row={row}
              index={item.index}
              offsetPx={item.start - headerHeightPx}
              lookup={lookup}
              hasOrganizations={hasOrganizations}
              nowMs={nowMs}
              isActive={item.index === activeIndex}
              isSelected={row.id === selectedId}
              onFocus={() => {
                setActiveId(row.id);
              }}
              onClick={() => {
                onSelect(row.id, false);
              }}
              onKeyDown={(event) => {
                onKeyDown(event, row);
              }}
            />
          );
        })}
      </div>
    </div>
  );
};

interface ColumnHeadProps extends Pick<TokenTableProps, 'query' | 'onSort'> {
  readonly column: TokenColumn;
  readonly title: string;
}

const ColumnHead = ({ column, title, query, onSort }: ColumnHeadProps) => {
  const isSorted = query.column === column;
  const Arrow = query.isDescending ? IconArrowDown : IconArrowUp;
  return (
    <div role="columnheader" aria-sort={isSorted ? (query.isDescending ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        onClick={() => {
          onSort(column);
        }}
      >
        {title}
        {isSorted && <Arrow size={13} aria-hidden />}
      </button>
    </div>
  );
};

const columnsOf = (
  platform: PlatformKind,
  hasOrganizations: boolean,
): readonly { readonly column: TokenColumn; readonly title: string }[] => [
  { column: 'name', title: platform === 'watson' ? `${nameLabel(platform)} and key` : nameLabel(platform) },
  { column: 'roles', title: 'Roles, and what they may do' },
  ...(hasOrganizations ? [{ column: 'organization', title: 'Organisation' } as const] : []),
  { column: 'created', title: 'Created' },
  { column: 'expires', title: 'Expires' },
  { column: 'state', title: 'State' },
  { column: 'usedBy', title: 'Used here by' },
];
