/** A member of a {@link ChangeOrder}; it carries its own links, so that moving it allocates nothing. */
export interface Ordered<T> {
  /** When it last changed; set by the order. */
  version: number;
  older: T | undefined;
  newer: T | undefined;
}

/**
 * All members by the time of their last change. Whoever remembers the version that it has seen finds what changed since
 * by walking back from the newest: the cost is the number of changes, and nothing is kept per reader.
 */
export class ChangeOrder<T extends Ordered<T>> {
  #version = 0;
  #newest: T | undefined;

  /** The version of the latest change; grows without end. */
  get version(): number {
    return this.#version;
  }

  /** Makes the member, new or old, the newest. */
  touch(member: T): void {
    member.version = ++this.#version;
    if (this.#newest === member) return;
    this.#unlink(member);
    member.older = this.#newest;
    if (this.#newest !== undefined) this.#newest.newer = member;
    this.#newest = member;
  }

  remove(member: T): void {
    if (this.#newest === member) this.#newest = member.older;
    this.#unlink(member);
    this.#version++;
  }

  /** Members that changed after the version, oldest change first. */
  since(version: number): T[] {
    const changed: T[] = [];
    for (let member = this.#newest; member !== undefined && member.version > version; member = member.older) {
      changed.push(member);
    }
    return changed.reverse();
  }

  #unlink(member: T): void {
    if (member.older !== undefined) member.older.newer = member.newer;
    if (member.newer !== undefined) member.newer.older = member.older;
    member.older = undefined;
    member.newer = undefined;
  }
}
