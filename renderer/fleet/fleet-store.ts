import type { FleetFrame } from '../../shared/fleet/frame.ts';
import { createColumns, growColumns, type FleetColumns } from './fleet-columns.ts';
import { WordList } from './word-list.ts';

/** Names a vehicle across sessions; a row number does so within one only. */
export interface VehicleKey {
  readonly connectionId: string;
  readonly vehicleId: string;
}

const initialCapacity = 256;

/**
 * The fleet as the engine last told it: columns that change in place, outside React. A component looks at one row and is
 * drawn again when that row's version has changed; there is one notification a frame.
 */
export class FleetStore {
  #columns: FleetColumns = createColumns(initialCapacity);
  #names: string[] = [];
  #vehicleIds: string[] = [];
  readonly #connections = new WordList();
  readonly #types = new WordList();
  readonly #rowByKey = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #sequence: number | undefined;
  #version = 0;
  #identityVersion = 0;

  /** The arrays of one moment: after a frame that brought more vehicles there may be longer ones. */
  get columns(): FleetColumns {
    return this.#columns;
  }

  get vehicleCount(): number {
    return this.#rowByKey.size;
  }

  /** True once the engine has said what there is, even if that is nothing. */
  get hasSnapshot(): boolean {
    return this.#sequence !== undefined;
  }

  /** Rises with every frame that changed anything. */
  get version(): number {
    return this.#version;
  }

  /** Rises when vehicles come, go or are renamed. */
  get identityVersion(): number {
    return this.#identityVersion;
  }

  get connectionIds(): readonly string[] {
    return this.#connections.words;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  rows(): IterableIterator<number> {
    return this.#rowByKey.values();
  }

  versionOf(row: number): number {
    return this.#columns.version[row] ?? 0;
  }

  nameOf(row: number): string {
    return this.#names[row] ?? '';
  }

  vehicleIdOf(row: number): string {
    return this.#vehicleIds[row] ?? '';
  }

  connectionIdOf(row: number): string {
    return this.#connections.words[this.#columns.connection[row] ?? 0] ?? '';
  }

  /** The empty string where the platform names no type. */
  typeOf(row: number): string {
    return this.#types.words[this.#columns.type[row] ?? 0] ?? '';
  }

  keyOf(row: number): VehicleKey {
    return { connectionId: this.connectionIdOf(row), vehicleId: this.vehicleIdOf(row) };
  }

  rowOf(key: VehicleKey): number | undefined {
    return this.#rowByKey.get(textOf(key));
  }

  /** False when frames were lost on the way: nothing is changed then, and a snapshot is needed. */
  apply(frame: FleetFrame): boolean {
    if (frame.kind === 'delta' && frame.sequence !== (this.#sequence ?? NaN) + 1) return false;
    this.#version += 1;
    if (frame.kind === 'snapshot') this.#clear();
    this.#sequence = frame.sequence;
    this.#reserve(frame);
    this.#name(frame);
    this.#move(frame);
    this.#remove(frame);
    for (const listener of this.#listeners) listener();
    return true;
  }

  #clear(): void {
    this.#columns.version.fill(0);
    this.#names = [];
    this.#vehicleIds = [];
    this.#rowByKey.clear();
    this.#identityVersion += 1;
  }

  #reserve(frame: FleetFrame): void {
    let highest = -1;
    for (const row of frame.rows) if (row > highest) highest = row;
    for (const row of frame.identities.rows) if (row > highest) highest = row;
    if (highest >= this.#columns.version.length) this.#columns = growColumns(this.#columns, highest + 1);
  }

  #name({ identities }: FleetFrame): void {
    if (identities.rows.length === 0) return;
    const columns = this.#columns;
    const connections = identities.connectionDictionary.map((word) => this.#connections.indexOf(word));
    const types = identities.typeDictionary.map((word) => this.#types.indexOf(word));
    for (const [index, row] of identities.rows.entries()) {
      const vehicleId = identities.vehicleIds[index] ?? '';
      this.#vehicleIds[row] = vehicleId;
      this.#names[row] = identities.names[index] ?? vehicleId;
      columns.connection[row] = connections[identities.connections[index] ?? 0] ?? 0;
      columns.type[row] = types[identities.types[index] ?? 0] ?? 0;
      columns.expectedIntervalMs[row] = identities.expectedIntervalMs[index] ?? NaN;
      columns.version[row] = this.#version;
      this.#rowByKey.set(textOf(this.keyOf(row)), row);
    }
    this.#identityVersion += 1;
  }

  #move(frame: FleetFrame): void {
    const columns = this.#columns;
    const { rows } = frame;
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index] ?? 0;
      columns.latitude[row] = frame.latitude[index] ?? NaN;
      columns.longitude[row] = frame.longitude[index] ?? NaN;
      columns.speedKmh[row] = frame.speedKmh[index] ?? NaN;
      columns.headingDegrees[row] = frame.headingDegrees[index] ?? NaN;
      columns.levelPercent[row] = frame.levelPercent[index] ?? NaN;
      columns.levelKind[row] = frame.levelKind[index] ?? 0;
      columns.heardAtMs[row] = frame.heardAtMs[index] ?? NaN;
      columns.status[row] = frame.status[index] ?? 0;
      columns.flags[row] = frame.flags[index] ?? 0;
      columns.version[row] = this.#version;
    }
  }

  #remove({ removedRows }: FleetFrame): void {
    if (removedRows.length === 0) return;
    for (const row of removedRows) {
      this.#rowByKey.delete(textOf(this.keyOf(row)));
      this.#columns.version[row] = 0;
      this.#names[row] = '';
      this.#vehicleIds[row] = '';
    }
    this.#identityVersion += 1;
  }
}

/** A connection's id holds no null character, so two different keys never become one text. */
const textOf = ({ connectionId, vehicleId }: VehicleKey): string => `${connectionId}\u0000${vehicleId}`;
