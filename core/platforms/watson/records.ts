import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { RecordKind, RecordRow, Records } from '../../../shared/platform/record.ts';
import type { CallContext, PlatformRecords } from '../platform.ts';
import { entries, listSchema, readEach, timeOf, type DeviceAddress } from './answers.ts';
import { devicePath, type WatsonApi } from './api.ts';
import { readDeviceState } from './device-state.ts';
import { cacheDisabledNote, payloadOf, type LastEventCache } from './last-events.ts';
import { addressOf } from './registry.ts';

/** Rows before they are put in order, and what is missing. */
interface Reading {
  readonly rows: readonly RecordRow[];
  readonly cut: string | null;
}

const mostLogEntries = 200;
const longestText = 4000;

const time = z.string().optional().catch(undefined);
const connectionSchema = z.object({ message: z.string(), timestamp: time });
const diagnosticSchema = z.object({
  message: z.string(),
  /** 0 informational, 1 warning, 2 error. */
  severity: z.number().optional().catch(undefined),
  data: z.string().optional().catch(undefined),
  timestamp: time,
});
const errorCodeSchema = z.object({ errorCode: z.number(), timestamp: time });

const severities: readonly RecordRow['severity'][] = ['information', 'warning', 'error'];

const connectionTitles: readonly (readonly [RegExp, string, RecordRow['severity']])[] = [
  [/refus|fail|not authori[sz]ed|invalid|denied/i, 'Refused', 'warning'],
  [/^closed|disconnect|timed out/i, 'Disconnected', 'information'],
  [/connected/i, 'Connected', 'information'],
];

const unreadableNote = (count: number): string | null => (count === 0 ? null : `${entries(count)} could not be read.`);

/** A list of the platform's, each entry as a row. */
const readRows = async <T>(
  answer: Promise<Result<readonly unknown[]>>,
  schema: z.ZodType<T>,
  rowOf: (entry: T) => RecordRow,
): Promise<Result<Reading>> => {
  const list = await answer;
  if (!list.ok) return list;
  const { items, unreadable } = readEach(list.value, schema);
  return ok({ rows: items.map(rowOf), cut: unreadableNote(unreadable) });
};

const connectionRow = ({ message, timestamp }: z.infer<typeof connectionSchema>): RecordRow => {
  const [, title, severity] = connectionTitles.find(([pattern]) => pattern.test(message)) ?? [];
  return {
    atMs: timeOf(timestamp),
    title: title ?? 'Connection',
    text: message,
    severity: severity ?? 'information',
  };
};

const readConnectionLog = async (
  api: WatsonApi,
  { typeId, deviceId }: DeviceAddress,
  context: CallContext,
): Promise<Result<Reading>> => {
  const query = { typeId, deviceId, limit: mostLogEntries };
  const answer = api.get('/logs/connection', listSchema, context, query);
  const reading = await readRows(answer, connectionSchema, connectionRow);
  if (!reading.ok || reading.value.rows.length < mostLogEntries) return reading;
  return ok({ ...reading.value, cut: `The newest ${mostLogEntries} are shown.` });
};

const readDiagnosticLog = (api: WatsonApi, device: DeviceAddress, context: CallContext): Promise<Result<Reading>> =>
  readRows(
    api.get(devicePath(device, 'diag', 'logs'), listSchema, context),
    diagnosticSchema,
    ({ message, severity = 0, data, timestamp }) => ({
      atMs: timeOf(timestamp),
      title: message,
      text: shortened(data ?? ''),
      severity: severities[severity] ?? 'error',
    }),
  );

const readErrorCodes = (api: WatsonApi, device: DeviceAddress, context: CallContext): Promise<Result<Reading>> =>
  readRows(
    api.get(devicePath(device, 'diag', 'errorCodes'), listSchema, context),
    errorCodeSchema,
    ({ errorCode, timestamp }) => ({
      atMs: timeOf(timestamp),
      title: `Error code ${errorCode}`,
      text: Number.isInteger(errorCode) && errorCode > 9 ? `0x${errorCode.toString(16).toUpperCase()}` : '',
      severity: 'warning',
    }),
  );

const readLastEvents = async (
  cache: LastEventCache,
  device: DeviceAddress,
  context: CallContext,
): Promise<Result<Reading>> => {
  const answer = await cache.read(device, context);
  if (!answer.ok) return answer;
  if (!answer.value.isOn) return ok({ rows: [], cut: cacheDisabledNote });
  const { events, unreadable } = answer.value;
  const rows = events.map((event): RecordRow => {
    const payload = payloadOf(event);
    return {
      atMs: timeOf(event.timestamp),
      title: event.eventId,
      text: textOf(payload, event.format),
      severity: 'information',
    };
  });
  return ok({ rows, cut: unreadableNote(unreadable) });
};

const textOf = (payload: Uint8Array, format: string): string => {
  try {
    if (format === 'bin') throw new TypeError('No text.');
    return shortened(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return `${payload.byteLength} bytes of format ${format}`;
  }
};

const shortened = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text);

const clearable = ['diagnostic-log', 'error-codes'] as const satisfies readonly RecordKind[];
const clearPaths: Readonly<Record<(typeof clearable)[number], string>> = {
  'diagnostic-log': 'logs',
  'error-codes': 'errorCodes',
};
const isClearable = (kind: RecordKind): kind is (typeof clearable)[number] =>
  kind === 'diagnostic-log' || kind === 'error-codes';

/** What the platform keeps of one device, newest first. Commands leave no trace there. */
export const createRecords = (api: WatsonApi, cache: LastEventCache): PlatformRecords => {
  const readKind = (kind: RecordKind, device: DeviceAddress, context: CallContext): Promise<Result<Reading>> => {
    switch (kind) {
      case 'connection-log':
        return readConnectionLog(api, device, context);
      case 'diagnostic-log':
        return readDiagnosticLog(api, device, context);
      case 'error-codes':
        return readErrorCodes(api, device, context);
      case 'last-events':
        return readLastEvents(cache, device, context);
      case 'device-state':
        return readDeviceState(api, device, context);
      case 'command-history':
        return Promise.resolve(fail('unsupported', 'Watson IoT Platform keeps no history of commands.'));
    }
  };
  return {
    kinds: ['connection-log', 'diagnostic-log', 'error-codes', 'last-events', 'device-state'],
    clearable,
    read: async (device, kind, _subject, context) => {
      const address = addressOf(device);
      if (!address.ok) return address;
      const reading = await readKind(kind, address.value, context);
      if (!reading.ok) return reading;
      const { rows, cut } = reading.value;
      // A device's state is one moment: its properties stay in their order.
      const sorted = rows.toSorted((a, b) => (b.atMs ?? -Infinity) - (a.atMs ?? -Infinity) || 0);
      return ok({ kind, rows: sorted, cut } satisfies Records);
    },
    clear: async (device, kind, context) => {
      const address = addressOf(device);
      if (!address.ok) return address;
      if (!isClearable(kind)) return fail('unsupported', 'The platform cannot empty this list.');
      const path = devicePath(address.value, 'diag', clearPaths[kind]);
      const answer = await api.send({ method: 'DELETE', path }, context);
      return answer.ok ? ok(null) : answer;
    },
  };
};
