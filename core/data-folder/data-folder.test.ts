import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog, type Log } from '../log.ts';
import { lockDataFolder } from './lock.ts';
import { openLogFile } from './log-file.ts';
import { openSettingsFile } from './settings-file.ts';
import { StartError } from './start-error.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetdeck-data-'));
});

afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

describe('the data folder', () => {
  it('belongs to one console at a time, and the second is told so in one line', () => {
    const lock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(StartError);
    expect(() => lockDataFolder(folder)).toThrow(/is in use by another Fleetdeck\. Close that one, or start/);
    lock.release();
    lockDataFolder(folder).release();
  });

  it('is free again after its owner was killed', async () => {
    const child = fork(fileURLToPath(new URL('testing/hold-lock.ts', import.meta.url)), [folder], { execArgv: [] });
    await once(child, 'message');
    expect(() => lockDataFolder(folder)).toThrow(/in use/);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    lockDataFolder(folder).release();
  });

  it('is made where it is missing, for this user only', async () => {
    const made = join(folder, 'new', 'folder');
    lockDataFolder(made).release();
    if (process.platform !== 'win32') expect((await stat(made)).mode & 0o777).toBe(0o700);
  });

  it('that cannot be made says why', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(() => lockDataFolder(join(folder, 'file', 'inside'))).toThrow(
      process.platform === 'win32'
        ? /cannot be made: .+\.$/
        : /cannot be made: a part of its path is a file, not a folder\.$/,
    );
  });

  it('that has the name of a file says so', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(() => lockDataFolder(join(folder, 'file'))).toThrow(
      /cannot be made: a file of that name is there already\.$/,
    );
  });

  it.skipIf(process.platform !== 'linux')('is refused at once where the system makes no folders', () => {
    expect(() => lockDataFolder('/proc/fleetdeck/home')).toThrow(StartError);
    expect(() => lockDataFolder('/proc/fleetdeck/home')).toThrow(/cannot be made: no folder can be made in \/proc\.$/);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'is refused where this user may not write',
    async () => {
      await chmod(folder, 0o500);
      expect(() => lockDataFolder(join(folder, 'new', 'folder'))).toThrow(/cannot be made: permission was denied\.$/);
    },
  );
});

describe('the settings file', () => {
  const at = Date.UTC(2030, 0, 2, 3, 4, 5);

  it('keeps what was set for the next start', () => {
    openSettingsFile(folder, silentLog, at).set('connections.list', { a: [1, 2] });
    const next = openSettingsFile(folder, silentLog, at);
    expect(next.get('connections.list')).toEqual({ a: [1, 2] });
    expect(next.get('connections')).toBeUndefined();
    expect(next.notice).toBeUndefined();
  });

  it('keeps several values in one write, and loses those that are set to nothing', () => {
    const settings = openSettingsFile(folder, silentLog, at);
    settings.setAll({ a: 1, b: 2, 'c.d': 3 });
    settings.setAll({ b: undefined, a: 4 });
    const next = openSettingsFile(folder, silentLog, at);
    expect(['a', 'b', 'c.d', 'c'].map((key) => next.get(key))).toEqual([4, undefined, 3, undefined]);
  });

  it('can be read by this user only', async () => {
    openSettingsFile(folder, silentLog, at).set('key', 'value');
    if (process.platform !== 'win32') expect((await stat(join(folder, 'settings.json'))).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['half a file', '{"a": 1'],
    ['an empty file', ''],
    ['a list', '[1]'],
    ['no JSON', '\u0000\u0000\u0000'],
  ])('that holds %s is moved aside, said, and replaced by new settings', async (_what, text) => {
    await writeFile(join(folder, 'settings.json'), text);
    const warnings: string[] = [];
    const log: Log = { ...silentLog, warn: (event) => warnings.push(event) };
    const settings = openSettingsFile(folder, log, at);
    settings.set('a', 2);
    const kept = join(folder, 'settings.broken-2030-01-02T03-04-05-000Z.json');
    expect(await readFile(kept, 'utf8')).toBe(text);
    expect(settings.notice).toContain(kept);
    expect(warnings).toEqual(['damaged file moved aside']);
    expect(openSettingsFile(folder, silentLog, at).get('a')).toBe(2);
  });
});

describe('the log file', () => {
  const lines = async (name = 'part.log') =>
    (await readFile(join(folder, 'logs', name), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

  it('holds one JSON object a line, written at once', async () => {
    const log = openLogFile(folder, { name: 'part' });
    log.info('started', { port: 1 });
    log.warn('odd');
    log.debug('not asked for');
    expect(await lines()).toMatchObject([
      { msg: 'started', port: 1, part: 'part' },
      { msg: 'odd', level: 40 },
    ]);
    log.close();
  });

  it('hides what is named like a secret, should one ever be logged', async () => {
    const log = openLogFile(folder, { name: 'part' });
    log.info('saved', { password: 'hunter-2', connection: { password: 'hunter-2', name: 'mine' } });
    log.close();
    const [line] = await lines();
    expect(JSON.stringify(line)).not.toContain('hunter-2');
    expect(line).toMatchObject({ connection: { name: 'mine' } });
  });

  it('never takes more than two files of its size', async () => {
    const log = openLogFile(folder, { name: 'part', maximumBytes: 2000 });
    for (let index = 0; index < 200; index += 1) log.info('line', { index });
    log.close();
    const files = await readdir(join(folder, 'logs'));
    expect(files.toSorted()).toEqual(['part.1.log', 'part.log']);
    for (const file of files) expect((await stat(join(folder, 'logs', file))).size).toBeLessThanOrEqual(2000);
    expect((await lines()).at(-1)).toMatchObject({ index: 199 });
  });

  it('goes on where the last run ended', async () => {
    for (const run of [1, 2]) {
      const log = openLogFile(folder, { name: 'part' });
      log.info('run', { run });
      log.close();
    }
    expect(await lines()).toMatchObject([{ run: 1 }, { run: 2 }]);
  });

  it('that cannot be opened says why', async () => {
    await writeFile(join(folder, 'logs'), '');
    expect(() => openLogFile(folder, { name: 'part' })).toThrow(StartError);
  });

  it('is silent after its end', () => {
    const log = openLogFile(folder, { name: 'part' });
    log.close();
    log.info('late');
    log.close();
  });
});
