import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail, ok } from '../../shared/contract/result.ts';
import { AuditError } from './audit-log.ts';
import { recordedEach } from './recorded-each.ts';
import { AuditFixture } from './testing/audit-fixture.ts';

let fixture: AuditFixture;

beforeEach(() => {
  fixture = new AuditFixture();
});

afterEach(() => {
  fixture.remove();
});

const actions = ['VAN-1', 'VAN-2'].map((target) => ({ kind: 'device', action: 'device.create', target }) as const);
const rowsOf = (audit: ReturnType<AuditFixture['open']>) =>
  audit
    .query({ limit: 20 })
    .entries.toReversed()
    .map(({ target, outcome, detail }) => [target, outcome, detail]);

test('all are on record before any is done, and each with its own end after', async () => {
  const audit = fixture.open();
  const result = await recordedEach(
    audit,
    actions,
    async () => {
      expect(rowsOf(audit)).toEqual([
        ['VAN-1', 'started', ''],
        ['VAN-2', 'started', ''],
      ]);
      return ok('done');
    },
    () => [
      { outcome: 'succeeded', detail: '' },
      { outcome: 'refused', detail: 'It exists already.' },
    ],
  );
  expect(result).toEqual(ok('done'));
  expect(rowsOf(audit).slice(2)).toEqual([
    ['VAN-1', 'succeeded', ''],
    ['VAN-2', 'refused', 'It exists already.'],
  ]);
  expect(audit.unfinished(10)).toEqual([]);
});

test('one of which nothing was said, and all when it breaks, end as unknown', async () => {
  const audit = fixture.open();
  await recordedEach(
    audit,
    actions,
    () => Promise.resolve(fail('timeout', 'No answer.')),
    () => [],
  );
  const broken = recordedEach(
    audit,
    actions,
    () => Promise.reject(new Error('bug')),
    () => [],
  );
  await expect(broken).rejects.toThrow('bug');
  const outcomes = rowsOf(audit).map(([, outcome]) => outcome);
  expect(outcomes).toEqual(['started', 'started', 'unknown', 'unknown', 'started', 'started', 'unknown', 'unknown']);
});

test('where the second of them cannot be recorded, none is done', async () => {
  let appended = 0;
  let isDone = false;
  const result = await recordedEach(
    {
      append: () => {
        appended += 1;
        if (appended > 1) throw new AuditError('The disk is full.');
        return undefined as never;
      },
    },
    actions,
    () => {
      isDone = true;
      return Promise.resolve(ok(null));
    },
    () => [],
  );
  expect(result).toEqual(fail('internal', 'The disk is full.'));
  expect(isDone).toBe(false);
});
