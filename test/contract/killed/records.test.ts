import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { killAtEachStep } from '../../support/kill/at-each-step.ts';
import { prepareKiller } from '../../support/kill/kill-at-change.ts';
import { openRecords, stateOf, writings } from './write-records.ts';

const home = mkdtempSync(path.join(tmpdir(), 'fleetdeck-killed-records-'));
const killer = prepareKiller(home);

afterAll(() => {
  rmSync(home, { recursive: true });
});

/** After none, one, two … of the writings. */
const states = (): readonly ReturnType<typeof stateOf>[] => {
  const folder = path.join(home, 'unharmed');
  mkdirSync(folder);
  const records = openRecords(folder);
  const reached = [stateOf(records)];
  for (const write of writings) {
    write(records);
    reached.push(stateOf(records));
  }
  records.close();
  return reached;
};

test.skipIf(killer === undefined)(
  'ledger, record of tokens and settings that are killed at any write hold all that was answered, and are as they were before or after what was not',
  { timeout: 120_000 },
  async () => {
    if (killer === undefined) return;
    const expected = states();
    const script = path.join(import.meta.dirname, 'write-records.ts');
    const steps = await killAtEachStep({ script, home, killer, stride: 3 }, ({ folder, step, said }) => {
      const records = openRecords(folder);
      const what = `step ${String(step)}`;
      expect([expected[said.length], expected[said.length + 1]], what).toContainEqual(stateOf(records));
      expect(records.settings.notice, what).toBeUndefined();
      for (const write of writings) write(records);
      expect(stateOf(records), what).toEqual(expected.at(-1));
      records.close();
      expect(
        readdirSync(folder).filter((name) => /unreadable|broken/.test(name)),
        what,
      ).toEqual([]);
      return Promise.resolve();
    });
    expect(steps).toBeGreaterThan(60);
  },
);
