import { describe, expect, it } from 'vitest';
import { connectionPresetSchema, connectionSettingsSchema, presetIds } from '../../shared/connection/settings.ts';
import { findSignal } from '../../shared/vehicle/signals.ts';
import { canConvert } from '../../shared/vehicle/units.ts';
import { patternMatchesFilter, patternProblem } from '../telemetry/topic-pattern.ts';
import { presetById, presetForTopic, presets, replayFilterFor, replayPartsFor } from './presets.ts';

describe.each(presets)('the preset $id', (preset) => {
  const { mapping, topics } = preset.settings;
  const routes = mapping.routes;
  const signals = routes.flatMap((route) => (route.kind === 'telemetry' ? route.signals : []));

  it('is what the contract calls a preset', () => {
    expect(connectionPresetSchema.parse(preset)).toEqual(preset);
  });

  it('can be saved once the parts in angle brackets are replaced', () => {
    const text = JSON.stringify(preset.settings)
      .replaceAll('<port>', '1883')
      .replaceAll(/<[^<>"]+>/g, 'example');
    expect(connectionSettingsSchema.safeParse(JSON.parse(text)).error).toBeUndefined();
  });

  it('maps to signals of the catalogue, in units that fit', () => {
    for (const { to, unit } of signals) {
      const definition = findSignal(to);
      expect(definition?.path, to).toBe(to);
      if (unit !== undefined)
        expect(definition?.unit !== undefined && canConvert(unit, definition.unit), to).toBe(true);
    }
  });

  it('subscribes to what it has routes for', () => {
    for (const { topic } of routes) {
      expect(patternProblem(topic)).toBeUndefined();
      expect(
        topics.some(({ filter }) => patternMatchesFilter(topic, filter)),
        topic,
      ).toBe(true);
    }
  });

  it('asks in preconditions for signals that it maps', () => {
    const mapped = new Set(signals.map(({ to }) => to));
    for (const command of mapping.commands ?? []) {
      for (const { signal } of command.preconditions ?? []) expect(mapped).toContain(signal);
    }
  });
});

describe('the presets', () => {
  it('are one a preset id', () => {
    expect(presets.map(({ id }) => id)).toEqual(presetIds);
    for (const id of presetIds) expect(presetById(id).id).toBe(id);
    for (const { id, settings } of presets) expect(settings.presetId).toBe(id);
  });

  it.each([
    ['/hfp/v2/journey/ongoing/vp/bus/0018/01029/5520/2/Matinkylä (M)/18:48/4170215/0/60;24/28/75/72', 'hsl'],
    ['/hfp/v2/deadrun/ongoing/vp/bus/0012/01211', 'hsl'],
    ['iot-2/type/van/id/VAN-002/evt/telemetry/fmt/json', 'watson'],
    ['iot-2/type/van/id/VAN-002/mon', 'watson'],
    ['iotcentral/contoso/sim-truck-001', 'iot-central-export'],
    ['fleet/7/state', 'custom'],
    ['something/else', 'custom'],
  ] as const)('know a recording by its topic %s', (topic, id) => {
    expect(presetForTopic(topic)).toBe(id);
    expect(patternMatchesFilter(topic, replayFilterFor(id))).toBe(true);
  });

  it('have a place for any topic of two levels in a recording that nobody made a preset for', () => {
    const { mapping, filter } = replayPartsFor('custom');
    expect(filter).toBe('#');
    expect(mapping.routes.some(({ topic }) => patternMatchesFilter(topic, 'depot/7/gps'))).toBe(true);
  });

  it('name the platform that has an API, and no other', () => {
    const kinds = presets.map(({ id, settings }) => [id, settings.platform?.kind]);
    expect(kinds.filter(([, kind]) => kind !== undefined)).toEqual([
      ['watson', 'watson'],
      ['iot-central', 'iot-central'],
    ]);
  });

  it('have topics and mapping for IoT Central’s broker, though values are read in turn until one is named', () => {
    const { settings } = presetById('iot-central');
    const overBroker = {
      ...settings,
      url: 'mqtts://broker.example.com:8883',
      platform: { ...settings.platform, address: 'https://contoso.azureiotcentral.com', live: 'mqtt' },
    };
    expect(connectionSettingsSchema.safeParse(overBroker).error).toBeUndefined();
    expect(connectionSettingsSchema.safeParse({ ...overBroker, url: '' }).success).toBe(false);
  });

  it('subscribe on Watson without #, which closes an application’s connection there', () => {
    for (const id of ['practice', 'watson'] as const) {
      for (const { filter } of presetById(id).settings.topics) expect(filter).not.toContain('#');
    }
  });
});
