import type { Mapping } from '../../../shared/mapping/mapping.ts';
import { compileTemplate } from '../../telemetry/template.ts';
import { compilePattern } from '../../telemetry/topic-pattern.ts';
import type { VehicleIdOf } from './devices.ts';

/** Device ids are unique within their type only. */
const byTypeAndDevice = '{type}/{device}';
const eventTopic = 'iot-2/type/type/id/device/evt/event/fmt/json';

/**
 * How the connection's mapping makes a vehicle's id of type and device, in a template of `{type}` and `{device}`: a device
 * of the registry and its live messages must be one vehicle. A mapping that needs more than the two, such as a field of the
 * payload, has no say for devices that have not sent anything.
 */
export const vehicleNaming = ({ routes }: Mapping): string => {
  for (const route of routes) {
    if (route.kind !== 'telemetry') continue;
    const captures = compilePattern(route.topic).match(eventTopic);
    if (captures === undefined) continue;
    const naming = route.vehicle.replace(/\{([^{}]+)\}/g, (whole, name: string) =>
      Object.hasOwn(captures, name) ? `{${captures[name] ?? ''}}` : whole,
    );
    const { captureNames, needsPayload } = compileTemplate(naming);
    const isOfBoth = captureNames.includes('device') && captureNames.every((name) => ['type', 'device'].includes(name));
    if (isOfBoth && !needsPayload) return naming;
  }
  return byTypeAndDevice;
};

export const vehicleIdBy = (mapping: Mapping): VehicleIdOf => {
  const template = compileTemplate(vehicleNaming(mapping));
  return (typeId, deviceId) => template.render({ type: typeId, device: deviceId }) ?? `${typeId}/${deviceId}`;
};
