import type { ConnectionPreset, PresetId } from '../../shared/connection/settings.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';
import { compilePattern } from '../telemetry/topic-pattern.ts';
import { anyTopicMapping, customPreset } from './custom.ts';
import { hslPreset } from './hsl.ts';
import { iotCentralPreset } from './iot-central.ts';
import { iotCentralExportPreset } from './iot-central-export.ts';
import { practicePreset } from './practice.ts';
import { watsonPreset } from './watson.ts';

/** What a new connection can start from, in the order of the choice. */
export const presets: readonly ConnectionPreset[] = [
  practicePreset,
  watsonPreset,
  iotCentralPreset,
  iotCentralExportPreset,
  hslPreset,
  customPreset,
];

export const presetById = (id: PresetId): ConnectionPreset =>
  presets.find((preset) => preset.id === id) ?? customPreset;

/** Watson's before the practice fleet's: both know the topics, and a recording may come from any organisation. */
const recognisable: readonly ConnectionPreset[] = [hslPreset, watsonPreset, iotCentralExportPreset];

/** The preset whose mapping has a place for the topic; `custom` where none is made for it. */
export const presetForTopic = (topic: string): PresetId =>
  recognisable.find(({ settings }) => settings.mapping.routes.some((route) => compilePattern(route.topic).match(topic)))
    ?.id ?? 'custom';

export interface ReplayParts {
  readonly filter: string;
  readonly mapping: Mapping;
}

/**
 * What a connection to a recording uses of a preset. It takes every topic of the recording, more than the preset asks
 * of a live broker: the recording's author has already chosen.
 */
export const replayPartsFor = (id: PresetId): ReplayParts => ({
  filter: replayFilterFor(id),
  mapping: id === 'custom' ? anyTopicMapping : presetById(id).settings.mapping,
});

export const replayFilterFor = (id: PresetId): string => {
  switch (id) {
    case 'hsl':
      return '/hfp/v2/#';
    case 'practice':
    case 'watson':
      return 'iot-2/#';
    case 'iot-central':
    case 'iot-central-export':
      return 'iotcentral/#';
    case 'custom':
      return '#';
  }
};
