import type { UnitPreferences } from '../format/units.ts';
import type { Freshness } from '../../shared/vehicle/freshness.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import type { VehicleStatus } from '../../shared/vehicle/status.ts';
import { formatAge } from '../format/age.ts';
import { compassWord } from '../format/compass.ts';
import { formatNumber } from '../format/number.ts';
import { formatSignal } from '../format/signal.ts';
import { freshnessAt, hasFault, statusAt } from './display-status.ts';
import type { FleetStore } from './fleet-store.ts';
import { levelOf, levelWords, type Level } from './level.ts';
import { statusWords } from './status-words.ts';

/** What the table shows of one vehicle at one moment. */
export interface RowFacts {
  readonly name: string;
  readonly vehicleId: string;
  readonly type: string;
  readonly connectionId: string;
  readonly status: VehicleStatus;
  readonly isFaulty: boolean;
  /** NaN where it is not known. */
  readonly speedKmh: number;
  readonly headingDegrees: number;
  readonly level: Level | undefined;
  /** Null while nothing has been heard. */
  readonly ageMs: number | null;
  readonly freshness: Freshness | undefined;
}

export const factsOf = (store: FleetStore, row: number, nowMs: number): RowFacts => {
  const { columns } = store;
  const heardAtMs = columns.heardAtMs[row] ?? NaN;
  return {
    name: store.nameOf(row),
    vehicleId: store.vehicleIdOf(row),
    type: store.typeOf(row),
    connectionId: store.connectionIdOf(row),
    status: statusAt(columns, row, nowMs),
    isFaulty: hasFault(columns, row),
    speedKmh: columns.speedKmh[row] ?? NaN,
    headingDegrees: columns.headingDegrees[row] ?? NaN,
    level: levelOf(columns, row),
    ageMs: Number.isNaN(heardAtMs) ? null : Math.max(0, nowMs - heardAtMs),
    freshness: freshnessAt(columns, row, nowMs),
  };
};

/** The row in one sentence, beginning with the name. Without the seconds that tick: a name must not change all the time. */
export const describeRow = (facts: RowFacts, preferences: UnitPreferences): string => {
  const parts = [facts.name, statusWords[facts.status].toLowerCase()];
  if (facts.isFaulty) parts.push('reports faults');
  if (!Number.isNaN(facts.speedKmh)) {
    parts.push(formatSignal(signalPath.speed, facts.speedKmh, 'km/h', preferences).text);
  }
  if (!Number.isNaN(facts.headingDegrees)) parts.push(`heading ${compassWord(facts.headingDegrees)}`);
  if (facts.level !== undefined) {
    parts.push(
      `${levelWords[facts.level.kind]} ${formatNumber(facts.level.percent)} %${facts.level.isLow ? ', low' : ''}`,
    );
  }
  if (facts.ageMs === null) parts.push('not heard yet');
  else if (facts.freshness === 'stale' || facts.freshness === 'lost')
    parts.push(`last heard ${formatAge(facts.ageMs)} ago`);
  return parts.join(', ');
};
