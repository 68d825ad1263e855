import { useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import type { TokenRow } from '../../shared/access/token.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import { useNowMs } from '../format/clock.ts';
import { GridFrame, SortHeads } from '../grid/row-grid.tsx';
import { useRowGrid, type GridRows } from '../grid/use-row-grid.ts';
import { joined } from '../theme/joined.ts';
import type { TokenColumn, TokenQuery } from './token-list-model.ts';
import { TokenTableRow } from './token-table-row.tsx';
import { nameLabel, type RoleLookup } from './token-words.ts';
import { useAnchoredRows } from './use-anchored-rows.ts';
import classes from './token-table.module.css';

const rowHeightPx = 44;

interface TokenTableProps {
  readonly label: string;
  readonly platform: PlatformKind;
  readonly rows: readonly TokenRow[];
  readonly lookup: RoleLookup;
  readonly hasOrganizations: boolean;
  readonly query: TokenQuery;
  /** What the rows are chosen and sorted by, which comes a moment after it was asked for. */
  readonly order: TokenQuery;
  readonly onSort: (column: TokenColumn) => void;
  readonly selectedId: string | null;
  /** `isEntered`: to be read next, as by the Enter key. */
  readonly onSelect: (id: string | null, isEntered: boolean) => void;
}

export const TokenTable = (props: TokenTableProps) => {
  const { label, platform, rows, lookup, hasOrganizations, query, order, onSort, selectedId, onSelect } = props;
  const nowMs = useNowMs();
  const { scroller, virtualizer, activeIndex, activate, onKeyDown } = useRowGrid({
    rows: useMemo<GridRows<string>>(
      () => ({
        count: rows.length,
        keyAt: (index) => rows[index]?.id,
        indexOf: (key) => rows.findIndex(({ id }) => id === key),
      }),
      [rows],
    ),
    rowHeightPx,
    initialKey: selectedId,
    onEnter: useCallback((id: string) => onSelect(id, true), [onSelect]),
    onSpace: useCallback((id: string) => onSelect(id, false), [onSelect]),
    onEscape: useCallback(() => onSelect(null, false), [onSelect]),
  });

  useAnchoredRows({ scroller, virtualizer, rows, order, rowHeightPx });

  // What is chosen elsewhere, as from a notice, is brought into sight; not when the list re-sorts.
  const shownId = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (shownId.current === selectedId) return;
    const index = rows.findIndex(({ id }) => id === selectedId);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
    if (index >= 0 || selectedId === null) shownId.current = selectedId;
  }, [selectedId, rows, virtualizer]);

  return (
    <GridFrame
      scroller={scroller}
      bodyHeightPx={virtualizer.getTotalSize()}
      rowHeightPx={rowHeightPx}
      aria-label={label}
      aria-rowcount={rows.length}
      className={joined(classes.grid, hasOrganizations ? classes.withOrganizations : undefined)}
      head={<SortHeads columns={columnsOf(platform, hasOrganizations)} sort={query} onSort={onSort} />}
    >
      {virtualizer.getVirtualItems().map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        return (
          <TokenTableRow
            key={item.key}
            row={row}
            index={item.index}
            startPx={item.start}
            lookup={lookup}
            hasOrganizations={hasOrganizations}
            nowMs={nowMs}
            isActive={item.index === activeIndex}
            isSelected={row.id === selectedId}
            onFocus={() => {
              activate(row.id);
            }}
            onClick={() => {
              onSelect(row.id, false);
            }}
            onKeyDown={(event) => {
              onKeyDown(event, row.id);
            }}
          />
        );
      })}
    </GridFrame>
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
