import type { FilterStatus } from './fleet-query.ts';
import { statusShapes } from './status-shapes.ts';
import classes from './status-icon.module.css';

/** Always beside a word, which is what a screen reader says. */
export const StatusIcon = ({ status, size = 14 }: { readonly status: FilterStatus; readonly size?: number }) => {
  const shape = statusShapes[status];
  return (
    <svg className={classes.icon} data-tone={shape.tone} viewBox="0 0 16 16" width={size} height={size} aria-hidden>
      {shape.fill !== undefined && <path d={shape.fill} fill="currentColor" fillRule="evenodd" />}
      {shape.stroke !== undefined && (
        <path
          d={shape.stroke}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeDasharray={shape.isDashed === true ? '2.4 2.4' : undefined}
        />
      )}
    </svg>
  );
};
