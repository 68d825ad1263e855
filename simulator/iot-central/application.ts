import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Unit } from '../fleet/unit.ts';
import type { RosterEntry } from '../fleet/roster.ts';
import { kindNames, type KindName } from '../vehicle/kinds.ts';
import type { ApplicationIdentity } from './access/identity.ts';
import { roles } from './access/roles.ts';
import { TokenDesk, type Principal } from './access/token-desk.ts';
import { DeviceGroups, type DeviceGroup } from './device/device-groups.ts';
import type { Device } from './device/device.ts';
import { DeviceRegistry } from './device/registry.ts';
import { readSample } from './device/signals.ts';
import { VehicleBox } from './device/vehicle-box.ts';
import { ExportOffice } from './export/export-office.ts';
import { ExportMessages, type ExportOutlet } from './export/message.ts';
import { JobOffice } from './job/job-office.ts';
import { createWorker } from './job/job-worker.ts';
import { Organizations } from './organizations.ts';
import type { Route } from './rest/route.ts';
import { apiTokenRoutes, organizationRoutes, roleRoutes, userRoutes } from './routes/access.ts';
import { deviceDataRoutes } from './routes/device-data.ts';
import { deviceGroupRoutes } from './routes/device-groups.ts';
import { deviceRoutes } from './routes/devices.ts';
import { jobRoutes, scheduledJobRoutes } from './routes/jobs.ts';
import { dataExportRoutes, queryRoutes } from './routes/preview.ts';
import { templateRoutes } from './routes/templates.ts';
import { fleetTemplates, templateIdOf } from './template/fleet-templates.ts';
import { TemplateStore } from './template/template-store.ts';

export interface ApplicationOptions {
  readonly identity: ApplicationIdentity;
  readonly roster: readonly RosterEntry[];
  readonly findUnit: (deviceId: string) => Unit | undefined;
  readonly clock: Clock;
  /** Where the export goes besides the destinations that callers set up. */
  readonly feed: ExportOutlet;
}

const rememberedSamples = 100_000;
const longestHistory = 720;

interface KindWords {
  readonly one: string;
  readonly all: string;
  readonly model: string;
  readonly groupId: string;
}

const kindWords: Readonly<Record<KindName, KindWords>> = {
  'refrigerated-truck': {
    one: 'Truck',
    all: 'Refrigerated trucks',
    model: 'Cold Box 18',
    groupId: 'refrigerated-trucks',
  },
  van: { one: 'Van', all: 'Vans', model: 'Parcel 29', groupId: 'vans' },
  'electric-bus': { one: 'Bus', all: 'Electric buses', model: 'City E12', groupId: 'electric-buses' },
};
const depots = ['leipzig', 'dresden'] as const;

/** Everything that an IoT Central application is, for the vehicles of the practice fleet. */
export class IotCentralApplication {
  readonly tokens: TokenDesk;
  readonly routes: readonly Route[];
  readonly #registry: DeviceRegistry;
  readonly #findUnit: ApplicationOptions['findUnit'];
  readonly #kinds: ReadonlyMap<string, KindName>;
  readonly #jobs: JobOffice;
  readonly #exports: ExportOffice;

