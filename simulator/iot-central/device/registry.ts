import { createHmac, randomUUID } from 'node:crypto';
import type { Principal } from '../access/token-desk.ts';
import type { Organizations } from '../organizations.ts';
import { isTrue } from '../query/evaluate.ts';
import { parseQuery } from '../query/parse.ts';
import { notFound } from '../rest/api-error.ts';
import { Device, type DeviceSettings, type DeviceSurroundings } from './device.ts';

/** All devices of an application. */
export class DeviceRegistry {
  readonly #surroundings: DeviceSurroundings;
  readonly #organizations: Organizations;
  readonly #signingKey: string;
  readonly #devices = new Map<string, Device>();

  constructor(surroundings: DeviceSurroundings, organizations: Organizations, signingKey: string) {
    this.#surroundings = surroundings;
    this.#organizations = organizations;
    this.#signingKey = signingKey;
  }

  /** Undefined when nobody has registered it; whoever asks is the platform itself. */
  find(id: string): Device | undefined {
    return this.#devices.get(id);
  }

  /** In the order in which they were registered. */
  visibleTo(principal: Principal): readonly Device[] {
    return [...this.#devices.values()].filter(({ settings }) =>
      this.#organizations.mayView(principal, settings.organizations),
    );
  }

  /** Throws the platform's 404 for what is not there, or not to be seen. */
  get(principal: Principal, id: string): Device {
    const device = this.#devices.get(id);
    if (device === undefined || !this.#organizations.mayView(principal, device.settings.organizations)) {
      throw notFound(`The device ${id}`);
    }
    return device;
  }

  add(id: string, settings: DeviceSettings): Device {
    const device = new Device(id, settings, this.#surroundings);
    this.#devices.set(id, device);
    this.#surroundings.events.lifecycle(device, 'registered');
    return device;
  }

  change(device: Device, changes: Partial<DeviceSettings>): void {
    const before = device.settings;
    device.settings = { ...before, ...changes };
    device.etag = randomUUID();
    const { events } = this.#surroundings;
    const after = device.settings;
    if (after.enabled !== before.enabled) events.lifecycle(device, after.enabled ? 'enabled' : 'disabled');
    if (after.displayName !== before.displayName) events.lifecycle(device, 'displayNameChanged');
    if (after.template !== before.template) events.lifecycle(device, 'deviceTemplateChanged');
    device.noteConnection();
  }

  remove(device: Device): void {
    this.#devices.delete(device.id);
    this.#surroundings.events.lifecycle(device, 'deleted');
  }

  /** What a filter such as `SELECT * FROM devices WHERE $template = "…"` leaves. Rejects one that cannot be read. */
  matching(filter: string, among: readonly Device[]): readonly Device[] {
    const { where } = parseQuery(filter);
    if (where === undefined) return among;
    const nowMs = this.#surroundings.clock.now();
    return among.filter((device) => isTrue(where, { valueOf: (name) => this.fieldOf(device, name) }, nowMs));
  }

  /** What filters and enrichments call `$id`, `$displayName`, …, or a property by its path. */
  fieldOf(device: Device, name: string): unknown {
    const systemField = systemFields.get(name);
    if (systemField !== undefined) return systemField(device);
    const [first = '', second] = name.split('.');
    const state = second === undefined ? device.properties.get(undefined, first) : device.properties.get(first, second);
    return state?.reported?.value;
  }

  /** The keys of a device, the same whenever they are asked for. Secrets, as the platform's are. */
  credentialsOf(device: Device): object {
    const key = (name: string): string =>
      createHmac('sha256', this.#signingKey).update(`${name}\n${device.id}`).digest('base64');
    return {
      idScope: `0ne${createHmac('sha256', this.#signingKey).update('scope').digest('hex').slice(0, 8).toUpperCase()}`,
      symmetricKey: { primaryKey: key('primary'), secondaryKey: key('secondary') },
    };
  }
}

const systemFields = new Map<string, (device: Device) => unknown>([
  ['$id', ({ id }) => id],
  ['$displayName', ({ settings }) => settings.displayName],
  ['$template', ({ settings }) => settings.template],
  ['$enabled', ({ settings }) => settings.enabled],
  ['$provisioned', ({ isProvisioned }) => isProvisioned],
  ['$simulated', ({ settings }) => settings.simulated],
]);
