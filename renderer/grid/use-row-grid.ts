import { defaultRangeExtractor, useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { targetIndex } from './grid-keys.ts';

/** The rows in the order in which they stand, each with a key of its own that stays when the order changes. */
export interface GridRows<Key> {
  readonly count: number;
  keyAt(index: number): Key | undefined;
  /** -1 where it is not among them. */
  indexOf(key: Key): number;
}

interface RowGridOptions<Key> {
  /** The same object as long as the rows are the same. */
  readonly rows: GridRows<Key>;
  readonly rowHeightPx: number;
  /** The row that the Tab key comes to at first. */
  readonly initialKey: Key | null;
  /** Whether that one, where it is in the list, takes the keyboard as soon as it is drawn. */
  readonly isFocusedAtFirst?: boolean;
  /** The keyboard has gone to another row. */
  readonly onMove?: (key: Key) => void;
  readonly onEnter: (key: Key) => void;
  readonly onSpace: (key: Key) => void;
  readonly onEscape: () => void;
}

export interface RowGrid<Key> {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly activeIndex: number;
  /** The row that the Tab key comes to from now on. */
  readonly activate: (key: Key) => void;
  readonly onKeyDown: (event: KeyboardEvent, key: Key) => void;
}

export const headHeightPx = 30;
/** Rows drawn beyond the edges, so that scrolling shows no gaps. */
const overscanPx = 200;

/**
 * A grid of which only the rows in sight are drawn, and the one that has the keyboard: a focused row that is taken out of
 * the page drops the keyboard to the top of it.
 */
export const useRowGrid = <Key extends string | number>(options: RowGridOptions<Key>): RowGrid<Key> => {
  const { rows, rowHeightPx, initialKey, isFocusedAtFirst = false, onMove, onEnter, onSpace, onEscape } = options;
  const scroller = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState(initialKey);
  const focusWanted = useRef(isFocusedAtFirst && initialKey !== null && rows.indexOf(initialKey) >= 0);
  const activeIndex = useMemo(() => (activeKey === null ? 0 : Math.max(0, rows.indexOf(activeKey))), [rows, activeKey]);

  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => rows.keyAt(index) ?? index,
    overscan: Math.round(overscanPx / rowHeightPx),
    scrollMargin: headHeightPx,
    scrollPaddingStart: headHeightPx,
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
    if (!focusWanted.current || activeKey === null || rows.keyAt(activeIndex) !== activeKey) return;
    const element = scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]');
    if (element === null || element === undefined) return;
    focusWanted.current = false;
    element.focus({ preventScroll: true });
  });

  const onKeyDown = useCallback(
    (event: KeyboardEvent, key: Key) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const pageSize = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeightPx) - 2);
      const target = targetIndex(event.key, rows.indexOf(key), rows.count, pageSize);
      if (target !== undefined) {
        event.preventDefault();
        const targetKey = rows.keyAt(target);
        if (targetKey === undefined) return;
        focusWanted.current = true;
        setActiveKey(targetKey);
        onMove?.(targetKey);
        virtualizer.scrollToIndex(target, { align: 'auto' });
      } else if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        if (event.key === 'Enter') onEnter(key);
        else onSpace(key);
      } else if (event.key === 'Escape') {
        onEscape();
      }
    },
    [rows, rowHeightPx, virtualizer, onMove, onEnter, onSpace, onEscape],
  );

  return { scroller, virtualizer, activeIndex, activate: setActiveKey, onKeyDown };
};