  constructor({ identity, roster, findUnit, clock, feed }: ApplicationOptions) {
    this.#findUnit = findUnit;
    this.#kinds = new Map(roster.map(({ deviceId, kind }) => [deviceId, kind]));
    this.tokens = new TokenDesk(identity, clock);
    const organizations = new Organizations([
      { id: 'saxony', displayName: 'Saxony' },
      { id: 'leipzig', displayName: 'Leipzig', parent: 'saxony' },
      { id: 'dresden', displayName: 'Dresden', parent: 'saxony' },
    ]);
    const templates = new TemplateStore(kindNames.map((kind) => fleetTemplates[kind]));
    this.#exports = new ExportOffice(clock, () => this.#registry);
    const events = new ExportMessages(identity.applicationId, clock, [feed, this.#exports]);
    const historyCapacity = Math.min(longestHistory, Math.ceil(rememberedSamples / Math.max(1, roster.length)));
    const schemaOf = (device: Device, component: string | undefined, name: string): unknown => {
      const capability = templates.find(device, component, name);
      return capability?.kind === 'property' ? capability.schema : undefined;
    };
    const surroundings = { clock, events, historyCapacity, schemaOf };
    this.#registry = new DeviceRegistry(surroundings, organizations, identity.signingKey);
    roster.forEach((entry, index) => this.#register(entry, depots[index % depots.length] ?? depots[0]));
    const groups = new DeviceGroups(this.#registry, startGroups());
    const everything: Principal = { permissions: new Set(roles.administrator.permissions), organizations: null };
    const worker = createWorker(this.#registry, templates);
    this.#jobs = new JobOffice(
      worker,
      ({ group }) => {
        const found = groups.get(group);
        return found === undefined ? [] : groups.devicesOf(found, everything);
      },
      clock,
    );
    this.routes = [
      ...apiTokenRoutes(this.tokens, organizations),
      ...roleRoutes,
      ...userRoutes,
      ...organizationRoutes(organizations),
      ...deviceRoutes({ registry: this.#registry, templates, organizations, attach: (device) => this.#attach(device) }),
      ...deviceDataRoutes(this.#registry, templates),
      ...templateRoutes(templates),
      ...deviceGroupRoutes(groups),
      ...jobRoutes(this.#jobs, groups),
      ...scheduledJobRoutes(this.#jobs, groups),
      ...queryRoutes(this.#registry, clock),
      ...dataExportRoutes(this.#exports),
    ];
  }

  /** What a vehicle of the fleet has reported. */
  receiveTelemetry(deviceId: string, payload: string): void {
    const kind = this.#kinds.get(deviceId);
    const device = this.#registry.find(deviceId);
    if (kind !== undefined && device !== undefined) device.receive(readSample(kind, payload));
  }

  /** A vehicle's connection has come or gone. */
  noteConnection(deviceId: string): void {
    const device = this.#registry.find(deviceId);
    if (device === undefined) return;
    this.#attach(device);
    device.noteConnection();
  }

  close(): void {
    this.#jobs.close();
    this.#exports.close();
  }

  #register({ deviceId, kind }: RosterEntry, depot: string): void {
    const { one, model } = kindWords[kind];
    const device = this.#registry.add(deviceId, {
      displayName: `${one} ${deviceId.replace(/^\D+/, '')}`,
      template: templateIdOf(kind),
      enabled: true,
      simulated: false,
      organizations: [depot],
    });
    device.setCloud(undefined, { licensePlate: `L-FD ${deviceId.replace(/^\D+0*/, '')}`, depot });
    device.report('deviceInformation', 'manufacturer', 'Practice Vehicles');
    device.report('deviceInformation', 'model', model);
    device.report('deviceInformation', 'swVersion', '4.1.0');
    device.report(undefined, 'displayUnits', 1);
    device.report('doors', 'autoLock', true);
    if (kind === 'refrigerated-truck') device.report(undefined, 'TruckID', deviceId);
  }

  /** Puts the vehicle of the same id behind a device, as its box on board would connect. */
  #attach(device: Device): void {
    const unit = this.#findUnit(device.id);
    if (unit === undefined || device.isAttached) return;
    const readHistory = () => device.history.samples;
    device.attach(new VehicleBox(unit, readHistory, (component, name, value) => device.report(component, name, value)));
  }
}

const startGroups = (): readonly DeviceGroup[] => [
  {
    id: 'all-vehicles',
    displayName: 'All vehicles',
    filter: 'SELECT * FROM devices WHERE $provisioned = true',
    etag: randomUUID(),
  },
  ...kindNames.map((kind) => ({
    id: kindWords[kind].groupId,
    displayName: kindWords[kind].all,
    description: 'A default device group containing all the devices for this particular device template.',
    filter: `SELECT * FROM devices WHERE $template = "${templateIdOf(kind)}"`,
    etag: randomUUID(),
  })),
];
