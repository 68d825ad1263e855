import type { Principal } from '../access/token-desk.ts';
import type { Device } from './device.ts';
import type { DeviceRegistry } from './registry.ts';

export interface DeviceGroup {
  readonly id: string;
  readonly displayName: string;
  readonly filter: string;
  readonly description?: string | undefined;
  readonly organizations?: readonly string[] | undefined;
  readonly etag: string;
}

/** Groups are questions: who belongs to one is found out when it is asked for. */
export class DeviceGroups {
  readonly #registry: DeviceRegistry;
  readonly #groups = new Map<string, DeviceGroup>();

  constructor(registry: DeviceRegistry, groups: readonly DeviceGroup[]) {
    this.#registry = registry;
    for (const group of groups) this.set(group);
  }

  list(): readonly DeviceGroup[] {
    return [...this.#groups.values()];
  }

  get(id: string): DeviceGroup | undefined {
    return this.#groups.get(id);
  }

  set(group: DeviceGroup): void {
    this.#groups.set(group.id, group);
  }

  remove(id: string): boolean {
    return this.#groups.delete(id);
  }

  devicesOf({ filter }: DeviceGroup, principal: Principal): readonly Device[] {
    return this.#registry.matching(filter, this.#registry.visibleTo(principal));
  }
}
