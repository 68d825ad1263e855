import { z } from 'zod';
import type { LastEvent } from '../../watson/event-book.ts';
import type { DeviceAddress } from '../../watson/topic-rules.ts';
import { isoTime } from '../describe.ts';
import { cacheDisabled, notFound } from '../errors.ts';
import { deviceOf } from '../lookup.ts';
import { ok, param, readWith, type Routes } from '../route.ts';

const settingsSchema = z.object({ enabled: z.boolean(), ttlDays: z.number().int().min(1).max(45).optional() });

/** The last event cache: off until somebody with the right switches it on. */
export const eventRoutes: Routes = ({ organisation }) => {
  const { events } = organisation;
  const path = '/device/types/:typeId/devices/:deviceId/events';
  const cachedOf = (device: DeviceAddress): readonly LastEvent[] => {
    if (!events.cache.isEnabled) throw cacheDisabled();
    return events.cached(device);
  };
  const describe = ({ typeId, deviceId }: DeviceAddress, last: LastEvent): object => ({
    ...{ typeId, deviceId, eventId: last.event, format: last.format },
    payload: Buffer.from(last.payload).toString('base64'),
    timestamp: isoTime(last.receivedAtMs),
  });
  const describeSettings = (): object => ({ enabled: events.cache.isEnabled, ttlDays: events.cache.ttlDays });

  return [
    {
      ...{ method: 'GET', path, permission: 'readLastEvents' },
      answer: (call) => {
        const device = deviceOf(organisation, call);
        return ok(cachedOf(device).map((last) => describe(device, last)));
      },
    },
    {
      ...{ method: 'GET', path: `${path}/:event`, permission: 'readLastEvents' },
      answer: (call) => {
        const device = deviceOf(organisation, call);
        const name = param(call, 'event');
        const last = cachedOf(device).find(({ event }) => event === name);
        if (last === undefined) throw notFound('event', name);
        return ok(describe(device, last));
      },
    },
    {
      ...{ method: 'GET', path: '/config/lec', permission: 'readLastEvents' },
      answer: () => ok(describeSettings()),
    },
    {
      ...{ method: 'PUT', path: '/config/lec', permission: 'manageDevices' },
      answer: ({ body }) => {
        const { enabled, ttlDays } = readWith(settingsSchema, body);
        events.configureCache({ isEnabled: enabled, ttlDays: ttlDays ?? events.cache.ttlDays });
        return ok(describeSettings());
      },
    },
  ];
};
