import { describe, expect, it } from 'vitest';
import { FleetState } from '../../../core/fleet/fleet-state.ts';
import { presetForTopic, replayPartsFor } from '../../../core/presets/presets.ts';
import type { Rejection } from '../../../core/telemetry/decoded.ts';
import { createDecoder } from '../../../core/telemetry/decoder.ts';
import { signalPath } from '../../../shared/vehicle/signals.ts';
import { brokerMessage } from '../../support/broker-message.ts';
import { createManualTimers } from '../../support/manual-timers.ts';
import { hasSharedData, readRecording } from '../../support/shared-data.ts';

const recordingName = 'hsl-hfp-mqtt/messages.jsonl';

interface Position {
  readonly tst: string;
  readonly lat: number | null;
  readonly long: number | null;
}

/** The recording's own account, read without the code under test. */
const positionOf = (payload: string): Position => {
  const [position] = Object.values(JSON.parse(payload) as Record<string, Position>);
  if (position === undefined) throw new Error(`no position in ${payload}`);
  return position;
};
const vehicleOf = (topic: string): string => topic.split('/').slice(7, 9).join('/');

/** Helsinki traffic of 2023 and 2024, © Helsinki Region Transport (HSL), CC BY 4.0. */
describe.skipIf(!hasSharedData(recordingName))('the recorded buses of Helsinki', () => {
  const recording = readRecording(recordingName);

  const play = () => {
    const clock = createManualTimers();
    const decoder = createDecoder(replayPartsFor('hsl').mapping);
    const fleet = new FleetState({ clock });
    fleet.registerConnection({ id: 'replay', name: 'Replay', expectedIntervalMs: 1000, commands: [] });
    const rejections: Rejection[] = [];
    let positions = 0;
    for (const { t, topic, payload } of recording) {
      clock.setNow(Date.parse(t));
      const message = brokerMessage(topic, payload, { receivedAtMs: clock.now() });
      const decoded = decoder.decode(message);
      if (decoded.kind === 'rejected') rejections.push(decoded.rejection);
      if (decoded.kind === 'telemetry') {
        rejections.push(...decoded.rejections);
        if (decoded.readings.some(({ path }) => path === signalPath.latitude)) positions++;
      }
      rejections.push(...fleet.ingest('replay', message, decoded));
    }
    return { fleet, rejections, positions };
  };

  it('are recognised by their topics', () => {
    for (const { topic } of recording) expect(presetForTopic(topic)).toBe('hsl');
  });

  it('are read without a single rejection, and with every position that was sent', () => {
    const { rejections, positions } = play();
    expect(recording).toHaveLength(2003);
    expect(rejections).toEqual([]);
    expect(positions).toBe(recording.filter(({ payload }) => positionOf(payload).lat !== null).length);
    expect(positions).toBe(2003 - 940);
  });

  it('are seven vehicles, named as in the topic, where they last were by their own clocks', () => {
    const { fleet } = play();
    const latest = new Map<string, Position>();
    let lateMessages = 0;
    for (const { topic, payload } of recording) {
      const position = positionOf(payload);
      const known = latest.get(vehicleOf(topic));
      if (position.lat === null) continue;
      if (known !== undefined && position.tst < known.tst) lateMessages++;
      else latest.set(vehicleOf(topic), position);
    }
    expect(lateMessages).toBeGreaterThan(0);

    const frame = fleet.openFrames(() => undefined).take();
    const { names, vehicleIds } = frame?.identities ?? { names: [], vehicleIds: [] };
    expect([...names].sort()).toEqual([...latest.keys()].sort());
    expect(names).toHaveLength(7);
    expect(names).toContain('0018/01029');
    for (const [row, vehicleId] of vehicleIds.entries()) {
      const expected = latest.get(vehicleId);
      expect([frame?.latitude[row], frame?.longitude[row]]).toEqual([expected?.lat, expected?.long]);
    }
    fleet.close();
  });
});
