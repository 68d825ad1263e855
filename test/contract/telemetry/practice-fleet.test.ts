import { describe, expect, it } from 'vitest';
import { FleetState } from '../../../core/fleet/fleet-state.ts';
import { readTypeModel } from '../../../core/platforms/watson/type-model.ts';
import { presetById } from '../../../core/presets/presets.ts';
import type { Decoded, Rejection } from '../../../core/telemetry/decoded.ts';
import { createDecoder } from '../../../core/telemetry/decoder.ts';
import { findSignal, signalPath } from '../../../shared/vehicle/signals.ts';
import { vehicleFlag } from '../../../shared/vehicle/status.ts';
import { commands as obeyed } from '../../../simulator/fleet/commands.ts';
import { drawRoster } from '../../../simulator/fleet/roster.ts';
import { Unit, type Uplink } from '../../../simulator/fleet/unit.ts';
import { kindNames } from '../../../simulator/vehicle/kinds.ts';
import { describeMonitorEvent } from '../../../simulator/watson/monitor-message.ts';
import { typeMetadata } from '../../../simulator/watson/type-models.ts';
import { brokerMessage } from '../../support/broker-message.ts';
import { createManualTimers } from '../../support/manual-timers.ts';

const { mapping } = presetById('practice').settings;
const offered = mapping.commands ?? [];

/** Both ends of the wire, without the broker between them: what the practice fleet says, as the preset reads it. */
const openFleet = (vehicles: number) => {
  const clock = createManualTimers();
  const decoder = createDecoder(mapping);
  const fleet = new FleetState({ clock });
  fleet.registerConnection({ id: 'p', name: 'P', expectedIntervalMs: mapping.expectedIntervalMs, commands: offered });
  const decodedMessages: Decoded[] = [];
  const rejections: (Rejection & { readonly topic: string })[] = [];
  const hear = (topic: string, payload: unknown): void => {
    const message = brokerMessage(topic, payload, { receivedAtMs: clock.now() });
    const decoded = decoder.decode(message);
    decodedMessages.push(decoded);
    const own =
      decoded.kind === 'rejected' ? [decoded.rejection] : decoded.kind === 'telemetry' ? decoded.rejections : [];
    for (const each of [...own, ...fleet.ingest('p', message, decoded)]) rejections.push({ ...each, topic });
  };
  const uplink: Uplink = {
    publishEvent: ({ typeId, deviceId }, event, payload) =>
      hear(`iot-2/type/${typeId}/id/${deviceId}/evt/${event}/fmt/json`, payload),
    sendManagement: () => undefined,
    announceDevice: ({ typeId, deviceId }, event, connectedAtMs) => {
      const clientId = `d:org:${typeId}:${deviceId}`;
      const facts = {
        clientId,
        clientAddress: '127.0.0.1',
        port: 1883,
        user: 'use-token-auth',
        protocolVersion: 4,
        connectedAtMs,
      };
      hear(`iot-2/type/${typeId}/id/${deviceId}/mon`, describeMonitorEvent(facts, event, clock.now()));
    },
  };
  const roster = drawRoster(vehicles, 1);
  const units = roster.map((entry) => new Unit(entry, uplink, clock));
  for (const unit of units) unit.connect();
  const drive = (seconds: number): void => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1000);
      for (const unit of units) unit.turn();
    }
  };
  return { fleet, roster, units, drive, rejections, decodedMessages };
};

