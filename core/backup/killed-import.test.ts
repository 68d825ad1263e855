import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { killAtEachStep } from '../../test/support/kill/at-each-step.ts';
import { prepareKiller } from '../../test/support/kill/kill-at-change.ts';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import { silentLog } from '../log.ts';
import { createBackup } from './backup.ts';
import { connectionSettings, Machine, passphrase } from './testing/backup-fixture.ts';
import { openMachine } from './testing/import-until-killed.ts';
import type { Interruptible } from './testing/interrupted.ts';

const home = mkdtempSync(path.join(tmpdir(), 'fleetdeck-killed-import-'));
const killer = prepareKiller(home);
const script = fileURLToPath(new URL('testing/import-until-killed.ts', import.meta.url));

afterAll(() => {
  rmSync(home, { recursive: true });
});

const here = connectionSettings('Oslo', 'mqtts://oslo.example.com:8883');
const moved = connectionSettings('Oslo', 'mqtts://elsewhere.example.net:8883');
const hamburg = connectionSettings('Hamburg', 'mqtts://hamburg.example.com:8883');
const secrets = ['password-from-here', 'password-from-the-file', 'password-also-from-the-file'];
const [fromHere = '', fromTheFile = '', alsoFromTheFile = ''] = secrets;

interface State {
  readonly connections: unknown;
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly note: unknown;
}

const ok = (secret: string) => ({ status: 'ok', secret });
const before: State = {
  connections: { 'oslo-1': here },
  secrets: { 'connection/oslo-1/password': ok(fromHere) },
  note: undefined,
};
const after: State = {
  connections: { 'oslo-1': moved, 'hamburg-1': hamburg },
  secrets: {
    'connection/hamburg-1/password': ok(alsoFromTheFile),
    'connection/oslo-1/password': ok(fromTheFile),
  },
  note: undefined,
};

const stateOf = async ({ settings, vault }: Interruptible): Promise<State> => {
  const keys = (await vault.entries()).map(({ key }) => key);
  const answers = await Promise.all(keys.map(async (key) => [key, await vault.read(key)] as const));
  return {
    connections: settings.get('connections'),
    secrets: Object.fromEntries(answers),
    note: settings.get('importUnderWay'),
  };
};

const prepare = async (folder: string, content: string): Promise<void> => {
  mkdirSync(`${folder}-keyring`);
  const { settings, vault } = await openMachine(folder);
  settings.set('connections', before.connections);
  await vault.save('connection/oslo-1/password', fromHere);
  writeFileSync(path.join(folder, 'backup.age'), content);
};

/** At no moment could a password go to a host that it was not entered for. */
const expectNoPasswordAstray = ({ connections, secrets: stored }: State): void => {
  const oslo = (connections as Readonly<Record<string, ConnectionSettings | undefined>>)['oslo-1'];
  if (oslo?.isEnabled !== true) return;
  expect(stored['connection/oslo-1/password']).toEqual(ok(oslo.url === here.url ? fromHere : fromTheFile));
};

const expectNoPlainText = (folder: string): void => {
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())) {
    const text = readFileSync(path.join(file.parentPath, file.name), 'latin1');
    for (const secret of secrets) expect(text, file.name).not.toContain(secret);
  }
};

test.skipIf(killer === undefined)(
  'an import that is killed at any write of settings or vault is the old state or the new one after the next start',
  { timeout: 120_000 },
  async () => {
    if (killer === undefined) return;
    const file = new Machine()
      .connect('oslo-1', moved, fromTheFile)
      .connect('hamburg-1', hamburg, alsoFromTheFile)
      .exported(passphrase);
    const content = await file;
    const outcomes: { readonly step: number; readonly isNew: boolean }[] = [];
    const program = { script, home, killer, stride: 3, prepare: (folder: string) => prepare(folder, content) };
    const steps = await killAtEachStep(program, async ({ folder, step }) => {
      expectNoPlainText(folder);
      const machine = await openMachine(folder);
      expectNoPasswordAstray(await stateOf(machine));
      const backup = createBackup({
        ...machine,
        clock: { now: () => 0, after: () => () => undefined },
        log: silentLog,
        managedIds: () => [],
        onImported: () => undefined,
      });
      expect(await backup.finishInterrupted(), `step ${String(step)}`).toEqual({ ok: true, value: [] });
      const state = await stateOf(machine);
      expect([before, after], `step ${String(step)}`).toContainEqual(state);
      outcomes.push({ step, isNew: JSON.stringify(state) === JSON.stringify(after) });
      expectNoPlainText(folder);
    });
    expect(steps).toBeGreaterThan(30);
    // Once it is the new state, it is so for every later step.
    const isNew = outcomes.toSorted((a, b) => a.step - b.step).map((outcome) => outcome.isNew);
    expect(isNew.lastIndexOf(false)).toBe(isNew.indexOf(true) - 1);
    expect(isNew[0]).toBe(false);
  },
);
