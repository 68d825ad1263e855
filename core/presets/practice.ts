import type { CommandDefinition, Precondition } from '../../shared/command/definition.ts';
import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { Mapping, SignalMapping } from '../../shared/mapping/mapping.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { commonFields } from './common-fields.ts';
import { acknowledgementRoute, monitoringRoutes, watsonFilters, watsonTopics } from './watson-topics.ts';

const vehicle = { vehicle: '{device}', name: '{device}', type: '{type}' } as const;

const signals: SignalMapping[] = [
  { from: 'lat', to: signalPath.latitude },
  { from: 'lon', to: signalPath.longitude },
  { from: 'heading', to: signalPath.heading },
  { from: 'speed', to: signalPath.speed, unit: 'km/h' },
  { from: 'odometer', to: signalPath.odometer, unit: 'km' },
  { from: 'ignition', to: signalPath.ignition, values: { true: 'ON', false: 'OFF' } },
  { from: 'batteryVoltage', to: signalPath.batteryVoltage, unit: 'V' },
  { from: 'ambientTemp', to: signalPath.ambientTemperature, unit: 'celsius' },
  { from: 'doorsLocked', to: signalPath.isLocked },
  { from: 'doorOpen', to: signalPath.isDoorOpen },
  { from: 'hazardLights', to: signalPath.hazardLights },
  { from: 'speedLimit', to: signalPath.speedLimit, unit: 'km/h' },
  { from: 'dtcs', to: signalPath.troubleCodes },
  { from: 'fuelLevel', to: signalPath.fuelLevel, unit: 'percent' },
  { from: 'rpm', to: signalPath.engineSpeed, unit: 'rpm' },
  { from: 'coolantTemp', to: signalPath.coolantTemperature, unit: 'celsius' },
  { from: 'soc', to: signalPath.stateOfCharge, unit: 'percent' },
  { from: 'batteryPower', to: signalPath.tractionPower, unit: 'kW' },
  { from: 'cargoTemp', to: signalPath.cargoTemperature, unit: 'celsius' },
  { from: 'cargoSetpoint', to: signalPath.cargoSetpoint, unit: 'celsius' },
];

const standsStill = (explanation: string): Precondition => ({
  signal: signalPath.speed,
  minimum: -5,
  maximum: 5,
  freshWithinMs: 90_000,
  explanation,
});

const commands: CommandDefinition[] = [
  {
    name: 'lockDoors',
    title: 'Lock doors',
    description: 'Locks all doors.',
    risk: 'routine',
    parameters: [],
    expiresAfterMs: 30_000,
  },
  {
    name: 'unlockDoors',
    title: 'Unlock doors',
    description: 'Unlocks all doors. Cargo and cab are open to anyone until they are locked again.',
    risk: 'disruptive',
    parameters: [],
    preconditions: [standsStill('Unlock only while the vehicle stands.')],
    expiresAfterMs: 30_000,
  },
  {
    name: 'flashLights',
    title: 'Flash lights',
    description: 'Flashes the hazard lights, to find the vehicle in a yard.',
    risk: 'routine',
    parameters: [
      { name: 'seconds', title: 'For how long', type: 'integer', unit: 's', minimum: 1, maximum: 30, initial: 10 },
    ],
    expiresAfterMs: 60_000,
  },
  {
    name: 'setCargoTemperature',
    title: 'Set cargo temperature',
    description: 'Sets the temperature that the cooling unit holds.',
    risk: 'routine',
    vehicleTypes: ['refrigerated-truck'],
    parameters: [
      {
        name: 'temperature',
        title: 'Target temperature',
        type: 'number',
        unit: 'celsius',
        minimum: -30,
        maximum: 25,
        initial: -18,
      },
    ],
    expiresAfterMs: 60_000,
  },
  {
    name: 'limitSpeed',
    title: 'Limit speed',
    description: 'Holds the vehicle below a speed until another limit is set.',
    risk: 'disruptive',
    parameters: [
      { name: 'limit', title: 'Highest speed', type: 'number', unit: 'km/h', minimum: 10, maximum: 120, initial: 80 },
    ],
    expiresAfterMs: 60_000,
  },
  {
    name: 'reboot',
    title: 'Reboot telematics unit',
    description: 'Restarts the unit in the vehicle. Nothing is heard from it until it is up again.',
    risk: 'disruptive',
    parameters: [
      { name: 'delay', title: 'Wait before', type: 'integer', unit: 's', minimum: 0, maximum: 60, initial: 0 },
    ],
    preconditions: [standsStill('Reboot only while the vehicle stands.')],
    expiresAfterMs: 120_000,
  },
];

const mapping: Mapping = {
  version: 1,
  title: 'Practice fleet',
  expectedIntervalMs: 1000,
  routes: [
    {
      kind: 'telemetry',
      topic: watsonTopics.event('telemetry'),
      ...vehicle,
      time: { from: 'ts', format: 'iso8601' },
      signals,
    },
    acknowledgementRoute(vehicle),
    ...monitoringRoutes('{device}'),
    // The practice platform lets devices of the user's own in, and those send what they like.
    {
      kind: 'telemetry',
      topic: watsonTopics.anyEvent,
      ...vehicle,
      unwrap: 'd',
      time: { from: 'ts', format: 'iso8601' },
      signals: [...commonFields],
    },
  ],
  commandRoute: { topic: watsonTopics.command, requestIdField: 'requestId', qos: 1 },
  commands,
};

export const practicePreset: ConnectionPreset = {
  id: 'practice',
  title: 'Practice fleet',
  description: 'The fleet that comes with Fleetdeck: invented vehicles that drive and obey, on this machine.',
  settings: {
    name: 'Practice fleet',
    isEnabled: true,
    presetId: 'practice',
    url: 'mqtt://127.0.0.1:<port>',
    protocolVersion: 4,
    clientId: 'a:<organisation>:fleetdeck-{unique}',
    username: '<API key>',
    topics: [
      { filter: watsonFilters.events, qos: 0 },
      { filter: watsonFilters.monitoring, qos: 0 },
    ],
    mapping,
  },
  passwordHint: 'The API token that "npm run practice" prints.',
};
