import { useElementSize, useMediaQuery } from '@mantine/hooks';
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useFleetUi } from './fleet-ui.ts';
import classes from './split-view.module.css';

const smallestShare = 0.2;
const largestShare = 0.8;
const stepShare = 0.05;
/** Where a click without a drag goes next: dragging is not for every hand (WCAG 2.5.7). */
const stops = [0.35, 0.5, 0.65] as const;
/** The table's columns want so much; the map takes what is left. */
const preferredTablePx = 660;
const dragFromPx = 3;

const clampShare = (share: number) => Math.max(smallestShare, Math.min(largestShare, share));

interface Props {
  readonly first: ReactNode;
  readonly second: ReactNode;
}

/** Table and map side by side, or one above the other where there is no room, with a bar between that can be moved. */
export const SplitView = ({ first, second }: Props) => {
  const isStacked = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false });
  const { ref, width, height } = useElementSize();
  const chosenShare = useFleetUi((state) => state.tableShare);
  const drag = useRef<{ readonly from: number; hasMoved: boolean } | undefined>(undefined);

  const lengthPx = isStacked ? height : width;
  const share =
    chosenShare ?? (isStacked || lengthPx === 0 ? 0.5 : clampShare(Math.max(preferredTablePx / lengthPx, 0.4)));
  const setShare = (tableShare: number) => {
    useFleetUi.setState({ tableShare: clampShare(tableShare) });
  };

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const started = drag.current;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (started === undefined || box === undefined) return;
    const at = isStacked ? event.clientY : event.clientX;
    if (!started.hasMoved && Math.abs(at - started.from) < dragFromPx) return;
    started.hasMoved = true;
    setShare(isStacked ? (at - box.top) / box.height : (at - box.left) / box.width);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const [less, more] = isStacked ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
    if (event.key === less) setShare(share - stepShare);
    else if (event.key === more) setShare(share + stepShare);
    else if (event.key === 'Home') setShare(smallestShare);
    else if (event.key === 'End') setShare(largestShare);
    else return;
    event.preventDefault();
  };

  return (
    <div ref={ref} className={classes.split} data-stacked={isStacked || undefined}>
      <div className={classes.part} style={{ flexBasis: `${String(share * 100)}%` }}>
        {first}
      </div>
      <div
        role="separator"
        tabIndex={0}
        aria-label="Table’s share of the view"
        aria-orientation={isStacked ? 'horizontal' : 'vertical'}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={smallestShare * 100}
        aria-valuemax={largestShare * 100}
        title="Drag, click or use the arrow keys to share out the view"
        className={classes.bar}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { from: isStacked ? event.clientY : event.clientX, hasMoved: false };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          if (drag.current?.hasMoved === false) {
            setShare(stops.find((stop) => stop > share + 0.01) ?? stops[0]);
          }
          drag.current = undefined;
        }}
        onPointerCancel={() => {
          drag.current = undefined;
        }}
        onKeyDown={onKeyDown}
      />
      <div className={classes.rest}>{second}</div>
    </div>
  );
};
