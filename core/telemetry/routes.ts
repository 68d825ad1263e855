import type { AcknowledgementRoute, ConnectivityRoute, TelemetryRoute } from '../../shared/mapping/mapping.ts';
import type { Decoded, Rejection } from './decoded.ts';
import { FieldReader, type FieldLimits } from './field-reader.ts';
import { cutText, isObject, kindOf, type JsonObject } from './json.ts';
import type { BrokerMessage } from './message.ts';
import { compileCondition, compilePath } from './payload-path.ts';
import { textLimit } from './signal-reader.ts';
import type { Captures } from './topic-pattern.ts';
import { compileVehicle } from './vehicle-reader.ts';
import { readVehicleTime } from './vehicle-time.ts';

/** What one route makes of a message that it takes. */
export type RouteReader = (captures: Captures, root: JsonObject, message: BrokerMessage) => Decoded;

const rejected = (reason: Rejection['reason'], explanation: string): Decoded => ({
  kind: 'rejected',
  rejection: { reason, explanation },
});

/** The object that the fields are in, or in words why there is none. */
type Unwrap = (root: JsonObject) => JsonObject | string;

const unwrapSingleKey: Unwrap = (root) => {
  const keys = Object.keys(root);
  if (keys.length !== 1) return `the message has ${String(keys.length)} properties where one was expected`;
  const inner = root[keys[0] ?? ''];
  return isObject(inner) ? inner : 'the message’s only property holds no object';
};

const compileUnwrap = (unwrap: string | undefined): Unwrap => {
  if (unwrap === undefined) return (root) => root;
  if (unwrap === 'single-key') return unwrapSingleKey;
  const read = compilePath(unwrap);
  return (root) => {
    const inner = read(root);
    if (inner === undefined) return root;
    return isObject(inner) ? inner : `${unwrap} is ${kindOf(inner)}, not an object`;
  };
};

export const compileTelemetry = (route: TelemetryRoute, limits: FieldLimits): RouteReader => {
  const readVehicle = compileVehicle(route);
  const unwrap = compileUnwrap(route.unwrap);
  const fieldReader = new FieldReader(route, limits);
  const time = route.time;
  const readTime = time === undefined ? undefined : compilePath(time.from);
  return (captures, root, message) => {
    const fields = unwrap(root);
    if (typeof fields === 'string') return rejected('wrong-shape', fields);
    const vehicle = readVehicle(captures, root);
    if (typeof vehicle === 'string') return rejected('no-vehicle-id', vehicle);
    const { readings, takenBack, rejections } = fieldReader.read(fields);
    // Some senders wrap the readings and leave the time beside them (IoT Central's `enqueuedTime`).
    const timeValue = readTime?.(fields) ?? (fields === root ? undefined : readTime?.(root));
    const timeMs =
      time === undefined || timeValue === undefined || timeValue === null
        ? null
        : readVehicleTime(timeValue, time.format, message.receivedAtMs);
    return {
      kind: 'telemetry',
      vehicle,
      vehicleTimeMs: typeof timeMs === 'number' ? timeMs : null,
      readings,
      ...(takenBack.length === 0 ? {} : { takenBack }),
      rejections: typeof timeMs === 'number' || timeMs === null ? rejections : [...rejections, timeMs],
    };
  };
};

export const compileConnectivity = (route: ConnectivityRoute): RouteReader => {
  const readVehicle = compileVehicle(route);
  const connected = compileCondition(route.connected);
  const disconnected = compileCondition(route.disconnected);
  const ignoreWhen = route.ignoreWhen === undefined ? undefined : compileCondition(route.ignoreWhen);
  return (captures, root) => {
    if (ignoreWhen?.holds(root) === true) return { kind: 'ignored' };
    const isConnected = connected.holds(root);
    if (!isConnected && !disconnected.holds(root)) {
      return rejected('unknown-value', `${connected.evidence(root)} says neither connected nor disconnected`);
    }
    const vehicle = readVehicle(captures, root);
    return typeof vehicle === 'string'
      ? rejected('no-vehicle-id', vehicle)
      : { kind: 'connectivity', vehicle, isConnected };
  };
};

const requestIdLimit = 200;

export const compileAcknowledgement = (route: AcknowledgementRoute): RouteReader => {
  const readVehicle = compileVehicle(route);
  const readRequestId = compilePath(route.requestId);
  const readMessage = route.message === undefined ? undefined : compilePath(route.message);
  const accepted = route.accepted === undefined ? undefined : compileCondition(route.accepted);
  const completed = compileCondition(route.completed);
  const failed = compileCondition(route.failed);

  const stateOf = (root: JsonObject): 'accepted' | 'completed' | 'failed' | undefined => {
    if (completed.holds(root)) return 'completed';
    if (failed.holds(root)) return 'failed';
    return accepted?.holds(root) === true ? 'accepted' : undefined;
  };

  return (captures, root) => {
    const requestId = readRequestId(root);
    if ((typeof requestId !== 'string' && typeof requestId !== 'number') || requestId === '') {
      return rejected('wrong-shape', `${route.requestId} is missing: the answer belongs to no command`);
    }
    const id = String(requestId);
    if (id.length > requestIdLimit)
      return rejected('wrong-shape', `${route.requestId} is longer than any that was sent`);
    const state = stateOf(root);
    if (state === undefined) {
      return rejected('unknown-value', `${completed.evidence(root)} is no answer that the mapping knows`);
    }
    const vehicle = readVehicle(captures, root);
    if (typeof vehicle === 'string') return rejected('no-vehicle-id', vehicle);
    const message = readMessage?.(root);
    return {
      kind: 'acknowledgement',
      vehicle,
      requestId: id,
      state,
      message: typeof message === 'string' && message !== '' ? cutText(message, textLimit) : null,
    };
  };
};
