import type { FleetStore } from './fleet-store.ts';

/** As people read it: TRUCK-9 before TRUCK-10. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/**
 * Rows by name, and each row's place in that order. Comparing names is the dear part of sorting, so newcomers are merged
 * into what is sorted already: a fleet of twenty thousand that grows by one costs no second sort.
 */
export class NameOrder {
  #rows = new Uint32Array();
  #ranks = new Uint32Array();
  #sortedNames: string[] = [];

  /** Place of each row in the order, by row number. */
  get ranks(): Uint32Array {
    return this.#ranks;
  }

  update(store: FleetStore): void {
    const known = new Set<number>();
    const kept: number[] = [];
    for (const [index, row] of this.#rows.entries()) {
      if (store.versionOf(row) === 0 || store.nameOf(row) !== this.#sortedNames[index]) continue;
      kept.push(row);
      known.add(row);
    }
    const added: number[] = [];
    for (const row of store.rows()) if (!known.has(row)) added.push(row);
    const compare = (a: number, b: number) =>
      collator.compare(store.nameOf(a), store.nameOf(b)) ||
      collator.compare(store.vehicleIdOf(a), store.vehicleIdOf(b)) ||
      a - b;
    added.sort(compare);

    this.#rows = merge(kept, added, compare);
    this.#sortedNames = Array.from(this.#rows, (row) => store.nameOf(row));
    this.#ranks = new Uint32Array(store.columns.version.length);
    for (const [rank, row] of this.#rows.entries()) this.#ranks[row] = rank;
  }

  get rows(): Uint32Array {
    return this.#rows;
  }
}

const merge = (
  a: readonly number[],
  b: readonly number[],
  compare: (a: number, b: number) => number,
): Uint32Array<ArrayBuffer> => {
  const merged = new Uint32Array(a.length + b.length);
  let i = 0;
  let j = 0;
  for (let index = 0; index < merged.length; index += 1) {
    const fromA = a[i];
    const fromB = b[j];
    if (fromB === undefined || (fromA !== undefined && compare(fromA, fromB) <= 0)) {
      merged[index] = fromA ?? 0;
      i += 1;
    } else {
      merged[index] = fromB;
      j += 1;
    }
  }
  return merged;
};
