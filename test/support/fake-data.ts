import type { CommandDraft, CommandRecord } from '../../shared/command/record.ts';
import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { ConnectionPreset, ConnectionSettings } from '../../shared/connection/settings.ts';
import type {
  ConnectionStatus,
  ConnectionTest,
  ConnectionView,
  RejectedMessage,
} from '../../shared/connection/status.ts';
import type { AppInfo } from '../../shared/contract/contract.ts';
import type { FleetFrame } from '../../shared/fleet/frame.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';
import type { VehicleEvent } from '../../shared/vehicle/detail.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { vehicleStatuses, type VehicleStatus } from '../../shared/vehicle/status.ts';

/** The moment at which all fake data is set, Unix milliseconds. */
export const fakeNowMs = Date.UTC(2030, 0, 1, 12);

export const fakeAppInfo: AppInfo = {
  name: 'Fleetdeck',
  version: '0.0.0-test',
  host: 'browser',
  vault: { backend: 'memory', isPersistent: false, explanation: 'Passwords are kept until the console is closed.' },
  dataFolder: '/home/operator/fleetdeck',
};

export const fakeCommandDefinitions: CommandDefinition[] = [
  { name: 'lockDoors', title: 'Lock doors', risk: 'routine', parameters: [], expiresAfterMs: 30_000 },
  {
    name: 'setCargoTemperature',
    title: 'Set cargo temperature',
    risk: 'disruptive',
    vehicleTypes: ['refrigerated-truck'],
    parameters: [
      { name: 'temperature', title: 'Temperature', type: 'number', unit: 'celsius', minimum: -30, maximum: 25 },
    ],
    expiresAfterMs: 60_000,
  },
];

export const fakeMapping: Mapping = {
  version: 1,
  title: 'Fake fleet',
  expectedIntervalMs: 1000,
  routes: [
    {
      kind: 'telemetry',
      topic: 'fleet/{vehicle}/telemetry',
      vehicle: '{vehicle}',
      time: { from: 'ts', format: 'iso8601' },
      signals: [{ from: 'speed', to: signalPath.speed, unit: 'km/h' }],
    },
  ],
  commandRoute: { topic: 'fleet/{vehicle}/command/{command}', requestIdField: 'requestId', qos: 1 },
  commands: fakeCommandDefinitions,
};

export const fakeSettings: ConnectionSettings = {
  name: 'Fake fleet',
  isEnabled: true,
  presetId: 'custom',
  url: 'mqtts://broker.example.com:8883',
  protocolVersion: 5,
  clientId: 'fleetdeck-{unique}',
  username: 'dispatcher',
  topics: [{ filter: 'fleet/+/telemetry', qos: 0 }],
  mapping: fakeMapping,
};

export const fakePreset: ConnectionPreset = {
  id: 'custom',
  title: 'Any MQTT broker',
  description: 'A broker of your own with a mapping of your own.',
  settings: fakeSettings,
};

export const fakeConnectionView: ConnectionView = {
  id: 'fake',
  isManaged: false,
  settings: fakeSettings,
  secrets: { password: 'ok', clientKeyPem: 'absent', platformToken: 'absent' },
};

export const fakeConnectionStatus: ConnectionStatus = {
  id: 'fake',
  name: 'Fake fleet',
  presetId: 'custom',
  url: fakeSettings.url,
  isManaged: false,
  isEnabled: true,
  state: 'live',
  sinceMs: fakeNowMs - 60_000,
  problem: null,
  retryAtMs: null,
  messagesPerSecond: 3,
  newestAtMs: fakeNowMs - 200,
  receivedCount: 180,
  rejectedCount: 1,
  vehicleCount: 3,
  cuts: [],
  expectedIntervalMs: 1000,
  platform: null,
};

export const fakeRejectedMessage: RejectedMessage = {
  connectionId: 'fake',
  receivedAtMs: fakeNowMs - 5000,
  topic: 'fleet/VAN-002/telemetry',
  reason: 'out-of-range',
  explanation: 'latitude 1234 is outside -90 to 90',
  excerpt: '{"lat":1234}',
  payloadBytes: 12,
  isCut: false,
};

export const fakeConnectionTest: ConnectionTest = {
  isSuccess: true,
  steps: [{ title: 'Connect', outcome: 'passed', message: 'The broker answered.' }],
  problem: null,
  messageCount: 12,
  vehicleCount: 3,
  rejectedCount: 0,
  sampleTopics: ['fleet/VAN-002/telemetry'],
  platform: null,
};

