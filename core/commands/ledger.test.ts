import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CommandRecord } from '../../shared/command/record.ts';
import { StartError } from '../data-folder/start-error.ts';
import { silentLog } from '../log.ts';
import { openLedger } from './ledger.ts';

const nowMs = Date.UTC(2030, 0, 1);

const record = (id: string, changes: Partial<CommandRecord> = {}): CommandRecord => ({
  id,
  connectionId: 'practice',
  vehicleId: 'VAN-1',
  vehicleName: 'Van 1',
  name: 'flashLights',
  title: 'Flash lights',
  parameters: { seconds: 2, mode: 'slow', isLoud: false },
  state: 'confirmed',
  message: null,
  draftedAtMs: nowMs,
  confirmedAtMs: nowMs + 1,
  sentAtMs: null,
  acceptedAtMs: null,
  finishedAtMs: null,
  expiresAtMs: nowMs + 30_000,
  ...changes,
});

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ledger-'));
  file = path.join(folder, 'ledger.sqlite');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a record is read back as it was written, also after the file was closed and opened', () => {
  const first = openLedger(file, nowMs, silentLog);
  first.write(record('a'));
  first.close();
  const second = openLedger(file, nowMs, silentLog);
  expect(second.get('a')).toEqual(record('a'));
  second.close();
});

test('a row is on disk when write returns: a copy of the files made then has it', () => {
  const ledger = openLedger(file, nowMs, silentLog);
  ledger.write(record('a'));
  const copy = path.join(folder, 'copy.sqlite');
  copyFileSync(file, copy);
  copyFileSync(`${file}-wal`, `${copy}-wal`);
  const reader = new DatabaseSync(copy);
  expect(reader.prepare('SELECT state FROM commands').all()).toEqual([{ state: 'confirmed' }]);
  reader.close();
  ledger.close();
});

test('what was written of another platform under the same connection is told apart', () => {
  const ledger = openLedger(':memory:', nowMs, silentLog);
  ledger.write(record('a'), 'watson one');
  ledger.write(record('b'), 'watson two');
  ledger.write({ ...record('a'), state: 'sent' });
  expect(ledger.newest({ place: 'watson one' }, 10)).toEqual([{ ...record('a'), state: 'sent' }]);
  expect(ledger.newest({ place: 'watson three' }, 10)).toEqual([]);
  expect(ledger.newest({}, 10)).toHaveLength(2);
  ledger.close();
});

test('a ledger of the first version is gone on with', () => {
  const first = openLedger(file, nowMs, silentLog);
  first.write(record('a'));
  first.close();
  const older = new DatabaseSync(file);
  older.exec('ALTER TABLE commands DROP COLUMN place; PRAGMA user_version = 1;');
  older.close();
  const next = openLedger(file, nowMs, silentLog);
  next.write(record('b'), 'watson one');
  expect(next.get('a')).toEqual(record('a'));
  expect(next.newest({ place: 'watson one' }, 10)).toEqual([record('b')]);
  expect(keptFiles()).toEqual([]);
  next.close();
});

test('a later state replaces the former and leaves what was ordered as it was', () => {
  const ledger = openLedger(':memory:', nowMs, silentLog);
  ledger.write(record('a'));
  ledger.write(record('a', { state: 'completed', message: 'Done', finishedAtMs: nowMs + 9, parameters: {} }));
  expect(ledger.get('a')).toEqual(record('a', { state: 'completed', message: 'Done', finishedAtMs: nowMs + 9 }));
  ledger.close();
});

test('the newest come first, of all, of one connection, or of one vehicle', () => {
  const ledger = openLedger(':memory:', nowMs, silentLog);
  ledger.write(record('a', { draftedAtMs: nowMs + 1 }));
  ledger.write(record('b', { draftedAtMs: nowMs + 3, vehicleId: 'VAN-2' }));
  ledger.write(record('c', { draftedAtMs: nowMs + 2, connectionId: 'other' }));
  const ids = (filter: { connectionId?: string; vehicleId?: string }, limit = 10) =>
    ledger.newest(filter, limit).map(({ id }) => id);
  expect(ids({})).toEqual(['b', 'c', 'a']);
  expect(ids({}, 2)).toEqual(['b', 'c']);
  expect(ids({ connectionId: 'practice' })).toEqual(['b', 'a']);
  expect(ids({ connectionId: 'practice', vehicleId: 'VAN-2' })).toEqual(['b']);
  ledger.close();
});

