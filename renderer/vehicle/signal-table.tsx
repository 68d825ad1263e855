import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { memo, useDeferredValue, useState } from 'react';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf } from '../format/number.ts';
import { formatSignal } from '../format/signal.ts';
import { usePreferences } from '../preferences/preferences-store.ts';
import { Panel } from './panel.tsx';
import { signalRows } from './signal-rows.ts';
import { valueAge } from './value-age.ts';
import { DataTable } from '../layout/data-table.tsx';
import classes from './signal-table.module.css';

interface SignalTableProps {
  readonly signals: ReadonlyMap<string, SignalState>;
  readonly expectedIntervalMs: number;
  readonly signalsLeftOut: number;
}

export const SignalTable = memo(({ signals, expectedIntervalMs, signalsLeftOut }: SignalTableProps) => {
  const nowMs = useNowMs();
  const preferences = usePreferences();
  const [filter, setFilter] = useState('');
  const rows = signalRows(signals, useDeferredValue(filter));

  return (
    <Panel
      title="All signals"
      controls={
        <TextInput
          aria-label="Filter signals"
          placeholder="Filter signals"
          size="xs"
          value={filter}
          onChange={(event) => {
            setFilter(event.currentTarget.value);
          }}
          leftSection={<IconSearch size={14} aria-hidden />}
        />
      }
    >
      <DataTable className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Signal</th>
            <th scope="col" className={classes.value}>
              Value
            </th>
            <th scope="col">Unit</th>
            <th scope="col">Age</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ path, label, isKnown, signal }) => {
            const shown = formatSignal(path, signal.value, signal.unit, preferences);
            const age = valueAge(signal.receivedAtMs, nowMs, expectedIntervalMs);
            return (
              <Row
                key={path}
                label={label}
                path={isKnown ? path : 'Sent under this name'}
                value={shown.value}
                unit={shown.unit}
                age={age.text}
                freshness={age.freshness}
              />
            );
          })}
        </tbody>
      </DataTable>
      {rows.length === 0 && (
        <p className={classes.note}>
          {signals.size === 0 ? 'This vehicle has sent no signal yet.' : 'No signal’s name holds this text.'}
        </p>
      )}
      {signalsLeftOut > 0 && (
        <p className={classes.note}>
          {countOf(signalsLeftOut, 'signal')} left out: this vehicle sends more than the console keeps for one vehicle.
        </p>
      )}
    </Panel>
  );
});
SignalTable.displayName = 'SignalTable';

/** A long path breaks behind its dots rather than in the middle of a word. */
const breakable = (path: string): string => path.replaceAll('.', '.\u200b');

interface RowProps {
  readonly label: string;
  readonly path: string;
  readonly value: string;
  readonly unit: string;
  readonly age: string;
  readonly freshness: string;
}

const Row = memo(({ label, path, value, unit, age, freshness }: RowProps) => (
  <tr data-freshness={freshness}>
    <th scope="row">
      {label}
      <span className={classes.path}>{breakable(path)}</span>
    </th>
    <td className={classes.value}>{value}</td>
    <td className={classes.unit}>{unit}</td>
    <td className={classes.age}>{age}</td>
  </tr>
));
Row.displayName = 'SignalRow';