export const fakeCommandRecord: CommandRecord = {
  id: 'command-1',
  connectionId: 'fake',
  vehicleId: 'VAN-002',
  vehicleName: 'VAN-002',
  name: 'lockDoors',
  title: 'Lock doors',
  parameters: {},
  state: 'drafted',
  message: null,
  draftedAtMs: fakeNowMs,
  confirmedAtMs: null,
  sentAtMs: null,
  acceptedAtMs: null,
  finishedAtMs: null,
  expiresAtMs: fakeNowMs + 30_000,
};

export const fakeCommandDraft: CommandDraft = {
  record: fakeCommandRecord,
  armedUntilMs: fakeNowMs + 20_000,
  checks: [],
  warnings: [],
};

export interface FakeVehicle {
  readonly vehicleId: string;
  readonly status: VehicleStatus;
  readonly latitude: number;
  readonly longitude: number;
  readonly speedKmh: number;
}

export const fakeVehicles: readonly FakeVehicle[] = [
  { vehicleId: 'TRUCK-001', status: 'moving', latitude: 52.52, longitude: 13.405, speedKmh: 78.5 },
  { vehicleId: 'VAN-002', status: 'stopped', latitude: 48.137, longitude: 11.575, speedKmh: 0 },
  // Heard of, and never where it is.
  { vehicleId: 'BUS-003', status: 'unknown', latitude: Number.NaN, longitude: Number.NaN, speedKmh: Number.NaN },
];

/** A snapshot frame of these vehicles, in rows 0, 1, 2, … */
export const fakeFleetSnapshot = (vehicles: readonly FakeVehicle[] = fakeVehicles, sequence = 1): FleetFrame => {
  const rows = Uint32Array.from(vehicles.keys());
  return {
    kind: 'snapshot',
    sequence,
    builtAtMs: fakeNowMs,
    identities: {
      rows,
      vehicleIds: vehicles.map(({ vehicleId }) => vehicleId),
      names: vehicles.map(({ vehicleId }) => vehicleId),
      connections: new Uint16Array(vehicles.length),
      connectionDictionary: ['fake'],
      types: new Uint16Array(vehicles.length),
      typeDictionary: [''],
      expectedIntervalMs: new Float64Array(vehicles.length).fill(1000),
    },
    removedRows: new Uint32Array(),
    rows,
    latitude: Float64Array.from(vehicles, ({ latitude }) => latitude),
    longitude: Float64Array.from(vehicles, ({ longitude }) => longitude),
    speedKmh: Float32Array.from(vehicles, ({ speedKmh }) => speedKmh),
    headingDegrees: new Float32Array(vehicles.length).fill(90),
    levelPercent: new Float32Array(vehicles.length).fill(64),
    levelKind: new Uint8Array(vehicles.length).fill(1),
    heardAtMs: new Float64Array(vehicles.length).fill(fakeNowMs - 500),
    status: Uint8Array.from(vehicles, ({ status }) => vehicleStatuses.indexOf(status)),
    flags: new Uint8Array(vehicles.length),
  };
};

export const fakeVehicleSnapshot: VehicleEvent = {
  kind: 'snapshot',
  sequence: 1,
  vehicle: {
    connectionId: 'fake',
    connectionName: 'Fake fleet',
    vehicleId: 'VAN-002',
    name: 'VAN-002',
    type: null,
    status: 'stopped',
    flags: 0,
    heardAtMs: fakeNowMs - 500,
    vehicleTimeMs: fakeNowMs - 700,
    clockSkewMs: -200,
    expectedIntervalMs: 1000,
    isConnected: true,
    signalsLeftOut: 0,
  },
  signals: [
    {
      path: signalPath.speed,
      value: 0,
      unit: 'km/h',
      receivedAtMs: fakeNowMs - 500,
      vehicleTimeMs: fakeNowMs - 700,
    },
  ],
  trends: [
    {
      path: signalPath.speed,
      timesMs: Float64Array.of(fakeNowMs - 2500, fakeNowMs - 1500, fakeNowMs - 500),
      values: Float64Array.of(12, 4, 0),
    },
  ],
  rawMessage: {
    topic: 'fleet/VAN-002/telemetry',
    text: '{"speed":0}',
    payloadBytes: 11,
    isCut: false,
    receivedAtMs: fakeNowMs - 500,
    qos: 0,
    isRetained: false,
  },
  commands: fakeCommandDefinitions,
};