test('those under way are the ones without an end', () => {
  const ledger = openLedger(':memory:', nowMs, silentLog);
  for (const state of ['confirmed', 'sent', 'accepted', 'completed', 'failed', 'expired', 'unknown'] as const) {
    ledger.write(record(state, { state }));
  }
  expect(
    ledger
      .open()
      .map(({ state }) => state)
      .sort(),
  ).toEqual(['accepted', 'confirmed', 'sent']);
  ledger.close();
});

const keptFiles = () => readdirSync(folder).filter((name) => name.includes('unreadable'));

test('a file that is no ledger is moved aside whole, and a new one is begun', () => {
  writeFileSync(file, 'this is no database, but somebody may want it');
  const ledger = openLedger(file, nowMs, silentLog);
  ledger.write(record('a'));
  ledger.close();
  expect(keptFiles()).toEqual(['ledger.sqlite.unreadable-2030-01-01T00-00-00-000Z']);
  expect(readFileSync(path.join(folder, keptFiles()[0] ?? ''), 'utf8')).toContain('somebody may want it');
});

test('a damaged ledger is moved aside, and it is reported', () => {
  const ledger = openLedger(file, nowMs, silentLog);
  for (let index = 0; index < 200; index++) ledger.write(record(`id-${String(index)}`));
  ledger.close();
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 4096, bytes.length);
  writeFileSync(file, bytes);
  const reports: string[] = [];
  const log = { ...silentLog, error: (event: string) => reports.push(event) };
  const next = openLedger(file, nowMs, log);
  expect(next.newest({}, 10)).toEqual([]);
  next.close();
  expect(reports).toEqual(['database-unreadable']);
  expect(keptFiles()).toHaveLength(1);
});

test('the ledger of a later version is not touched but moved aside', () => {
  const later = new DatabaseSync(file);
  later.exec('CREATE TABLE novelty (x); PRAGMA user_version = 99;');
  later.close();
  openLedger(file, nowMs, silentLog).close();
  const kept = new DatabaseSync(path.join(folder, keptFiles()[0] ?? ''));
  expect(kept.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
  kept.close();
});

test('a database whose tables are not those of a ledger is moved aside', () => {
  const other = new DatabaseSync(file);
  other.exec('CREATE TABLE commands (x); PRAGMA user_version = 1;');
  other.close();
  openLedger(file, nowMs, silentLog).close();
  expect(keptFiles()).toHaveLength(1);
});

test('a ledger that another program has locked stays where it is, and the start says so', () => {
  const ledger = openLedger(file, nowMs, silentLog);
  ledger.write(record('a'));
  ledger.close();
  const holder = new DatabaseSync(file);
  holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  const open = () => openLedger(file, nowMs, silentLog);
  expect(open).toThrow(StartError);
  expect(open).toThrow(/^The record of commands .+ is in use by another program\. Close that one, and start /);
  holder.close();
  expect(keptFiles()).toEqual([]);
  const next = openLedger(file, nowMs, silentLog);
  expect(next.get('a')).toEqual(record('a'));
  next.close();
});

test('what cannot be opened as a file stays where it is, and the start says so', () => {
  mkdirSync(file);
  const open = () => openLedger(file, nowMs, silentLog);
  expect(open).toThrow(StartError);
  expect(open).toThrow(/cannot be opened: it is no file that this user may read and write\.$/);
  expect(keptFiles()).toEqual([]);
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a ledger that this user may not read stays where it is, and the start says so',
  () => {
    openLedger(file, nowMs, silentLog).close();
    chmodSync(file, 0);
    expect(() => openLedger(file, nowMs, silentLog)).toThrow(StartError);
    expect(keptFiles()).toEqual([]);
  },
);

test('two files that are moved aside in the same moment are both kept', () => {
  for (let round = 0; round < 2; round++) {
    writeFileSync(file, `broken ${String(round)}`);
    openLedger(file, nowMs, silentLog).close();
    rmSync(file);
  }
  expect(keptFiles()).toHaveLength(2);
});

test('a row that was tampered with does not hide the others', () => {
  const ledger = openLedger(file, nowMs, silentLog);
  ledger.write(record('good'));
  ledger.write(record('bad'));
  ledger.close();
  const hand = new DatabaseSync(file);
  hand.exec(`UPDATE commands SET parameters = '{broken' WHERE id = 'bad'`);
  hand.close();
  const next = openLedger(file, nowMs, silentLog);
  expect(next.newest({}, 10).map(({ id }) => id)).toEqual(['good']);
  next.close();
});
