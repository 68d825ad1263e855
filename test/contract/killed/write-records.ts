import path from 'node:path';
import { z } from 'zod';
import { openLedger, type Ledger } from '../../../core/commands/ledger.ts';
import { openSettingsFile, type SettingsFile } from '../../../core/data-folder/settings-file.ts';
import { beginCounting } from '../../../core/data-folder/testing/begin-counting.ts';
import { silentLog } from '../../../core/log.ts';
import { openTokenRecords, type Shelf, type TokenRecords } from '../../../core/tokens/token-records.ts';
import { fakeCommandRecord } from '../../support/fake-data.ts';

export interface Records {
  readonly ledger: Ledger;
  readonly tokens: TokenRecords;
  readonly shelf: Shelf<string>;
  readonly settings: SettingsFile;
  readonly close: () => void;
}

/** The small records of a console, as the engine opens them. */
export const openRecords = (folder: string): Records => {
  const ledger = openLedger(path.join(folder, 'ledger.sqlite'), 0, silentLog);
  const clock = { now: () => 0 };
  const tokens = openTokenRecords({ file: path.join(folder, 'tokens.sqlite'), clock, log: silentLog });
  const settings = openSettingsFile(folder, silentLog, 0);
  return {
    ledger,
    tokens,
    settings,
    shelf: tokens.shelf('creation', z.string()),
    close: () => {
      ledger.close();
      tokens.close();
    },
  };
};

/** What is written, one after the other. */
export const writings: readonly ((records: Records) => void)[] = [
  ({ ledger }) => {
    ledger.write({ ...fakeCommandRecord, id: 'first', state: 'confirmed' });
  },
  ({ shelf }) => {
    shelf.put('first', 'asked for');
  },
  ({ settings }) => {
    settings.setAll({ connections: { depot: 'one' }, preferences: 'dark' });
  },
  ({ shelf }) => {
    shelf.put('first', 'made');
  },
  ({ ledger }) => {
    ledger.write({ ...fakeCommandRecord, id: 'first', state: 'completed' });
  },
  ({ settings }) => {
    settings.setAll({ connections: { depot: 'two' }, preferences: undefined });
  },
  ({ shelf }) => {
    shelf.drop('first');
  },
];

/** What the records say, to be compared. */
export const stateOf = ({ ledger, shelf, settings }: Records) => ({
  command: ledger.get('first')?.state ?? null,
  creation: shelf.get('first') ?? null,
  connections: settings.get('connections') ?? null,
  preferences: settings.get('preferences') ?? null,
});

/** `<folder>`: writes all of it there, and says each number when that is written. */
const [folder] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) {
  beginCounting();
  const records = openRecords(folder);
  for (const [index, write] of writings.entries()) {
    write(records);
    process.stdout.write(`${String(index + 1)}\n`);
  }
  records.close();
}
