import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createKeyringInFolder } from '../../../core/vault/testing/keyring-double.ts';
import { openTestVault } from '../../../core/vault/testing/vault-fixture.ts';
import { killAtEachStep } from '../../support/kill/at-each-step.ts';
import { prepareKiller } from '../../support/kill/kill-at-change.ts';
import { addDepot, hosts, openConsole, secrets } from './change-connections.ts';

const home = mkdtempSync(path.join(tmpdir(), 'fleetdeck-killed-connections-'));
const killer = prepareKiller(home);

afterAll(() => {
  rmSync(home, { recursive: true });
});

const prepare = async (folder: string): Promise<void> => {
  mkdirSync(`${folder}-keyring`);
  const fixture = await openConsole(folder);
  await addDepot(fixture);
  await fixture.close();
};

const passwordsOf = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const openKeyring = createKeyringInFolder(`${folder}-keyring`);
  const vault = await openTestVault({ folder: path.join(folder, 'vault'), openKeyring });
  const found = new Map<string, string>();
  for (const { key } of await vault.entries()) {
    const answer = await vault.read(key);
    if (answer.status !== 'ok') throw new Error(`${key} is ${answer.status}`);
    found.set(key, answer.secret);
  }
  return found;
};

const expectNoPlainText = (folder: string, what: string): void => {
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())) {
    const text = readFileSync(path.join(file.parentPath, file.name), 'latin1');
    for (const secret of Object.values(secrets)) expect(text, `${file.name} ${what}`).not.toContain(secret);
  }
};

test.skipIf(killer === undefined)(
  'a console that is killed while connections are moved, added and removed says so, keeps what was answered, and takes no password to another host',
  { timeout: 180_000 },
  async () => {
    if (killer === undefined) return;
    const script = path.join(import.meta.dirname, 'change-connections.ts');
    let saidCount = 0;
    let leftOverCount = 0;
    const program = { script, home, killer, prepare, stride: 11 };
    const steps = await killAtEachStep(program, async ({ folder, step, said }) => {
      const what = `after step ${String(step)}: ${said.join(', ')}`;
      expectNoPlainText(folder, what);
      const passwords = await passwordsOf(folder);
      const fixture = await openConsole(folder);
      const connections = (await fixture.until('connections', {}, () => true)).at(-1)?.connections ?? [];
      for (const { id, isEnabled } of connections) {
        const password = passwords.get(`connection/${id}/password`);
        const { settings } = await fixture.call('connections.get', { id });
        const own =
          settings.name === 'Yard' ? secrets.added : settings.url === hosts.former ? secrets.former : secrets.next;
        if (isEnabled) expect(password, what).toBe(own);
        else expect([secrets.former, secrets.next], what).toContain(password);
      }
      const names = connections.map(({ name }) => name);
      expect(names.includes('Yard') || !said.includes('added'), what).toBe(true);
      if (said.includes('removed')) expect(names, what).not.toContain('Depot');
      if (said.length < 2) expect(names, what).toContain('Depot');
      // What has no end on record is said with what to do, unless it was answered.
      const interrupted = await fixture.call('audit.interrupted', {});
      expect(interrupted.length, what).toBeLessThanOrEqual(1);
      for (const entry of interrupted) {
        saidCount += 1;
        expect(entry, what).toMatchObject({ kind: 'connection', outcome: 'unknown' });
        expect(entry.detail, what).toContain('under Connections');
      }
      const isOff = connections.some(({ isEnabled }) => !isEnabled);
      if (isOff) expect(interrupted, what).toMatchObject([{ action: 'connection.save', target: 'Depot' }]);
      // What is left of one that was being made or removed can be removed; what is in use cannot.
      const ids = connections.map(({ id }) => id);
      for (const { key, isLeftOver } of (await fixture.call('vault.view', {})).entries) {
        expect(isLeftOver, what).toBe(!ids.some((id) => key.startsWith(`connection/${id}/`)));
        const forgotten = await fixture.client.call('vault.forget', { key });
        expect(forgotten.ok, what).toBe(isLeftOver);
        if (isLeftOver) leftOverCount += 1;
        if (forgotten.ok) expect(forgotten.value.entries.map((entry) => entry.key)).not.toContain(key);
      }
      expect(await fixture.call('audit.verify', {}), what).toMatchObject({ isIntact: true });
      await fixture.close();
      expectNoPlainText(folder, what);
    });
    expect(steps).toBeGreaterThan(100);
    expect(saidCount).toBeGreaterThan(0);
    expect(leftOverCount).toBeGreaterThan(0);
  },
);
