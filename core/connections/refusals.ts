import { fail, type Result } from '../../shared/contract/result.ts';
import type { ConnectionBook } from '../settings/connection-book.ts';

export const managedRefusal = (name: string): Result<never> =>
  fail('refused', `"${name}" belongs to this run of the console. It can be switched off, but not changed or removed.`);

/** Of a connection that is not among those that run: it is gone, or its settings cannot be read. */
export const missingRefusal = (book: ConnectionBook, id: string): Result<never> => {
  const unreadable = book.unreadable().find((entry) => entry.id === id);
  return unreadable === undefined
    ? fail('not-found', 'This connection does not exist any more. Another window may have removed it.')
    : fail('unsupported', `The settings of "${unreadable.name}" cannot be read: ${unreadable.explanation}.`);
};
