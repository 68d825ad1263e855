import { ok } from '../../shared/contract/result.ts';
import type { MethodHandlers } from '../../shared/contract/server.ts';
import type { PlatformHandlers } from '../../core/platforms/platform-handlers.ts';
import type { DeviceCredentials, DeviceDetail, DeviceGroup } from '../../shared/platform/device.ts';
import type { Job, JobAction, ScheduledJob } from '../../shared/platform/job.ts';
import { platformActions, type Rights } from '../../shared/platform/rights.ts';
import type { Setting, SettingsReading } from '../../shared/platform/setting.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { fakeNowMs } from './fake-data.ts';

export const allRights: Rights = Object.fromEntries(
  platformActions.map((action) => [action, { state: 'allowed', explanation: '' }]),
) as Rights;

export const fakePlatformStatus: PlatformStatus = {
  kind: 'iot-central',
  address: 'https://contoso.azureiotcentral.com',
  state: 'ready',
  problem: null,
  application: 'Contoso Logistics',
  token: { name: 'console', expiresAtMs: fakeNowMs + 200 * 86_400_000 },
  roles: [{ id: 'operator', name: 'Operator', organization: null }],
  rights: allRights,
  live: 'polling',
  devices: { count: 3, isListing: false, listedAtMs: fakeNowMs - 60_000, problem: null },
  leftOut: [],
  pendingReads: 0,
  requests: { waiting: 0, heldUntilMs: null },
};

const setting: Setting = {
  path: 'TargetTemperature',
  title: 'Target temperature',
  description: null,
  group: null,
  kind: 'writable',
  form: {
    name: 'TargetTemperature',
    title: 'Target temperature',
    type: 'number',
    unit: 'celsius',
    minimum: -30,
    maximum: 25,
  },
  risk: 'routine',
  note: null,
  state: 'reported',
  desired: 5,
  desiredAtMs: fakeNowMs - 120_000,
  reported: 5,
  reportedAtMs: fakeNowMs - 60_000,
  answer: null,
  unit: '°C',
  isRemovable: true,
  choices: null,
};

export const fakeSettingsReading: SettingsReading = {
  readAtMs: fakeNowMs,
  settings: [
    setting,
    {
      ...setting,
      path: 'TruckID',
      title: 'Truck ID',
      kind: 'reported',
      form: null,
      desired: null,
      desiredAtMs: null,
      reported: 'T-17',
      unit: null,
    },
  ],
  leftOut: [],
};

export const fakeDeviceDetail: DeviceDetail = {
  vehicleId: 'VAN-002',
  deviceId: 'VAN-002',
  name: 'Van 2',
  typeId: 'dtmi:contoso:van;1',
  typeTitle: 'Van',
  isEnabled: true,
  isProvisioned: true,
  isSimulated: false,
  organizations: ['north'],
  groups: ['Vans'],
  facts: [{ label: 'Serial number', text: 'S-2' }],
  location: null,
};

export const fakeCredentials: DeviceCredentials = {
  lines: [
    { label: 'ID scope', text: '0ne00000000', isSecret: false },
    { label: 'Primary key', text: 'practice-primary-key', isSecret: true },
  ],
  explanation: 'The device signs in with these.',
};

export const fakeGroup: DeviceGroup = {
  connectionId: 'fake',
  id: 'vans',
  name: 'Vans',
  description: null,
  rule: null,
  vehicleIds: ['VAN-002'],
  problem: null,
};

export const fakeJob: Job = {
  connectionId: 'fake',
  id: 'job-1',
  name: 'Cool down',
  action: 'Set Target temperature to 5 °C',
  target: 'Vans',
  state: 'running',
  startedAtMs: fakeNowMs - 60_000,
  endedAtMs: null,
  progress: { total: 3, pending: 1, completed: 1, failed: 1 },
  controls: ['stop'],
};

export const fakeJobAction: JobAction = {
  id: 'reboot',
  title: 'Reboot',
  typeId: null,
  typeTitle: null,
  risk: 'disruptive',
  parameters: [],
  targets: ['group', 'vehicles'],
};

