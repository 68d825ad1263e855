import { memo } from 'react';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { signalDefinitions } from '../../shared/vehicle/signals.ts';
import { useNowMs } from '../format/clock.ts';
import { usePreferences } from '../preferences/preferences-store.ts';
import { Gauge } from './gauge.tsx';
import { Panel } from './panel.tsx';
import { valueAge } from './value-age.ts';
import classes from './vehicle-view.module.css';

interface GaugePanelProps {
  readonly signals: ReadonlyMap<string, SignalState>;
  readonly expectedIntervalMs: number;
}

export const GaugePanel = memo(({ signals, expectedIntervalMs }: GaugePanelProps) => {
  const nowMs = useNowMs();
  const preferences = usePreferences();
  const gauges = signalDefinitions.flatMap((definition) => {
    const signal = signals.get(definition.path);
    return definition.scale === undefined || typeof signal?.value !== 'number' ? [] : [{ definition, signal }];
  });
  return (
    <Panel title="Gauges">
      {gauges.length === 0 ? (
        <p className={classes.quiet}>
          This vehicle sends nothing that has a gauge. See all signals for what it does send.
        </p>
      ) : (
        <div className={classes.gauges}>
          {gauges.map(({ definition, signal }) => (
            <Gauge
              key={definition.path}
              definition={definition}
              signal={signal}
              age={valueAge(signal.receivedAtMs, nowMs, expectedIntervalMs)}
              preferences={preferences}
            />
          ))}
        </div>
      )}
    </Panel>
  );
});
GaugePanel.displayName = 'GaugePanel';
