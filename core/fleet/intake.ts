import { staleAfterMs } from '../../shared/vehicle/freshness.ts';
import type { Decoded, Rejection, VehicleReference } from '../telemetry/decoded.ts';
import type { BrokerMessage } from '../telemetry/message.ts';
import type { Observation } from './signal-table.ts';
import type { VehicleRecord } from './vehicle-record.ts';

type Telemetry = Extract<Decoded, { kind: 'telemetry' }>;

/** A message that was under way when the platform announced the disconnection does not disprove it. */
const disconnectGraceMs = 5000;

/** Takes what a message said into a vehicle's record. The caller gives the record this version afterwards. */
export const takeTelemetry = (
  record: VehicleRecord,
  message: BrokerMessage,
  decoded: Telemetry,
  version: number,
): readonly Rejection[] => {
  const observation = observe(message, decoded.vehicleTimeMs);
  noteHeard(record, observation);
  noteVehicleTime(record, observation);
  const { limits } = record.connection;
  record.raw.keep(message, record.watcherCount > 0 ? limits.rawBytes : limits.unwatchedRawBytes);
  record.rawVersion = version;

  for (const path of decoded.takenBack ?? []) {
    if (!record.signals.takeBack(path, observation)) continue;
    record.values.takeBack(path);
    record.takenBackVersion = version;
  }
  let newlyLeftOut = 0;
  for (const reading of decoded.readings) {
    const outcome = record.signals.put(reading, observation, version);
    if (outcome === 'taken') record.values.take(reading.path, reading.value, observation.atMs);
    else if (outcome === 'left-out' && record.signals.noteLeftOut(reading.path)) newlyLeftOut++;
  }
  if (newlyLeftOut === 0) return [];
  record.connection.noteCrowded(record.reference.vehicleId);
  return [{ reason: 'too-many-signals', explanation: tooManySignals(record, newlyLeftOut) }];
};

const tooManySignals = ({ signals, connection: { limits } }: VehicleRecord, leftOut: number): string => {
  const limit = signals.isFull
    ? `${String(limits.signalsPerVehicle)} a vehicle`
    : `${String(limits.signalsPerConnection)} for all vehicles together`;
  return `${String(leftOut)} ${leftOut === 1 ? 'signal' : 'signals'} beyond the limit of ${limit} left out`;
};

export const takeConnectivity = (record: VehicleRecord, message: BrokerMessage, isConnected: boolean): void => {
  record.isConnected = isConnected;
  if (!isConnected) record.disconnectedAtMs = message.receivedAtMs;
};

/** True when a window must hear of the change. What one kind of message leaves out, another's word on it stays. */
export const takeReference = (record: VehicleRecord, reference: VehicleReference): boolean => {
  const held = record.reference;
  const keepsName = record.isRegistered || reference.name === reference.vehicleId;
  const name = keepsName ? held.name : reference.name;
  const type = record.isRegistered ? held.type : (reference.type ?? held.type);
  const lacksCaptures = Object.keys(held.captures).some((capture) => !Object.hasOwn(reference.captures, capture));
  const captures = lacksCaptures ? { ...held.captures, ...reference.captures } : reference.captures;
  record.reference = { vehicleId: held.vehicleId, name, type, captures };
  return name !== held.name || type !== held.type;
};

/** A retained message was sent some time ago: it tells what was, and not that the vehicle is heard now. */
const observe = (message: BrokerMessage, vehicleTimeMs: number | null): Observation => ({
  atMs: message.isRetained
    ? Math.min(vehicleTimeMs ?? message.keptAtMs ?? 0, message.receivedAtMs)
    : message.receivedAtMs,
  vehicleTimeMs,
  isRetained: message.isRetained,
});

const noteHeard = (record: VehicleRecord, observation: Observation): void => {
  if (observation.atMs === 0) return;
  record.heardAtMs = Math.max(record.heardAtMs ?? 0, observation.atMs);
  if (observation.isRetained || record.isConnected !== false) return;
  if (observation.atMs - record.disconnectedAtMs > disconnectGraceMs) record.isConnected = null;
};

const noteVehicleTime = (record: VehicleRecord, observation: Observation): void => {
  const { vehicleTimeMs, atMs } = observation;
  if (vehicleTimeMs === null) return;
  const isLate =
    record.vehicleTimeMs !== null &&
    vehicleTimeMs < record.vehicleTimeMs &&
    (observation.isRetained || atMs - record.timeReceivedAtMs <= staleAfterMs);
  if (isLate) return;
  record.vehicleTimeMs = vehicleTimeMs;
  record.timeReceivedAtMs = atMs;
  // How long ago a retained message was sent says nothing about the clock that stamped it.
  if (!observation.isRetained) record.clockSkewMs = vehicleTimeMs - atMs;
};
