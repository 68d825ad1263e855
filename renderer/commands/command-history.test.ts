import { describe, expect, it } from 'vitest';
import type { CommandRecord } from '../../shared/command/record.ts';
import { applyCommandsEvent, historyLimit } from './command-history.ts';
import { lifeOf, meaningOf } from './command-words.ts';

const record = (changes: Partial<CommandRecord>): CommandRecord => ({
  id: 'one',
  connectionId: 'practice',
  vehicleId: 'TRUCK-001',
  vehicleName: 'TRUCK-001',
  name: 'flashLights',
  title: 'Flash lights',
  parameters: { seconds: 5 },
  state: 'sent',
  message: null,
  draftedAtMs: 1000,
  confirmedAtMs: 2000,
  sentAtMs: 2100,
  acceptedAtMs: null,
  finishedAtMs: null,
  expiresAtMs: 60_000,
  ...changes,
});

describe('command history', () => {
  it('follows one command from sent to completed in one line', () => {
    const sent = applyCommandsEvent(undefined, { kind: 'snapshot', sequence: 1, records: [record({})] });
    const accepted = applyCommandsEvent(sent, {
      kind: 'delta',
      sequence: 2,
      records: [record({ state: 'accepted', acceptedAtMs: 2500 })],
    });
    const completed = applyCommandsEvent(accepted, {
      kind: 'delta',
      sequence: 3,
      records: [record({ state: 'completed', acceptedAtMs: 2500, finishedAtMs: 7500, message: 'Lights flashed.' })],
    });
    expect(completed).toHaveLength(1);
    expect(completed?.[0]?.state).toBe('completed');
    expect(completed?.[0] === undefined ? [] : lifeOf(completed[0])).toEqual([
      { word: 'Sent', atMs: 2100 },
      { word: 'Accepted', atMs: 2500 },
      { word: 'Completed', atMs: 7500 },
    ]);
  });

  it('shows the newest first', () => {
    const history = applyCommandsEvent(undefined, {
      kind: 'snapshot',
      sequence: 1,
      records: [record({ id: 'old' }), record({ id: 'new', confirmedAtMs: 9000 })],
    });
    expect(history?.map(({ id }) => id)).toEqual(['new', 'old']);
  });

  it('leaves out drafts: nothing was sent', () => {
    const draft = record({ state: 'drafted', confirmedAtMs: null, sentAtMs: null });
    const discarded = record({ id: 'two', state: 'expired', confirmedAtMs: null, sentAtMs: null, finishedAtMs: 3000 });
    expect(applyCommandsEvent(undefined, { kind: 'snapshot', sequence: 1, records: [draft, discarded] })).toEqual([]);
  });

  it('starts again from a snapshot and ignores a delta that comes before one', () => {
    expect(applyCommandsEvent(undefined, { kind: 'delta', sequence: 1, records: [record({})] })).toBeNull();
    const history = applyCommandsEvent([record({ id: 'gone' })], {
      kind: 'snapshot',
      sequence: 1,
      records: [record({})],
    });
    expect(history?.map(({ id }) => id)).toEqual(['one']);
  });

  it('is bounded', () => {
    const records = Array.from({ length: historyLimit + 5 }, (_, index) =>
      record({ id: String(index), confirmedAtMs: index + 1 }),
    );
    const history = applyCommandsEvent(undefined, { kind: 'snapshot', sequence: 1, records });
    expect(history).toHaveLength(historyLimit);
    expect(history?.[0]?.confirmedAtMs).toBe(historyLimit + 5);
  });

  it('tells what to do when the end of a command is not known', () => {
    expect(meaningOf(record({ state: 'expired' }))).toMatch(/may still have been carried out/);
    expect(meaningOf(record({ state: 'unknown' }))).toMatch(/Check the vehicle/);
    expect(meaningOf(record({ state: 'completed' }))).toBeNull();
  });
});
