import { isId } from './client-id.ts';
import type { Permission } from './roles.ts';

export interface DeviceAddress {
  readonly typeId: string;
  readonly deviceId: string;
}

/**
 * Levels of a topic that is allowed: `{id}` is an id as in client ids, `{name}` any text, anything else stands for itself.
 * In a subscription `+` may take the place of a whole `{...}` level. The list is the platform's default one, as its heir
 * publishes it: https://github.com/eclipse-amlen/amlen/blob/main/server_proxy/src/topicrule.c
 */
type Rule = readonly string[];
const rule = (topic: string): Rule => topic.split('/');

const applicationPublications: readonly Rule[] = [
  rule('iot-2/type/{id}/id/{id}/evt/{name}/fmt/{name}'),
  rule('iot-2/type/{id}/id/{id}/cmd/{name}/fmt/{name}'),
];
const applicationSubscriptions: readonly Rule[] = [
  ...applicationPublications,
  rule('iot-2/type/{id}/id/{id}/mon'),
  rule('iot-2/app/{id}/mon'),
  rule('iot-2/type/{id}/id/{id}/intf/{name}/evt/state'),
  rule('iot-2/type/{id}/id/{id}/err/data'),
  rule('iot-2/intf/{name}/rule/{name}/evt/trigger'),
  rule('iot-2/intf/{name}/rule/{name}/err/data'),
];
const devicePublications: readonly Rule[] = [rule('iot-2/evt/{name}/fmt/{name}')];
const deviceSubscriptions: readonly Rule[] = [rule('iot-2/cmd/{name}/fmt/{name}')];

const fits = (levels: readonly string[], allowed: Rule, wildcards: boolean): boolean =>
  levels.length === allowed.length &&
  allowed.every((expected, index) => {
    const level = levels[index] ?? '';
    if (expected === '{id}') return isId(level) || (wildcards && level === '+');
    if (expected === '{name}') return level !== '' && (!/[+#]/.test(level) || (wildcards && level === '+'));
    return level === expected;
  });

const fitsOne = (topic: string, rules: readonly Rule[], wildcards: boolean): boolean => {
  const levels = topic.split('/');
  return rules.some((allowed) => fits(levels, allowed, wildcards));
};

export type ClientKind = 'application' | 'device';

export const maySubscribe = (kind: ClientKind, filter: string): boolean =>
  kind === 'application'
    ? fitsOne(filter, applicationSubscriptions, true)
    : fitsOne(filter, deviceSubscriptions, true) || filter === 'iotdm-1/#';

export const mayPublish = (kind: ClientKind, topic: string): boolean =>
  kind === 'application'
    ? fitsOne(topic, applicationPublications, false)
    : fitsOne(topic, devicePublications, false) || /^iotdevice-1\/[^+#]+$/.test(topic);

/** What an application's key must allow for a topic that applications may use. */
export const permissionToPublish = (topic: string): Permission =>
  isAboutCommands(topic) ? 'publishCommands' : 'publishEvents';

/** States, `mon` messages and the like are watched with the same right as events. */
export const permissionToSubscribe = (filter: string): Permission =>
  isAboutCommands(filter) ? 'subscribeCommands' : 'subscribeEvents';

const isAboutCommands = (topic: string): boolean => topic.split('/')[5] === 'cmd';

/**
 * A device speaks only of itself, an application of the whole organisation; the platform translates. `iot-2/evt/x/fmt/json`
 * of a device is `iot-2/type/T/id/D/evt/x/fmt/json` to applications, and commands come back the other way. Device
 * management (`iotdm-1`, `iotdevice-1`) is kept apart in the same manner; only the platform itself takes part in it.
 */
export const toOrganisationTopic = (device: DeviceAddress, topic: string): string => {
  const [root = '', ...rest] = topic.split('/');
  return [root, 'type', device.typeId, 'id', device.deviceId, ...rest].join('/');
};

export const toDeviceTopic = (device: DeviceAddress, topic: string): string => {
  const levels = topic.split('/');
  const isItsOwn =
    levels[1] === 'type' && levels[2] === device.typeId && levels[3] === 'id' && levels[4] === device.deviceId;
  return isItsOwn ? [levels[0], ...levels.slice(5)].join('/') : topic;
};

export interface DeviceEvent extends DeviceAddress {
  readonly event: string;
  readonly format: string;
}

/** Reads a topic that a device's event goes by to applications: `iot-2/type/T/id/D/evt/E/fmt/F`. */
export const parseEventTopic = (topic: string): DeviceEvent | undefined => {
  const [root, , typeId, , deviceId, kind, event, , format] = topic.split('/');
  if (root !== 'iot-2' || kind !== 'evt' || typeId === undefined || deviceId === undefined) return undefined;
  return event === undefined || format === undefined ? undefined : { typeId, deviceId, event, format };
};

export interface Command extends DeviceAddress {
  readonly command: string;
  readonly format: string;
}

/** Reads `iot-2/type/T/id/D/cmd/C/fmt/F`. Undefined for any other topic. */
export const parseCommandTopic = (topic: string): Command | undefined => {
  const [, , typeId, , deviceId, , command, , format] = topic.split('/');
  const isCommand = fitsOne(topic, [rule('iot-2/type/{id}/id/{id}/cmd/{name}/fmt/{name}')], false);
  if (!isCommand || typeId === undefined || deviceId === undefined) return undefined;
  return command === undefined || format === undefined ? undefined : { typeId, deviceId, command, format };
};
