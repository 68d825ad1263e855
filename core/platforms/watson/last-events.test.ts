import { expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { silentLog } from '../../log.ts';
import { LastEventCache, payloadOf } from './last-events.ts';
import { notFound, scriptedApi } from './testing/scripted-api.ts';

const van = { typeId: 'van', deviceId: 'VAN-1' };
const event = { eventId: 'telemetry', format: 'json', payload: 'e30=', timestamp: '2030-01-01T00:00:00Z' };
const background = { lane: 'background' } as const;

test('404 is a cache that is off where its settings say so, and is not asked again in the background', async () => {
  const { api, asked } = scriptedApi(notFound, { enabled: false, ttlDays: 7 }, [event]);
  let nowMs = 1_000_000;
  const cache = new LastEventCache(api, { ...systemClock, now: () => nowMs }, silentLog);
  expect(await cache.read(van, background)).toEqual({ ok: true, value: { isOn: false } });
  expect(await cache.read(van, background)).toEqual({ ok: true, value: { isOn: false } });
  expect(asked.map(({ path }) => path)).toEqual(['/device/types/van/devices/VAN-1/events', '/config/lec']);
  nowMs += 3_600_000;
  expect(await cache.read(van, background)).toMatchObject({ value: { isOn: true, events: [event] } });
});

test('404 is a device without events where the cache is on', async () => {
  const { api } = scriptedApi(notFound, { enabled: true });
  const cache = new LastEventCache(api, systemClock, silentLog);
  expect(await cache.read(van, background)).toMatchObject({ value: { isOn: true, events: [] } });
});

test('one event may come bare, and one that cannot be read hides no other', async () => {
  const { api } = scriptedApi({ ...event }, [{ eventId: 'odd' }, { ...event, format: 7 }]);
  const cache = new LastEventCache(api, systemClock, silentLog);
  expect(await cache.read(van, background)).toMatchObject({ value: { events: [event] } });
  expect(await cache.read(van, background)).toMatchObject({ value: { events: [{ format: 'json' }], unreadable: 1 } });
});

test('a payload is bytes', () => {
  expect([...payloadOf({ ...event, payload: 'AP8H' })]).toEqual([0, 255, 7]);
});
