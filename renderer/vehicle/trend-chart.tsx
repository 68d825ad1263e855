import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceArea, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { SignalDefinition } from '../../shared/vehicle/signal.ts';
import { unitSymbol, type Unit } from '../../shared/vehicle/units.ts';
import { formatClock } from '../format/age.ts';
import { formatNumber } from '../format/number.ts';
import { formatSignal } from '../format/signal.ts';
import { displayUnit, toDisplay, type UnitPreferences } from '../format/units.ts';
import { niceScale, type NiceScale } from './nice-scale.ts';
import { chartPoints, trendWindowMs, type TrendPoints } from './trend-points.ts';
import classes from './trend-chart.module.css';

interface TrendChartProps {
  readonly path: string;
  readonly definition: SignalDefinition | undefined;
  readonly points: TrendPoints;
  /** The chart's right edge. */
  readonly nowMs: number;
  readonly gapMs: number;
  readonly preferences: UnitPreferences;
}

const hourAndMinute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

const fiveMinutesMs = 300_000;

/** Half a tick's label, as time: nearer to an edge it would be cut or lie over the next chart. */
const tickMarginMs = 110_000;

/** Ticks at whole five minutes of the clock, so that they move with the line and not with the window. */
const timeTicks = (nowMs: number): readonly number[] => {
  const last = Math.floor((nowMs - tickMarginMs) / fiveMinutesMs) * fiveMinutesMs;
  return [last - 2 * fiveMinutesMs, last - fiveMinutesMs, last].filter(
    (timeMs) => timeMs >= nowMs - trendWindowMs + tickMarginMs,
  );
};

/** The last quarter of an hour of one signal: a grey line, and the normal band behind it. */
const Chart = ({ path, definition, points, nowMs, gapMs, preferences }: TrendChartProps) => {
  const unit = definition?.unit;
  const data = chartPoints(points, nowMs, gapMs).map(({ timeMs, value }) => ({
    timeMs,
    value: value === null ? null : inDisplayUnit(value, unit, preferences),
  }));
  const axis = axisOf(
    data.flatMap(({ value }) => (value === null ? [] : [value])),
    leastSpan(definition, preferences),
  );
  const last = points.values.at(-1);
  const label = definition?.label ?? path;
  const symbol = unit === undefined ? '' : unitSymbol(displayUnit(unit, preferences));
  const text = (value: number) =>
    `${formatNumber(value, definition?.decimals ?? 1)}${symbol === '' ? '' : ` ${symbol}`}`;
  const normal = definition?.normal;

  return (
    <figure
      className={classes.chart}
      aria-label={`${label}, last 15 minutes. ${last === undefined ? 'No values.' : `Now ${formatSignal(path, last, unit, preferences).text}.`}`}
    >
      <figcaption>
        <span>{label}</span>
        {symbol !== '' && <span className={classes.unit}>{symbol}</span>}
      </figcaption>
      <ResponsiveContainer width="100%" height={104} initialDimension={{ width: 280, height: 104 }}>
        <LineChart data={data} margin={{ top: 4, right: 8, bottom: 0, left: 0 }} accessibilityLayer title={label}>
          <CartesianGrid stroke="var(--fd-chart-grid)" vertical={false} />
          {normal !== undefined && (
            <ReferenceArea
              y1={inDisplayUnit(normal.minimum, unit, preferences)}
              y2={inDisplayUnit(normal.maximum, unit, preferences)}
              ifOverflow="hidden"
              fill="var(--fd-gauge-normal)"
              fillOpacity={0.18}
              stroke="none"
            />
          )}
          <XAxis
            dataKey="timeMs"
            type="number"
            domain={[nowMs - trendWindowMs, nowMs]}
            allowDataOverflow
            ticks={timeTicks(nowMs)}
            tickFormatter={(timeMs: number) => hourAndMinute.format(timeMs)}
            tick={{ fill: 'var(--fd-muted)', fontSize: 11 }}
            stroke="var(--fd-border)"
            height={20}
          />
          <YAxis
            domain={[axis.minimum, axis.maximum]}
            ticks={axis.ticks}
            interval={0}
            allowDataOverflow
            tickFormatter={(value: number) => formatNumber(value, axis.decimals)}
            tick={{ fill: 'var(--fd-muted)', fontSize: 11 }}
            stroke="var(--fd-border)"
            width={44}
          />
          <Tooltip
            isAnimationActive={false}
            labelFormatter={(timeMs) => (typeof timeMs === 'number' ? formatClock(timeMs) : '')}
            formatter={(value) => [typeof value === 'number' ? text(value) : '', label]}
            contentStyle={{
              background: 'var(--fd-raised)',
              border: '1px solid var(--fd-border-strong)',
              padding: '4px 8px',
            }}
            itemStyle={{ color: 'var(--fd-text)' }}
            labelStyle={{ color: 'var(--fd-muted)' }}
          />
          <Line
            dataKey="value"
            type="linear"
            stroke="var(--fd-chart-line)"
            strokeWidth={1.5}
            dot={false}
            isAnimationActive={false}
            connectNulls={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </figure>
  );
};

/** Its clock says when a chart is drawn: new points alone do not, or every event of the vehicle would draw them all. */
export const TrendChart = memo(
  Chart,
  (before, after) =>
    before.nowMs === after.nowMs &&
    before.path === after.path &&
    before.gapMs === after.gapMs &&
    before.preferences === after.preferences,
);
TrendChart.displayName = 'TrendChart';

const inDisplayUnit = (value: number, unit: Unit | undefined, preferences: UnitPreferences): number =>
  unit === undefined ? value : toDisplay(value, unit, preferences);

/** A fifth of the gauge's scale, where there is one: less than that is not worth the whole height of a chart. */
const leastSpan = (definition: SignalDefinition | undefined, preferences: UnitPreferences): number => {
  const scale = definition?.scale;
  if (scale === undefined) return 1;
  const length =
    inDisplayUnit(scale.maximum, definition?.unit, preferences) -
    inDisplayUnit(scale.minimum, definition?.unit, preferences);
  return Math.max(length / 5, 1);
};

const axisOf = (values: readonly number[], span: number): NiceScale =>
  values.length === 0 ? niceScale(0, 1, span) : niceScale(Math.min(...values), Math.max(...values), span);
