import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail, ok } from '../../shared/contract/result.ts';
import { AuditError } from './audit-log.ts';
import { recorded } from './recorded.ts';
import { AuditFixture } from './testing/audit-fixture.ts';

let fixture: AuditFixture;

beforeEach(() => {
  fixture = new AuditFixture();
});

afterEach(() => {
  fixture.remove();
});

const action = { kind: 'token', action: 'token.revoke', target: 'Dispatch 3', detail: 'On request' } as const;
const outcomes = (audit: ReturnType<AuditFixture['open']>) =>
  audit
    .query({ limit: 10 })
    .entries.toReversed()
    .map(({ outcome, detail, operationId }) => ({ outcome, detail, operationId }));

test('an operation is on record before it is done, and its end after', async () => {
  const audit = fixture.open();
  const result = await recorded(audit, action, async () => {
    expect(outcomes(audit)).toMatchObject([{ outcome: 'started', detail: 'On request' }]);
    return ok('done');
  });
  expect(result).toEqual(ok('done'));
  const rows = outcomes(audit);
  expect(rows).toMatchObject([{ outcome: 'started' }, { outcome: 'succeeded' }]);
  expect(new Set(rows.map(({ operationId }) => operationId)).size).toBe(1);
  expect(audit.unfinished(10)).toEqual([]);
});

test.each([
  ['refused', fail('not-authorised', 'The token may not do that.'), 'refused'],
  ['failed', fail('conflict', 'It exists already.'), 'failed'],
  ['without an answer', fail('timeout', 'No answer came.'), 'unknown'],
])('an operation that ends %s is recorded with its explanation', async (_how, failure, outcome) => {
  const audit = fixture.open();
  expect(await recorded(audit, action, async () => failure)).toEqual(failure);
  expect(outcomes(audit)[1]).toMatchObject({ outcome, detail: failure.ok ? '' : failure.error.message });
});

test('an operation that breaks is recorded as unknown, and breaks as before', async () => {
  const audit = fixture.open();
  const broken = recorded(audit, action, async () => {
    throw new Error('bug');
  });
  await expect(broken).rejects.toThrow('bug');
  expect(outcomes(audit)[1]).toMatchObject({ outcome: 'unknown' });
});

test('what cannot be recorded is not done', async () => {
  let isDone = false;
  const result = await recorded(
    {
      append: () => {
        throw new AuditError('The audit log could not be written: the disk is full.');
      },
    },
    action,
    async () => {
      isDone = true;
      return ok(null);
    },
  );
  expect(result).toEqual(fail('internal', 'The audit log could not be written: the disk is full.'));
  expect(isDone).toBe(false);
});

test('what was done is answered, also where its end cannot be recorded', async () => {
  const audit = fixture.open();
  const full: Pick<typeof audit, 'append'> = {
    append: (event) => {
      if (event.outcome !== 'started') throw new AuditError('full');
      return audit.append(event);
    },
  };
  expect(await recorded(full, action, async () => ok('done'))).toEqual(ok('done'));
  expect(audit.unfinished(10)).toHaveLength(1);
});
