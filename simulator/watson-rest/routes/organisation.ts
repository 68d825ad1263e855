import { z } from 'zod';
import type { ClientState } from '../../watson/connection-book.ts';
import { dayOf } from '../../watson/event-book.ts';
import { isoTime } from '../describe.ts';
import { invalid, notFound } from '../errors.ts';
import { pageOf } from '../paging.ts';
import { ok, param, readWith, type Routes } from '../route.ts';

const dayMs = 86_400_000;
const longestUsageDays = 400;

const dayText = z.iso.date();
/** The official client library writes a yes as 1: https://github.com/ibm-watson-iot/iot-nodejs/blob/master/src/api/ApiClient.js */
const flag = z
  .enum(['true', '1', 'false', '0'])
  .default('false')
  .transform((text) => text === 'true' || text === '1');
const usageSchema = z.object({ start: dayText, end: dayText, detail: flag });

const whole = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number);
const logQuerySchema = z.object({
  typeId: z.string(),
  deviceId: z.string(),
  fromTime: z.iso.datetime({ offset: true }).optional(),
  toTime: z.iso.datetime({ offset: true }).optional(),
  limit: whole.default(100),
  offset: whole.default(0),
});

/** The organisation itself: its details, how the service is, who is connected, and what went through. */
export const organisationRoutes: Routes = ({ organisation }) => {
  const { connections, events, registry, clock } = organisation;
  const describeClient = (state: ClientState): object => ({
    id: state.clientId,
    connectionStatus: state.isConnected ? 'connected' : 'disconnected',
    connectedDateTime: isoTime(state.connectedAtMs),
    ...(state.disconnectedAtMs !== null && { disconnectedDateTime: isoTime(state.disconnectedAtMs) }),
    ...(state.closeCode !== null && { closeCode: state.closeCode }),
  });

  return [
    {
      ...{ method: 'GET', path: '/', permission: null },
      answer: () =>
        ok({
          id: organisation.id,
          name: 'Practice organization',
          enabled: true,
          type: 'practice',
          config: {},
          created: isoTime(organisation.createdAtMs),
          updated: isoTime(organisation.createdAtMs),
        }),
    },
    {
      ...{ method: 'GET', path: '/service-status', permission: null },
      answer: () => ok({ us: { dashboard: 'green', messaging: 'green', thirdParty: 'green' } }),
    },
    {
      ...{ method: 'GET', path: '/logs/connection', permission: 'viewLogs' },
      answer: ({ query }) => {
        const { typeId, deviceId, fromTime, toTime, limit, offset } = readWith(logQuerySchema, query);
        const device = registry.device({ typeId, deviceId });
        if (device === undefined) throw notFound('device', `${typeId}/${deviceId}`);
        const fromMs = fromTime === undefined ? -Infinity : Date.parse(fromTime);
        const toMs = toTime === undefined ? Infinity : Date.parse(toTime);
        const entries = connections
          .log(organisation.clientIdOf(device))
          .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
          .slice(offset, offset + limit);
        return ok(entries.map(({ message, atMs }) => ({ message, timestamp: isoTime(atMs) })));
      },
    },
    {
      ...{ method: 'GET', path: '/clientconnectionstates', permission: 'viewDevices' },
      answer: ({ query: { connectedAfter, ...query } }) => {
        const afterMs = connectedAfter === undefined ? -Infinity : Date.parse(connectedAfter);
        if (Number.isNaN(afterMs)) throw invalid('connectedAfter: an ISO 8601 date and time.');
        const items = connections.states().filter(({ connectedAtMs }) => connectedAtMs > afterMs);
        const idOf = ({ clientId }: ClientState): string => clientId;
        return ok(pageOf({ items, idOf, describe: describeClient, filters: ['connectionStatus'] }, query));
      },
    },
    {
      ...{ method: 'GET', path: '/clientconnectionstates/:clientId', permission: 'viewDevices' },
      answer: (call) => {
        const state = connections.state(param(call, 'clientId'));
        if (state === undefined) throw notFound('client', param(call, 'clientId'));
        return ok(describeClient(state));
      },
    },
    {
      ...{ method: 'GET', path: '/usage/data-traffic', permission: 'viewUsage' },
      answer: ({ query }) => {
        const { start, end, detail } = readWith(usageSchema, query);
        const [startMs, endMs] = [Date.parse(start), Date.parse(end)];
        const count = (endMs - startMs) / dayMs + 1;
        if (count < 1 || count > longestUsageDays) throw invalid(`end: from start to ${longestUsageDays} days later.`);
        if (startMs > clock.now()) throw invalid('start: not in the future.');
        const days = Array.from({ length: count }, (_, index) => {
          const date = dayOf(startMs + index * dayMs);
          return { date, total: events.bytesOn(date) };
        });
        const total = days.reduce((sum, day) => sum + day.total, 0);
        return ok({ start, end, total, average: total / count, ...(detail && { days }) });
      },
    },
  ];
};
