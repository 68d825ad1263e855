import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Audit } from './audit-log.ts';
import { exportAudit } from './exported-file.ts';
import { AuditFixture, auditEvent, verified } from './testing/audit-fixture.ts';

let fixture: AuditFixture;

beforeEach(() => {
  fixture = new AuditFixture();
});

afterEach(() => {
  fixture.remove();
});

const exported = async (audit: Audit, ...[format, filter]: Parameters<Audit['export']>): Promise<string> => {
  let content = '';
  for await (const piece of audit.export(format, filter)) content += piece;
  return content;
};

test('a third party can verify the JSON Lines with a hash function and nothing of ours', async () => {
  const audit = fixture.open();
  fixture.append(audit, 700);
  audit.append(auditEvent({ target: 'Dépôt "3"\\\n\u2028', connection: undefined, operationId: 'a' }));
  const lines = (await exported(audit, 'jsonl')).trimEnd().split('\n');
  let previous: unknown;
  for (const line of lines) {
    const { hash, ...rest } = JSON.parse(line) as Record<string, unknown>;
    expect(previous === undefined || rest.previousHash === previous).toBe(true);
    const encoding = JSON.stringify(['fleetdeck-audit/1', ...Object.values(rest)]);
    expect(hash).toBe(createHash('sha256').update(encoding).digest('hex'));
    previous = hash;
  }
  expect(lines).toHaveLength(701);
  expect(previous).toBe((await verified(audit)).head?.hash);
});

const python = '/usr/bin/python3';

test.skipIf(!existsSync(python))(
  'the program in the documentation accepts a whole export, and not a changed one',
  async () => {
    const audit = fixture.open();
    fixture.append(audit, 5);
    audit.append(auditEvent({ target: 'Dépôt "3"\\\n\u2028\u007f\u0001😀', connection: undefined }));
    const manual = readFileSync(new URL('../../docs/audit.md', import.meta.url), 'utf8');
    const program = path.join(fixture.folder, 'verify.py');
    writeFileSync(program, /```python\n([\s\S]*?)```/.exec(manual)?.[1] ?? '');
    const content = await exported(audit, 'jsonl');
    const run = async (text: string) => {
      const file = path.join(fixture.folder, 'audit.jsonl');
      writeFileSync(file, text);
      return promisify(execFile)(python, [program, file]);
    };
    expect((await run(content)).stdout).toContain(`intact, ends with ${(await verified(audit)).head?.hash ?? ''}`);
    await expect(run(content.replace('Token 3', 'Token 4'))).rejects.toThrow('entry 3 does not fit');
  },
);

test('CSV holds every row with its hashes, quoted where it must be, and no formula', async () => {
  const audit = fixture.open();
  for (const target of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', 'a "b", c', 'two\nlines', 'plain']) {
    audit.append(auditEvent({ target }));
  }
  const content = await exported(audit, 'csv');
  const cells = [...content.matchAll(/token\.create,("(?:[^"]|"")*"|[^,]*),succeeded/g)].map(([, cell]) => cell);
  expect(cells).toEqual(["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", '"a ""b"", c"', '"two\nlines"', 'plain']);
  const { head } = await verified(audit);
  expect(content.startsWith('time,sequence,atMs,user,')).toBe(true);
  expect(content.endsWith(`${head?.hash ?? ''}\r\n`)).toBe(true);
  expect(content).toContain('2030-01-01T00:00:00.000Z,1,1893456000000,ida,token,hamburg,Hamburg,');
});

test('an export can be of some rows only', async () => {
  const audit = fixture.open();
  fixture.append(audit, 3);
  audit.append(auditEvent({ kind: 'vault' }));
  expect((await exported(audit, 'jsonl', { kinds: ['vault'] })).trimEnd().split('\n')).toHaveLength(1);
});

test('an export for a window is one file with a name, and one that is too large says what to do', async () => {
  const audit = fixture.open();
  fixture.append(audit, 3);
  const content = await exported(audit, 'csv');
  expect(await exportAudit(audit, fixture.clock, 'csv')).toEqual({
    ok: true,
    value: { fileName: 'fleetdeck-audit-2030-01-01.csv', mediaType: 'text/csv', content },
  });
  expect(await exportAudit(audit, fixture.clock, 'jsonl', {}, 100)).toMatchObject({
    ok: false,
    error: { code: 'too-large' },
  });
});
