import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
