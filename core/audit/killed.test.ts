import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
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

/** @returns the sequences that were answered, and whether it came to its end. */
const appendUntil = async (folder: string, appends: number, atStep: number) => {
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: path.join(tools, 'compiled'),
    ...killer?.({ under: folder, atStep, from: `${folder}-begun` }),
  };
  const child = spawn(process.execPath, [script, folder, 'none', String(appends)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (child.exitCode !== 0) expect(child.signalCode).toBe('SIGKILL');
  return { answered: output.trim().split('\n').filter(Boolean).map(Number), isEnded: child.exitCode === 0 };
};

test.skipIf(killer === undefined)(
  'a log that is killed at any write of its beginning, two rows and its end is whole, has every row that was answered, and goes on',
  { timeout: 120_000 },
  async () => {
    const appends = 2;
    const lanes = [0, 1].map(async (lane) => {
      for (let step = lane + 1; ; step += 2) {
        const folder = path.join(fixture.folder, `step-${String(step)}`);
        mkdirSync(folder);
        const { answered, isEnded } = await appendUntil(folder, appends, step);
        const what = `step ${String(step)}`;
        const settings = openSettingsFile(folder, silentLog, fixture.nowMs);
        expect(settings.notice, what).toBeUndefined();
        const audit = fixture.open({ file: path.join(folder, 'audit.sqlite'), anchor: settingsAnchor(settings) });
        const found = await verified(audit);
        expect(found, what).toMatchObject({ isIntact: true, breakCount: 0 });
        // The row that was under way may be there; it was not answered.
        expect([answered.length, Math.min(answered.length + 1, appends)], what).toContain(found.rowCount);
        expect(found.end, what).toBe(
          answered.length === 0 && settings.get('auditAnchor') === undefined ? 'not-noted' : 'as-noted',
        );
        audit.append(auditEvent());
        const after = await verified(audit);
        expect(after, what).toMatchObject({ isIntact: true, rowCount: found.rowCount + 1, end: 'as-noted' });
        expect(
          readdirSync(folder).filter((name) => /unreadable|broken/.test(name)),
          what,
        ).toEqual([]);
        audit.close();
        if (isEnded) return step;
      }
    });
    expect(Math.min(...(await Promise.all(lanes)))).toBeGreaterThan(60);
  },
);
