import { isId } from '../watson/client-id.ts';
import type { Device, DeviceType } from '../watson/device-record.ts';
import type { Organisation } from '../watson/organisation.ts';
import { invalid, notFound } from './errors.ts';
import { param, type Call } from './route.ts';

/** The device type that the path names, or 404. */
export const typeOf = ({ registry }: Organisation, call: Call): DeviceType => {
  const typeId = param(call, 'typeId');
  const type = registry.type(typeId);
  if (type === undefined) throw notFound('device type', typeId);
  return type;
};

/** The device that the path names, or 404. */
export const deviceOf = ({ registry }: Organisation, call: Call): Device => {
  const address = { typeId: param(call, 'typeId'), deviceId: param(call, 'deviceId') };
  const device = registry.device(address);
  if (device === undefined) throw notFound('device', `${address.typeId}/${address.deviceId}`);
  return device;
};

/** 400 unless it can be part of a client id. */
export const checkId = (name: string, id: string): void => {
  if (!isId(id)) throw invalid(`${name}: at most 36 letters, digits, "-", "_" and ".".`);
};
