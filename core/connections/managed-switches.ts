import type { ConnectionBook } from '../settings/connection-book.ts';
import type { ManagedConnection } from './managed-connection.ts';

/** Which of the host's connections are switched on. The book keeps what was switched away from how it began. */
export class ManagedSwitches {
  readonly #book: ConnectionBook;
  readonly #initiallyOff: ReadonlySet<string>;

  constructor(book: ConnectionBook, managed: readonly ManagedConnection[]) {
    this.#book = book;
    this.#initiallyOff = new Set(managed.filter((one) => one.isInitiallyEnabled === false).map(({ id }) => id));
  }

  isOn(id: string): boolean {
    return this.#book.isManagedEnabled(id) !== this.#initiallyOff.has(id);
  }

  set(id: string, isOn: boolean): void {
    this.#book.setManagedEnabled(id, isOn !== this.#initiallyOff.has(id));
  }
}
