import { describe, expect, it } from 'vitest';
import { FleetState } from '../../../core/fleet/fleet-state.ts';
import { presetById } from '../../../core/presets/presets.ts';
import type { Decoded, Rejection } from '../../../core/telemetry/decoded.ts';
import { createDecoder } from '../../../core/telemetry/decoder.ts';
import { RejectedLog } from '../../../core/telemetry/rejected-log.ts';
import { rejectedMessageSchema, type RejectionReason } from '../../../shared/connection/status.ts';
import { signalPath } from '../../../shared/vehicle/signals.ts';
import { brokerMessage } from '../../support/broker-message.ts';
import { createManualTimers } from '../../support/manual-timers.ts';

const topicOf = (device: string) => `iot-2/type/van/id/${device}/evt/telemetry/fmt/json`;

/** The way of a message from the broker into the fleet: decoded, taken in, and what was wrong with it kept. */
const openLine = () => {
  const clock = createManualTimers();
  const decoder = createDecoder(presetById('practice').settings.mapping);
  const fleet = new FleetState({ clock });
  const log = new RejectedLog('practice');
  fleet.registerConnection({ id: 'practice', name: 'Practice', expectedIntervalMs: 1000, commands: [] });
  const rejectionsOf = (decoded: Decoded): readonly Rejection[] => {
    if (decoded.kind === 'rejected') return [decoded.rejection];
    return decoded.kind === 'telemetry' ? decoded.rejections : [];
  };
  const send = (topic: string, payload: unknown): void => {
    const message = brokerMessage(topic, payload, { receivedAtMs: clock.now() });
    const decoded = decoder.decode(message);
    log.add(message, [...rejectionsOf(decoded), ...fleet.ingest('practice', message, decoded)]);
  };
  const sendGood = (device = 'VAN-002') =>
    send(topicOf(device), { ts: new Date(clock.now()).toISOString(), lat: 52.5, lon: 13.4, speed: 30 });
  return { clock, fleet, log, send, sendGood };
};

describe('bad input', () => {
  it.each<[what: string, reason: RejectionReason, payload: unknown]>([
    ['text that is no JSON', 'not-json', 'speed=50'],
    ['NaN', 'not-json', '{"speed":NaN}'],
    ['JSON of the wrong shape', 'wrong-shape', [{ speed: 50 }]],
    ['a megabyte', 'too-large', `{"text":"${'x'.repeat(1_000_000)}"}`],
    ['deep nesting', 'too-deep', `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`],
    ['deep nesting that never ends', 'too-deep', '['.repeat(100_000)],
    ['words for numbers', 'not-a-number', { speed: 'fast' }],
    ['NaN as text', 'not-a-number', { speed: 'NaN' }],
    ['latitude 1234', 'out-of-range', { lat: 1234, lon: 13.4 }],
    ['the year 2099', 'implausible-time', { ts: '2099-01-01T00:00:00Z', speed: 1 }],
    ['the year 1970', 'implausible-time', { ts: '1970-01-01T00:00:00Z', speed: 1 }],
    ['a __proto__ key', 'wrong-shape', '{"__proto__":{"speed":1},"speed":30}'],
  ])('%s is counted, can be looked at, and the next message has its turn', (_what, reason, payload) => {
    const { fleet, log, send, sendGood } = openLine();
    sendGood();
    send(topicOf('VAN-002'), payload);
    expect(log.count).toBe(1);
    expect([...log.countsByReason]).toEqual([[reason, 1]]);
    expect(log.list().map((entry) => rejectedMessageSchema.parse(entry).reason)).toEqual([reason]);
    expect(log.list()[0]?.excerpt.length).toBeLessThanOrEqual(2048);
    sendGood('VAN-003');
    expect(fleet.vehicleCount('practice')).toBe(2);
    expect(fleet.latest('practice', 'VAN-003', signalPath.speed)?.value).toBe(30);
    const latitude = fleet.latest('practice', 'VAN-002', signalPath.latitude)?.value;
    expect(latitude).toBe(52.5);
    expect(({} as { speed?: unknown }).speed).toBeUndefined();
    fleet.close();
  });

  it('a topic that the mapping cannot place makes no vehicle', () => {
    const { fleet, log, send } = openLine();
    send('iot-2/type/van/id/VAN-002/evt/telemetry/fmt/xml', { speed: 1 });
    send('somewhere/else', { speed: 1 });
    expect([...log.countsByReason]).toEqual([['no-route', 2]]);
    expect(fleet.vehicleCount('practice')).toBe(0);
    fleet.close();
  });

  it('HTML in a vehicle id stays text, all the way into the frame', () => {
    const { fleet, log, sendGood } = openLine();
    const id = '<img src=x onerror=alert(1)>';
    sendGood(id);
    expect(log.count).toBe(0);
    expect(fleet.openFrames(() => undefined).take()?.identities).toMatchObject({ vehicleIds: [id], names: [id] });
    fleet.close();
  });

  it('a hundred thousand distinct ids are held to the limit, and the vehicles that are known go on', () => {
    const { fleet, log, sendGood } = openLine();
    sendGood('KNOWN');
    for (let index = 0; index < 100_000; index++) sendGood(`ID-${String(index)}`);
    sendGood('KNOWN');
    expect(fleet.vehicleCount('practice')).toBe(20_000);
    expect(log.count).toBe(80_001);
    expect(log.list()).toHaveLength(100);
    expect(log.list()[0]).toMatchObject({ reason: 'too-many-vehicles', topic: topicOf('ID-99999') });
    expect(fleet.cuts('practice')[0]).toContain('beyond the limit of 20,000');
    expect(fleet.openFrames(() => undefined).take()?.rows).toHaveLength(20_000);
    fleet.close();
  });

  it('vehicle ids named like object properties are vehicles like any other', () => {
    const { fleet, log, sendGood } = openLine();
    for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) sendGood(id);
    expect(log.count).toBe(0);
    expect(fleet.vehicleCount('practice')).toBe(4);
    expect(fleet.latest('practice', '__proto__', signalPath.speed)?.value).toBe(30);
    fleet.close();
  });
});