export const fakeScheduledJob: ScheduledJob = {
  connectionId: 'fake',
  id: 'nightly',
  name: 'Nightly',
  action: 'Reboot',
  target: 'Vans',
  schedule: 'Every day from 3 May 2026, 02:00',
  isEnabled: true,
  isCompleted: false,
};

export const plausiblePlatformMethods: PlatformHandlers = {
  'platforms.refresh': () => ok(null),
  'platforms.types': () => ok([{ id: 'dtmi:contoso:van;1', name: 'Van' }]),
  'platforms.organizations': () => ok([{ id: 'north', name: 'North', parentId: null }]),
  'platforms.groups': () => ok([fakeGroup]),
  'vehicles.look': () => ok(null),
  'settings.read': () => ok(fakeSettingsReading),
  'settings.change': () => ok(fakeSettingsReading),
  'devices.get': ({ vehicleId }) => ok({ ...fakeDeviceDetail, vehicleId }),
  'devices.create': ({ device }) => ok({ vehicleId: device.deviceId, credentials: fakeCredentials }),
  'devices.rename': ({ vehicleId, name }) => ok({ ...fakeDeviceDetail, vehicleId, name }),
  'devices.setBlocked': ({ vehicleId, isBlocked }) => ok({ ...fakeDeviceDetail, vehicleId, isEnabled: !isBlocked }),
  'devices.setLocation': ({ vehicleId, latitude, longitude }) =>
    ok({
      ...fakeDeviceDetail,
      vehicleId,
      location: { latitude, longitude, elevation: null, measuredAtMs: fakeNowMs },
    }),
  'devices.remove': () => ok(null),
  'devices.credentials': () => ok(fakeCredentials),
  'records.read': ({ kind }) =>
    ok({ kind, rows: [{ atMs: fakeNowMs, title: 'Connected', text: '', severity: 'information' }], cut: null }),
  'records.clear': () => ok(null),
  'jobs.list': ({ connectionId }) => ok([{ ...fakeJob, connectionId }]),
  'jobs.devices': () => ok([{ vehicleId: 'VAN-002', name: 'Van 002', state: 'complete', message: null }]),
  'jobs.actions': () => ok([fakeJobAction]),
  'jobs.create': ({ connectionId, job }) => ok({ ...fakeJob, connectionId, name: job.name }),
  'jobs.control': () => ok(null),
  'scheduledJobs.list': ({ connectionId }) => ok([{ ...fakeScheduledJob, connectionId }]),
};

const vehicle = { connectionId: 'fake', vehicleId: 'VAN-002' };

export const plausiblePlatformParams: {
  readonly [M in keyof PlatformHandlers]: Parameters<MethodHandlers[M]>[0];
} = {
  'platforms.refresh': { connectionId: 'fake' },
  'platforms.types': { connectionId: 'fake' },
  'platforms.organizations': { connectionId: 'fake' },
  'platforms.groups': {},
  'vehicles.look': { vehicles: [vehicle] },
  'settings.read': vehicle,
  'settings.change': { ...vehicle, values: { TargetTemperature: 4 } },
  'devices.get': vehicle,
  'devices.create': {
    connectionId: 'fake',
    device: { deviceId: 'VAN-009', name: 'Van 9', typeId: 'dtmi:contoso:van;1', isSimulated: false },
  },
  'devices.rename': { ...vehicle, name: 'Van two' },
  'devices.setBlocked': { ...vehicle, isBlocked: true },
  'devices.setLocation': { ...vehicle, latitude: 60, longitude: 25 },
  'devices.remove': vehicle,
  'devices.credentials': vehicle,
  'records.read': { ...vehicle, kind: 'connection-log' },
  'records.clear': { ...vehicle, kind: 'error-codes' },
  'jobs.list': { connectionId: 'fake' },
  'jobs.devices': { connectionId: 'fake', jobId: 'job-1' },
  'jobs.actions': { connectionId: 'fake' },
  'jobs.create': {
    connectionId: 'fake',
    job: { name: 'Reboot all', actionId: 'reboot', values: {}, target: { kind: 'group', groupId: 'vans' } },
  },
  'jobs.control': { connectionId: 'fake', jobId: 'job-1', control: 'stop' },
  'scheduledJobs.list': { connectionId: 'fake' },
};
