import type { SignalState } from '../../shared/vehicle/detail.ts';
import type { SignalDefinition } from '../../shared/vehicle/signal.ts';
import { formatQuantity, formatSignal } from '../format/signal.ts';
import type { UnitPreferences } from '../format/units.ts';
import { readGauge } from './gauge-reading.ts';
import type { ValueAge } from './value-age.ts';
import classes from './gauge.module.css';

interface GaugeProps {
  readonly definition: SignalDefinition;
  readonly signal: SignalState;
  readonly age: ValueAge;
  readonly preferences: UnitPreferences;
}

const conditionWords = { normal: '', low: '▼ Low', high: '▲ High' } as const;

const percent = (fraction: number): string => `${String(fraction * 100)}%`;

/**
 * A horizontal bar with the normal band in grey and a pointer, after ISA-101: what matters is where the value lies. Colour
 * comes only with an abnormal value, and then beside a shape and a word. Old values are hatched and say their age.
 */
export const Gauge = ({ definition, signal, age, preferences }: GaugeProps) => {
  const reading = readGauge(definition, signal.value);
  if (reading === null) return null;
  const shown = formatSignal(signal.path, signal.value, signal.unit, preferences);
  // A value that nobody would act on any more raises no alarm either.
  const condition = age.isOld ? 'normal' : reading.condition;
  const { scale, unit } = definition;

  return (
    <div
      className={classes.gauge}
      data-abnormal={condition !== 'normal' || undefined}
      data-old={age.isOld || undefined}
    >
      <div className={classes.label}>
        <span>{definition.label}</span>
        <span className={classes.condition}>{conditionWords[condition]}</span>
        <span className={classes.value}>
          {shown.value} <span className={classes.unit}>{shown.unit}</span>
        </span>
      </div>
      <div className={classes.track} aria-hidden>
        {reading.normal !== null && (
          <div
            className={classes.normal}
            style={{ left: percent(reading.normal.start), width: percent(reading.normal.end - reading.normal.start) }}
          />
        )}
        <div className={classes.pointer} style={{ left: percent(reading.pointer) }} />
      </div>
      <div className={classes.foot}>
        {scale !== undefined && unit !== undefined && (
          <span aria-hidden>{formatQuantity(scale.minimum, unit, preferences).value}</span>
        )}
        <span className={classes.age}>
          {reading.isOffScale ? 'Off the scale · ' : ''}
          {age.ago}
        </span>
        {scale !== undefined && unit !== undefined && (
          <span aria-hidden>{formatQuantity(scale.maximum, unit, preferences).value}</span>
        )}
      </div>
    </div>
  );
};
