import type { Device } from '../device/device.ts';
import type { Sample } from '../device/signals.ts';
import { durationMs, isTrue } from './evaluate.ts';
import { parseQuery, type Aggregate, type Condition, type Query, type SelectItem } from './parse.ts';
import { invalidQuery } from './tokens.ts';

interface Row {
  readonly atMs: number;
  valueOf(name: string): unknown;
}

const longestQuery = 350;
const mostItems = 15;
const mostConditions = 10;
const mostRows = 10_000;

/**
 * Answers a query over what the vehicles of one template have said lately. Limits as in "Quotas and limits"; the practice
 * platform remembers minutes to hours, not days.
 */
export const queryTelemetry = (
  text: string,
  devices: readonly Device[],
  nowMs: number,
): readonly Readonly<Record<string, unknown>>[] => {
  if (text.length > longestQuery) throw invalidQuery(`It is longer than ${longestQuery} characters.`);
  const query = parseQuery(text);
  if (query.items.length === 0) throw invalidQuery('SELECT * is not supported.');
  if (query.items.length > mostItems) throw invalidQuery(`It selects more than ${mostItems} items.`);
  const { where } = query;
  if (where !== undefined && countComparisons(where) > mostConditions) {
    throw invalidQuery(`Its WHERE has more than ${mostConditions} conditions.`);
  }
  const rows = devices
    .filter(({ settings }) => settings.template === query.from)
    .flatMap((device) => device.history.samples.map((sample) => rowOf(device, sample)))
    .filter((row) => where === undefined || isTrue(where, row, nowMs));
  const results = query.items.some(({ aggregate }) => aggregate !== undefined)
    ? aggregateRows(query, rows)
    : rows.map((row) => select(query.items, ({ name }) => row.valueOf(name)));
  return order(query, results).slice(0, Math.min(query.top ?? mostRows, mostRows));
};

const countComparisons = (condition: Condition): number => {
  if (condition.kind === 'and' || condition.kind === 'or') {
    return condition.of.reduce((sum, part) => sum + countComparisons(part), 0);
  }
  return condition.kind === 'not' ? countComparisons(condition.of) : 1;
};

const rowOf = (device: Device, { createdAtMs, telemetry, doors }: Sample): Row => ({
  atMs: createdAtMs,
  valueOf: (name) => {
    switch (name) {
      case '$id':
        return device.id;
      case '$ts':
        return new Date(createdAtMs).toISOString();
      case '$provisioned':
        return device.isProvisioned;
      case '$simulated':
        return device.settings.simulated;
      default:
        return name.startsWith('doors.') ? own(doors, name.slice('doors.'.length)) : own(telemetry, name);
    }
  },
});

const own = (values: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(values, name) ? values[name] : undefined;

const select = (items: readonly SelectItem[], valueOf: (item: SelectItem) => unknown): Record<string, unknown> =>
  Object.fromEntries(items.map((item) => [item.alias, valueOf(item) ?? null]));

const aggregateRows = ({ items, window }: Query, rows: readonly Row[]): readonly Record<string, unknown>[] => {
  const windowMs = window === undefined ? Infinity : durationMs(window);
  const startOf = ({ atMs }: Row): number => (windowMs === Infinity ? 0 : Math.floor(atMs / windowMs) * windowMs);
  const groups = Map.groupBy(
    rows.toSorted((a, b) => a.atMs - b.atMs),
    startOf,
  );
  return [...groups].map(([startMs, members]) => ({
    ...(window !== undefined && { $ts: new Date(startMs).toISOString() }),
    ...select(items, ({ name, aggregate }) => {
      if (aggregate === undefined) return name === '$ts' ? new Date(startMs).toISOString() : members[0]?.valueOf(name);
      return combine(
        aggregate,
        members.map((member) => member.valueOf(name)).filter((value) => value !== undefined && value !== null),
      );
    }),
  }));
};

const combine = (aggregate: Aggregate, values: readonly unknown[]): unknown => {
  const numbers = values.filter((value) => typeof value === 'number');
  const sum = numbers.reduce((total, value) => total + value, 0);
  switch (aggregate) {
    case 'COUNT':
      return values.length;
    case 'FIRST':
      return values[0];
    case 'LAST':
      return values.at(-1);
    case 'SUM':
      return sum;
    case 'AVG':
      return numbers.length === 0 ? null : sum / numbers.length;
    case 'MAX':
      return numbers.length === 0 ? null : numbers.reduce((a, b) => Math.max(a, b));
    case 'MIN':
      return numbers.length === 0 ? null : numbers.reduce((a, b) => Math.min(a, b));
  }
};

const order = ({ orderBy }: Query, results: readonly Record<string, unknown>[]): readonly Record<string, unknown>[] => {
  if (orderBy === undefined) return results;
  const { name, isDescending } = orderBy;
  const sign = isDescending ? -1 : 1;
  return results.toSorted((a, b) => {
    const [left, right] = [a[name], b[name]];
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * String(left).localeCompare(String(right));
  });
};
