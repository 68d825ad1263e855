import { Button } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { memo } from 'react';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { useNowMs } from '../format/clock.ts';
import { formatHeading } from '../format/compass.ts';
import { formatSignal } from '../format/signal.ts';
import { usePreferences } from '../preferences/preferences-store.ts';
import { CopyControl } from './copy-control.tsx';
import { Panel } from './panel.tsx';
import { valueAge } from './value-age.ts';
import classes from './position-panel.module.css';

interface PositionPanelProps {
  readonly signals: ReadonlyMap<string, SignalState>;
  readonly expectedIntervalMs: number;
  readonly onShowOnMap: () => void;
}

const numberOf = (signals: ReadonlyMap<string, SignalState>, path: string): number | null => {
  const value = signals.get(path)?.value;
  return typeof value === 'number' ? value : null;
};

/** Five digits are a metre, which is more than a position receiver knows. */
const coordinate = (degrees: number): string => degrees.toFixed(5);

export const PositionPanel = memo(({ signals, expectedIntervalMs, onShowOnMap }: PositionPanelProps) => {
  const nowMs = useNowMs();
  const preferences = usePreferences();
  const latitude = numberOf(signals, signalPath.latitude);
  const longitude = numberOf(signals, signalPath.longitude);
  const receivedAtMs = signals.get(signalPath.latitude)?.receivedAtMs;
  if (latitude === null || longitude === null || receivedAtMs === undefined) {
    return (
      <Panel title="Position">
        <p className={classes.none}>This vehicle has sent no position yet.</p>
      </Panel>
    );
  }

  const text = `${coordinate(latitude)}, ${coordinate(longitude)}`;
  const age = valueAge(receivedAtMs, nowMs, expectedIntervalMs);
  const heading = numberOf(signals, signalPath.heading);
  const odometer = signals.get(signalPath.odometer);
  return (
    <Panel
      title="Position"
      controls={
        <Button
          size="compact-sm"
          fz="xs"
          variant="subtle"
          leftSection={<IconMapPin size={14} aria-hidden />}
          onClick={onShowOnMap}
        >
          Show on map
        </Button>
      }
    >
      <div className={classes.coordinates} data-old={age.isOld || undefined}>
        <span>{text}</span>
        <CopyControl value={text} label="position" />
      </div>
      <dl className={classes.facts}>
        <dt>Heard</dt>
        <dd>{age.ago}</dd>
        {heading !== null && (
          <>
            <dt>Heading</dt>
            <dd>{formatHeading(heading)}</dd>
          </>
        )}
        {odometer !== undefined && (
          <>
            <dt>Odometer</dt>
            <dd>{formatSignal(odometer.path, odometer.value, odometer.unit, preferences).text}</dd>
          </>
        )}
      </dl>
    </Panel>
  );
});
PositionPanel.displayName = 'PositionPanel';
