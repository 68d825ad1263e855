import type { Fault } from './fault.ts';

export interface ActiveFault extends Fault {
  readonly id: number;
  /** Calls that it has spoilt so far. */
  readonly hits: number;
}

interface Entry {
  readonly id: number;
  readonly fault: Fault;
  calls: number;
  hits: number;
}

/** The faults that one platform's REST calls are to meet. */
export class FaultPlan {
  readonly #entries: Entry[] = [];
  #lastId = 0;

  constructor(faults: readonly Fault[] = []) {
    for (const fault of faults) this.add(fault);
  }

  add(fault: Fault): ActiveFault {
    this.#lastId += 1;
    const entry: Entry = { id: this.#lastId, fault, calls: 0, hits: 0 };
    this.#entries.push(entry);
    return describe(entry);
  }

  list(): readonly ActiveFault[] {
    return this.#entries.map(describe);
  }

  remove(id: number): boolean {
    const index = this.#entries.findIndex((entry) => entry.id === id);
    if (index >= 0) this.#entries.splice(index, 1);
    return index >= 0;
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Counts a call in every fault that it concerns, and tells the first one that is due. */
  next(path: string): Fault | undefined {
    let due: Entry | undefined;
    for (const entry of this.#entries) {
      const { fault } = entry;
      if (fault.path !== undefined && !path.includes(fault.path)) continue;
      entry.calls += 1;
      const isDue = entry.calls > fault.after && entry.hits < (fault.times ?? Infinity);
      if (isDue) due ??= entry;
    }
    if (due === undefined) return undefined;
    due.hits += 1;
    return due.fault;
  }
}

const describe = ({ id, fault, hits }: Entry): ActiveFault => ({ id, ...fault, hits });
