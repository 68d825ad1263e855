import type { ConnectionState } from '../../shared/connection/status.ts';
import classes from './connection-state-icon.module.css';

interface StateShape {
  readonly fill?: string;
  readonly stroke?: string;
  readonly dash?: string;
  readonly tone: 'calm' | 'caution' | 'abnormal';
}

const shapes: Readonly<Record<ConnectionState, StateShape>> = {
  live: { fill: 'M6 1.5a4.5 4.5 0 1 0 .01 0Z', tone: 'calm' },
  connecting: { stroke: 'M6 1.5a4.5 4.5 0 1 0 .01 0Z', dash: '2 2', tone: 'calm' },
  stale: { stroke: 'M6 1.5a4.5 4.5 0 1 0 .01 0ZM6 3.6V6.2l1.8 1.2', tone: 'caution' },
  offline: { stroke: 'M2 2l8 8M10 2l-8 8', tone: 'abnormal' },
  idle: { stroke: 'M6 1.5a4.5 4.5 0 1 0 .01 0Z', tone: 'calm' },
};

/** A shape a state; the word always stands beside it. */
export const ConnectionStateIcon = ({ state }: { readonly state: ConnectionState }) => {
  const { fill, stroke, dash, tone } = shapes[state];
  return (
    <svg className={classes.icon} data-tone={tone} viewBox="0 0 12 12" width="12" height="12" aria-hidden>
      {fill !== undefined && <path d={fill} fill="currentColor" />}
      {stroke !== undefined && (
        <path
          d={stroke}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeDasharray={dash}
          strokeLinecap="round"
        />
      )}
    </svg>
  );
};
