import type { DeviceAddress } from './topic-rules.ts';

export interface Group {
  readonly name: string;
  readonly description: string;
  readonly searchTags: readonly string[];
}

interface Entry extends Group {
  readonly members: Set<string>;
}

const keyOf = ({ typeId, deviceId }: DeviceAddress): string => `${typeId}/${deviceId}`;

/** Resource groups: a device may be in any number of them. A group's name is its id. */
export class Groups {
  readonly #entries = new Map<string, Entry>();

  list(): readonly Group[] {
    return [...this.#entries.values()];
  }

  get(name: string): Group | undefined {
    return this.#entries.get(name);
  }

  /** A group that is there already keeps its members. */
  put(group: Group): void {
    this.#entries.set(group.name, { ...group, members: this.#entries.get(group.name)?.members ?? new Set() });
  }

  remove(name: string): void {
    this.#entries.delete(name);
  }

  has(name: string, device: DeviceAddress): boolean {
    return this.#entries.get(name)?.members.has(keyOf(device)) === true;
  }

  addTo(name: string, device: DeviceAddress): void {
    this.#entries.get(name)?.members.add(keyOf(device));
  }

  /** Whether it was in the group. */
  removeFrom(name: string, device: DeviceAddress): boolean {
    return this.#entries.get(name)?.members.delete(keyOf(device)) === true;
  }

  forget(device: DeviceAddress): void {
    for (const { members } of this.#entries.values()) members.delete(keyOf(device));
  }
}
