import { IconBolt, IconGasStation, IconNavigation } from '@tabler/icons-react';
import { memo, type KeyboardEvent } from 'react';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { goTo, hrefOf } from '../app/routes.ts';
import { formatAge } from '../format/age.ts';
import { formatHeading } from '../format/compass.ts';
import { formatNumber } from '../format/number.ts';
import { formatSignal, noValue } from '../format/signal.ts';
import { typeWords } from '../format/type-words.ts';
import { GridRow } from '../grid/row-grid.tsx';
import { usePreferences } from '../preferences/preferences-store.ts';
import { Spoken } from '../layout/spoken.tsx';
import { useFleet, useFleetNowMs, useRowVersion } from './fleet-context.ts';
import { isSameVehicle, select, useFleetUi } from './fleet-ui.ts';
import { levelWords, type Level } from './level.ts';
import { describeRow, factsOf } from './row-facts.ts';
import { StatusIcon } from './status-icon.tsx';
import { statusWords } from './status-words.ts';
import classes from './fleet-table.module.css';

interface Props {
  /** Row number in the store. */
  readonly row: number;
  /** Place in the list, from 0. */
  readonly index: number;
  readonly startPx: number;
  /** The one that the Tab key comes to. */
  readonly isActive: boolean;
  /** Undefined when there is one connection only, and nothing to tell apart. */
  readonly connectionName: string | undefined;
  readonly onFocus: (row: number) => void;
  readonly onKeyDown: (event: KeyboardEvent, row: number) => void;
}

export const FleetRow = memo(function FleetRow(props: Props) {
  const { row, index, startPx, isActive, connectionName, onFocus, onKeyDown } = props;
  const { store } = useFleet();
  const preferences = usePreferences();
  const nowMs = useFleetNowMs();
  const isSelected = useFleetUi((state) => isSameVehicle(state.selected, store.keyOf(row)));
  useRowVersion(row);
  const facts = factsOf(store, row, nowMs);
  const route = { view: 'vehicle', connectionId: facts.connectionId, vehicleId: facts.vehicleId } as const;
  const detail = [connectionName, typeWords(facts.type)].filter(Boolean).join(' · ');
  const speed = formatSignal(signalPath.speed, facts.speedKmh, 'km/h', preferences);

  return (
    <GridRow
      startPx={startPx}
      isActive={isActive}
      isSelected={isSelected}
      aria-rowindex={index + 1}
      aria-label={describeRow(facts, preferences)}
      data-row={row}
      data-freshness={facts.freshness}
      className={classes.row}
      onFocus={() => {
        onFocus(row);
      }}
      onClick={() => {
        select(store.keyOf(row));
      }}
      onDoubleClick={() => {
        goTo(route);
      }}
      onKeyDown={(event) => {
        onKeyDown(event, row);
      }}
    >
      <div role="gridcell" className={classes.name}>
        <a href={hrefOf(route)} tabIndex={-1} title={facts.name === facts.vehicleId ? undefined : facts.vehicleId}>
          {facts.name}
        </a>
        <span className={classes.detail} title={detail}>
          {detail}
        </span>
      </div>
      <div role="gridcell" className={classes.status}>
        <StatusIcon status={facts.status} />
        <span>{statusWords[facts.status]}</span>
        {facts.isFaulty && (
          <span className={classes.fault} title="Reports trouble codes">
            <StatusIcon status="fault" />
            <Spoken>Fault</Spoken>
          </span>
        )}
      </div>
      <div role="gridcell" className={classes.number}>
        <span>{speed.value}</span>
        <span className={classes.unit}>{speed.unit}</span>
      </div>
      <div role="gridcell" className={classes.heading}>
        {Number.isNaN(facts.headingDegrees) ? (
          noValue
        ) : (
          <>
            <IconNavigation
              size={13}
              aria-hidden
              style={{ transform: `rotate(${String(Math.round(facts.headingDegrees))}deg)` }}
            />
            {formatHeading(facts.headingDegrees)}
          </>
        )}
      </div>
      <div role="gridcell">{facts.level === undefined ? noValue : <LevelBar level={facts.level} />}</div>
      <div role="gridcell" className={classes.age}>
        {facts.ageMs === null ? 'not yet' : formatAge(facts.ageMs)}
      </div>
    </GridRow>
  );
});

const LevelBar = ({ level }: { readonly level: Level }) => {
  const Icon = level.kind === 'fuel' ? IconGasStation : IconBolt;
  const word = levelWords[level.kind];
  return (
    <span className={classes.level} data-low={level.isLow || undefined} title={level.isLow ? `Low ${word}` : undefined}>
      <Icon size={14} aria-hidden />
      <Spoken>{word}</Spoken>
      <span className={classes.bar} aria-hidden>
        <span style={{ width: `${String(Math.max(0, Math.min(100, level.percent)))}%` }} />
      </span>
      <span className={classes.percent}>{formatNumber(level.percent)} %</span>
    </span>
  );
};
