import { ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { CallContext, KeptMessage, LatestOfMany, RegisteredDevice } from '../platform.ts';
import { querySchema } from './answers.ts';
import { telemetryMessages, type ExportPlace, type KeptValue } from './export-message.ts';
import { mostWantedFirst } from './importance.ts';
import type { Parts } from './parts.ts';
import type { TelemetryModel, TemplateModel } from '../dtdl/model.ts';

/** https://learn.microsoft.com/azure/iot-central/core/howto-query-with-rest-api */
const longestQuery = 350;
const mostItems = 15;
const mostOperators = 10;
export const queryBudget = 'query';

/** Vehicles that have said nothing for longer are read one by one. */
const window = 'PT10M';

/** Templates whose queries the platform refused, such as for a type that it does not query. */
export type Unqueryable = Set<string>;

/** What the vehicles of each template have said lately, most wanted first: one call a template in place of many a vehicle. */
export const queryLatest = async (
  { api, templates }: Parts,
  place: ExportPlace,
  devices: readonly RegisteredDevice[],
  unqueryable: Unqueryable,
  context: CallContext,
): Promise<Result<LatestOfMany>> => {
  const messages: KeptMessage[] = [];
  const missing: RegisteredDevice[] = [];
  let failure: Failure | undefined;
  for (const [typeId, members] of Map.groupBy(devices, (device) => device.typeId)) {
    const model = templates.peek(typeId);
    if (typeId === null || model === undefined || model.telemetry.length === 0 || unqueryable.has(typeId)) {
      missing.push(...members);
      continue;
    }
    const { text, columns } = writeQuery(model, members);
    const call = { method: 'POST', path: '/query', action: null, isPreview: true, retry: 'safe' } as const;
    const answer = await api.ask({ ...call, body: { query: text }, budget: queryBudget }, querySchema, context);
    if (!answer.ok) {
      if (answer.error.code === 'cancelled' || answer.error.code === 'unreachable') return answer;
      failure = answer.error;
      // The preview may be switched off, or the role lack it: the stable way remains.
      unqueryable.add(typeId);
      missing.push(...members);
      continue;
    }
    const byDevice = newestOfEach(answer.value.results, columns);
    for (const device of members) {
      const values = byDevice.get(device.deviceId);
      if (values === undefined) missing.push(device);
      else messages.push(...telemetryMessages({ ...place, device }, values));
    }
  }
  return failure?.code === 'not-authorised' && messages.length === 0 && missing.length === 0
    ? { ok: false, error: failure }
    : ok({ messages, missing });
};

export interface WrittenQuery {
  readonly text: string;
  readonly columns: readonly TelemetryModel[];
}

/** As many names as fit, and the vehicles by name while they are few. */
export const writeQuery = (
  model: TemplateModel,
  devices: readonly Pick<RegisteredDevice, 'deviceId'>[],
): WrittenQuery => {
  const columns: TelemetryModel[] = [];
  const write = (of: readonly TelemetryModel[], where: string): string =>
    `SELECT ${['$id', '$ts', ...of.map(({ path }) => path)].join(', ')} FROM ${model.id} WHERE WITHIN_WINDOW(${window})${where} ORDER BY $ts DESC`;
  const few = devices.map(({ deviceId }) => `$id = '${deviceId.replaceAll("'", "''")}'`).join(' OR ');
  const first = mostWantedFirst(model.telemetry).slice(0, mostItems - 2);
  const isFew = devices.length < mostOperators && write(first, ` AND (${few})`).length <= longestQuery;
  const where = isFew ? ` AND (${few})` : '';
  for (const column of first) {
    if (write([...columns, column], where).length > longestQuery) break;
    columns.push(column);
  }
  return { text: write(columns, where), columns };
};

type Row = Readonly<Record<string, unknown>>;

/** Rows come newest first; a row has null where it says nothing of a column. */
const newestOfEach = (
  rows: readonly Row[],
  columns: readonly TelemetryModel[],
): ReadonlyMap<string, readonly KeptValue[]> => {
  const found = new Map<string, Map<string, KeptValue>>();
  for (const row of rows) {
    const { $id: id, $ts: timestamp } = row;
    if (typeof id !== 'string' || typeof timestamp !== 'string') continue;
    const values = found.get(id) ?? new Map<string, KeptValue>();
    found.set(id, values);
    for (const { path, name, component } of columns) {
      const value = row[path];
      if (value === undefined || value === null || values.has(path)) continue;
      values.set(path, { component: component?.name ?? null, name, value, timestamp });
    }
  }
  return new Map([...found].map(([id, values]) => [id, [...values.values()]]));
};
