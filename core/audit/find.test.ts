import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findRows } from './find.ts';
import { AuditReader } from './reader.ts';
import { AuditFixture, auditEvent } from './testing/audit-fixture.ts';

let fixture: AuditFixture;
let database: DatabaseSync;

beforeEach(() => {
  fixture = new AuditFixture();
  const audit = fixture.open();
  for (let number = 1; number <= 11; number++) {
    audit.append(auditEvent({ target: number % 4 === 0 ? 'rare' : `Token ${String(number)}` }));
  }
  audit.close();
  database = new DatabaseSync(fixture.file, { readOnly: true });
});

afterEach(() => {
  database.close();
  fixture.remove();
});

const sequencesOf = async (
  query: Parameters<typeof findRows>[1],
  rowsAtOnce: number,
): Promise<{ readonly sequences: readonly number[]; readonly hasMore: boolean }> => {
  const page = await findRows(new AuditReader(database), query, undefined, rowsAtOnce);
  if (!page.ok) throw new Error(page.error.message);
  return { sequences: page.value.entries.map(({ sequence }) => sequence), hasMore: page.value.hasMore };
};

test.each([1, 2, 3, 5, 10, 11, 100])(
  'a page is the same however many rows (%i) are looked at in one go',
  async (rows) => {
    expect(await sequencesOf({ limit: 4 }, rows)).toEqual({ sequences: [11, 10, 9, 8], hasMore: true });
    expect(await sequencesOf({ limit: 4, beforeSequence: 4 }, rows)).toEqual({ sequences: [3, 2, 1], hasMore: false });
    expect(await sequencesOf({ limit: 1, text: 'rare' }, rows)).toEqual({ sequences: [8], hasMore: true });
    expect(await sequencesOf({ limit: 1, text: 'rare', beforeSequence: 8 }, rows)).toEqual({
      sequences: [4],
      hasMore: false,
    });
    expect(await sequencesOf({ limit: 5, text: 'nowhere' }, rows)).toEqual({ sequences: [], hasMore: false });
  },
);

test('nobody who has left is looked for any further', async () => {
  const found = await findRows(new AuditReader(database), { limit: 5, text: 'nowhere' }, AbortSignal.abort(), 2);
  expect(found).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});
