import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { findSignal, signalDefinitions } from '../../shared/vehicle/signals.ts';
import { formatClock } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf } from '../format/number.ts';
import { usePreferences } from '../preferences/preferences-store.ts';
import { Panel } from './panel.tsx';
import { TrendChart } from './trend-chart.tsx';
import { gapOf, type TrendPoints } from './trend-points.ts';
import type { VehicleStore } from './vehicle-store.ts';
import classes from './vehicle-view.module.css';

interface Held {
  readonly atMs: number;
  readonly trends: ReadonlyMap<string, TrendPoints>;
}

/** More charts than this are a page of their own, and a second's work to draw. */
const maximumCharts = 12;

const order = new Map(signalDefinitions.map(({ path }, index) => [path, index]));

const byCatalogue = (a: string, b: string): number =>
  (order.get(a) ?? order.size) - (order.get(b) ?? order.size) || a.localeCompare(b);

/**
 * A pixel of a chart is some seconds wide, so each chart is drawn every third second only, and they take turns: one long
 * task a second becomes three short ones.
 */
const turnSeconds = 3;

const lastTurnMs = (nowMs: number, index: number): number => {
  const second = Math.floor(nowMs / 1000);
  return nowMs - ((second + index) % turnSeconds) * 1000;
};

const none: ReadonlyMap<string, TrendPoints> = new Map();

/** Drawn with the clock, however often the vehicle reports: it reads the store when it is time. */
export const TrendPanel = memo(({ store }: { readonly store: VehicleStore }) => {
  const nowMs = useNowMs();
  const preferences = usePreferences();
  const [held, setHeld] = useState<Held | null>(null);
  const [showsOthers, setShowsOthers] = useState(false);
  const { model } = store.getState();
  const live = model.kind === 'known' ? model.trends : none;
  const trends = held?.trends ?? live;
  const expectedIntervalMs = model.kind === 'known' ? model.vehicle.expectedIntervalMs : 1000;
  const paths = [...trends.keys()].sort(byCatalogue);
  const usual = paths.filter((path) => findSignal(path)?.trend === true);
  const others = paths.length - usual.length;
  const shown = (usual.length === 0 || showsOthers ? paths : usual).slice(0, maximumCharts);

  return (
    <Panel
      title={held === null ? 'Trends, last 15 minutes' : `Trends, held at ${formatClock(held.atMs)}`}
      controls={
        paths.length > 0 && (
          <Button
            size="compact-sm"
            fz="xs"
            variant={held === null ? 'subtle' : 'filled'}
            leftSection={
              held === null ? <IconPlayerPause size={14} aria-hidden /> : <IconPlayerPlay size={14} aria-hidden />
            }
            onClick={() => {
              setHeld(held === null ? { atMs: nowMs, trends: live } : null);
            }}
          >
            {held === null ? 'Hold charts' : 'Go on'}
          </Button>
        )
      }
    >
      {paths.length === 0 ? (
        <p className={classes.quiet}>None of the signals that this vehicle sends is drawn over time.</p>
      ) : (
        <div className={classes.trends}>
          {shown.map((path, index) => {
            const points = trends.get(path);
            return (
              points !== undefined && (
                <TrendChart
                  key={path}
                  path={path}
                  definition={findSignal(path)}
                  points={points}
                  nowMs={held?.atMs ?? lastTurnMs(nowMs, index)}
                  gapMs={gapOf(expectedIntervalMs)}
                  preferences={preferences}
                />
              )
            );
          })}
        </div>
      )}
      {usual.length > 0 && others > 0 && (
        <Button
          mt="sm"
          size="compact-sm"
          fz="xs"
          variant="subtle"
          aria-expanded={showsOthers}
          onClick={() => {
            setShowsOthers(!showsOthers);
          }}
        >
          {showsOthers ? 'Show the usual charts only' : `Show ${countOf(others, 'more chart')}, of unmapped signals`}
        </Button>
      )}
      {shown.length === maximumCharts && paths.length > maximumCharts && (
        <p className={classes.quiet}>No more than {maximumCharts} charts are drawn. All signals lists every value.</p>
      )}
    </Panel>
  );
});
TrendPanel.displayName = 'TrendPanel';