describe('what the practice fleet says', () => {
  it('is read without a fault, but for a clock that is minutes ahead', () => {
    const { fleet, roster, drive, rejections } = openFleet(60);
    drive(120);
    const ahead = new Set(roster.filter(({ quirk }) => quirk === 'wrong-clock').map(({ deviceId }) => deviceId));
    for (const { reason, explanation, topic } of rejections) {
      expect(reason, explanation).toBe('implausible-time');
      expect(ahead).toContain(topic.split('/')[4]);
    }
    expect(fleet.vehicleCount('p')).toBe(60);
    expect(fleet.cuts('p')).toEqual([]);
    fleet.close();
  });

  it('has a mapping for each field, so that every signal has its unit and words', () => {
    const { decodedMessages, drive, fleet } = openFleet(9);
    drive(60);
    const paths = new Set(
      decodedMessages.flatMap((decoded) =>
        decoded.kind === 'telemetry' ? decoded.readings.map(({ path }) => path) : [],
      ),
    );
    expect(paths.size).toBeGreaterThan(15);
    expect([...paths].filter((path) => findSignal(path) === undefined)).toEqual([]);
    fleet.close();
  });

  it('shows faults and clocks that are off as flags', () => {
    const { fleet, roster, drive } = openFleet(100);
    drive(5);
    const frame = fleet.openFrames(() => undefined).take();
    const flagsOf = new Map(frame?.identities.vehicleIds.map((id, index) => [id, frame.flags[index] ?? 0]));
    const faulty = roster.filter(({ quirk }) => quirk === 'fault');
    expect(faulty.length).toBeGreaterThan(0);
    for (const { deviceId, quirk } of roster) {
      const hasFault = ((flagsOf.get(deviceId) ?? 0) & vehicleFlag.fault) !== 0;
      expect(hasFault, deviceId).toBe(quirk === 'fault');
      if (quirk === 'none') expect((flagsOf.get(deviceId) ?? 0) & vehicleFlag.clockSkew, deviceId).toBe(0);
    }
    fleet.close();
  });

  it('tells who is connected, from the first moment', () => {
    const { fleet, roster } = openFleet(10);
    for (const { deviceId, kind } of roster) {
      expect(fleet.find('p', deviceId)).toMatchObject({ isConnected: true, reference: { name: deviceId, type: kind } });
    }
    fleet.close();
  });
});

describe('the commands that the preset offers', () => {
  it('are, with those that the types describe, all that the practice fleet obeys', () => {
    const described = kindNames.flatMap((kind) => {
      const { commands, settings } = readTypeModel(typeMetadata(kind, kind), 'settings');
      return [...commands, ...(settings === undefined ? [] : [settings.command])];
    });
    const names = new Set([...offered, ...described].map(({ name }) => name));
    expect([...names].sort()).toEqual([...obeyed.keys()].sort());
  });

  const bounds = offered.flatMap((command) =>
    (['minimum', 'maximum', 'initial'] as const).map((bound) => ({
      name: command.name,
      bound,
      parameters: Object.fromEntries(command.parameters.map((parameter) => [parameter.name, parameter[bound]])),
    })),
  );

  it.each(bounds)('$name is accepted with its parameters at their $bound', ({ name, parameters }) => {
    const { fleet, units, decodedMessages } = openFleet(3);
    const truck = units.find(({ address }) => address.typeId === 'refrigerated-truck');
    truck?.receive(name, new TextEncoder().encode(JSON.stringify({ ...parameters, requestId: 'r-1' })));
    const answers = decodedMessages.filter((decoded) => decoded.kind === 'acknowledgement');
    expect(answers).toMatchObject([
      { requestId: 'r-1', state: 'accepted', vehicle: { vehicleId: truck?.address.deviceId } },
    ]);
    for (const unit of units) unit.close();
    fleet.close();
  });

  it.each(offered)('$name comes to its end before it expires', ({ name, parameters, expiresAfterMs }) => {
    const { fleet, units, drive, decodedMessages } = openFleet(3);
    const truck = units.find(({ address }) => address.typeId === 'refrigerated-truck');
    const most = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.maximum]));
    truck?.receive(name, new TextEncoder().encode(JSON.stringify({ ...most, requestId: 'r-1' })));
    drive(expiresAfterMs / 1000 - 1);
    const states = decodedMessages.flatMap((decoded) => (decoded.kind === 'acknowledgement' ? [decoded.state] : []));
    expect(states).toEqual(['accepted', 'completed']);
    for (const unit of units) unit.close();
    fleet.close();
  });

  it('show in the vehicle’s signals', () => {
    const { fleet, units, drive } = openFleet(3);
    const truck = units.find(({ address }) => address.typeId === 'refrigerated-truck');
    const send = (name: string, parameters: object): void =>
      truck?.receive(name, new TextEncoder().encode(JSON.stringify({ ...parameters, requestId: name })));
    send('setCargoTemperature', { temperature: -25 });
    send('limitSpeed', { limit: 60 });
    send('flashLights', { seconds: 30 });
    drive(5);
    const valueOf = (path: string) => fleet.latest('p', truck?.address.deviceId ?? '', path)?.value;
    expect(valueOf(signalPath.cargoSetpoint)).toBe(-25);
    expect(valueOf(signalPath.speedLimit)).toBe(60);
    expect(valueOf(signalPath.hazardLights)).toBe(true);
    for (const unit of units) unit.close();
    fleet.close();
  });
});
