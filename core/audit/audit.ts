import { openDatabaseFile } from '../data-folder/database-file.ts';
import { AuditLog, type Audit, type AuditNeeds } from './audit-log.ts';
import { prepareTables } from './tables.ts';

/**
 * Opens the append-only, hash-chained record of what was done with this console, or begins it. `:memory:` for tests.
 *
 * @throws {StartError} when the file is in use or the file system refuses it.
 */
export const openAudit = ({ file, ...needs }: AuditNeeds & { readonly file: string }): Audit =>
  openDatabaseFile({
    file,
    title: 'The audit log',
    nowMs: needs.clock.now(),
    log: needs.log,
    open: (database) => {
      prepareTables(database);
      return new AuditLog(database, needs);
    },
  });
