import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { killAtEachStep } from '../../test/support/kill/at-each-step.ts';
import { prepareKiller } from '../../test/support/kill/kill-at-change.ts';
import { openSettingsFile } from '../data-folder/settings-file.ts';
import { silentLog } from '../log.ts';
import { settingsAnchor } from './anchor.ts';
import { AuditFixture, auditEvent, verified } from './testing/audit-fixture.ts';

let fixture: AuditFixture;

beforeEach(() => {
  fixture = new AuditFixture();
});

afterEach(() => {
  fixture.remove();
});

const tools = mkdtempSync(path.join(tmpdir(), 'fleetdeck-killer-'));
const killer = prepareKiller(tools);

afterAll(() => {
  rmSync(tools, { recursive: true });
});

const script = fileURLToPath(new URL('testing/append-until-killed.ts', import.meta.url));

test.each([
  ['in-transaction', 2],
  ['before-anchor', 3],
  ['after-anchor', 3],
] as const)(
  'the chain holds after a kill without warning %s, and every row that was answered is there',
  async (step, rows) => {
    const child = spawn(process.execPath, [script, fixture.folder, step, '3'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(child.signalCode).toBe('SIGKILL');
    expect(output.trim().split('\n')).toEqual(['1', '2']);
    const audit = fixture.open({
      anchor: settingsAnchor(openSettingsFile(fixture.folder, silentLog, fixture.nowMs)),
    });
    expect(await verified(audit)).toMatchObject({ isIntact: true, rowCount: rows, end: 'as-noted' });
    audit.append(auditEvent());
    expect(await verified(audit)).toMatchObject({ isIntact: true, rowCount: rows + 1, end: 'as-noted' });
  },
);

test.skipIf(killer === undefined)(
  'a log that is killed at any write of its beginning, two rows and its end is whole, has every row that was answered, and goes on',
  { timeout: 120_000 },
  async () => {
    if (killer === undefined) return;
    const appends = 2;
    const program = { script, args: ['none', String(appends)], home: tools, killer };
    const steps = await killAtEachStep(program, async ({ folder, step, said }) => {
      const what = `step ${String(step)}`;
      const settings = openSettingsFile(folder, silentLog, fixture.nowMs);
      expect(settings.notice, what).toBeUndefined();
      const isNoted = settings.get('auditAnchor') !== undefined;
      const audit = fixture.open({ file: path.join(folder, 'audit.sqlite'), anchor: settingsAnchor(settings) });
      const found = await verified(audit);
      expect(found, what).toMatchObject({ isIntact: true, breakCount: 0, end: isNoted ? 'as-noted' : 'not-noted' });
      // The row that was under way may be there; it was not answered.
      expect([said.length, Math.min(said.length + 1, appends)], what).toContain(found.rowCount);
      if (said.length > 0) expect(isNoted, what).toBe(true);
      audit.append(auditEvent());
      const after = await verified(audit);
      expect(after, what).toMatchObject({ isIntact: true, rowCount: found.rowCount + 1, end: 'as-noted' });
      expect(
        readdirSync(folder).filter((name) => /unreadable|broken/.test(name)),
        what,
      ).toEqual([]);
      audit.close();
    });
    expect(steps).toBeGreaterThan(60);
  },
);
