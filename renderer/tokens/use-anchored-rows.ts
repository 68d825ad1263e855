import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, type RefObject } from 'react';

interface AnchoredRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Pick<Virtualizer<HTMLDivElement, Element>, 'scrollToOffset'>;
  readonly rows: readonly { readonly id: string }[];
  /** What the rows were chosen and sorted by: another one begins anew. */
  readonly order: unknown;
  readonly rowHeightPx: number;
}

/** Keeps what somebody looks at in its place when rows come in, or go, above it. */
export const useAnchoredRows = ({ scroller, virtualizer, rows, order, rowHeightPx }: AnchoredRows): void => {
  const before = useRef({ rows, order });
  useLayoutEffect(() => {
    const former = before.current;
    before.current = { rows, order };
    const offsetPx = scroller.current?.scrollTop ?? 0;
    if (former.rows === rows || former.order !== order) return;
    const formerIndex = Math.floor(offsetPx / rowHeightPx);
    const seen = former.rows[formerIndex];
    if (formerIndex === 0 || seen === undefined) return;
    const index = rows.findIndex(({ id }) => id === seen.id);
    if (index < 0 || index === formerIndex) return;
    virtualizer.scrollToOffset(offsetPx + (index - formerIndex) * rowHeightPx);
  }, [scroller, virtualizer, rows, order, rowHeightPx]);
};
