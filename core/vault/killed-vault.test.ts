import { fork } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prepareKiller, type Killer } from '../../test/support/kill/kill-at-change.ts';
import { emptyHandOver, type FolderVault, type VaultHandOver } from './folder-vault.ts';
import { createKeyringInFolder } from './testing/keyring-double.ts';
import type { KilledVaultMessage, KilledVaultOrder } from './testing/killed-vault.ts';
import { openTestVault, valueOf } from './testing/vault-fixture.ts';
import type { VaultBackend } from './vault-management.ts';

const entry = fileURLToPath(new URL('testing/killed-vault.ts', import.meta.url));
const key = 'connection/depot/password';
const other = 'connection/yard/clientKeyPem';
const secret = 'correct-horse-battery';
const otherSecret = '-----BEGIN PRIVATE KEY-----';
const newSecret = 'staple-of-another-kind';
const passphrase = 'four words of no sense';
const nextPassphrase = 'quite another sentence';
/** Processes at once. */
const breadth = 3;
/** Some thirty processes a test, on a machine that may have other things to do. */
const withinMs = 120_000;

let home: string;
let tools: string;
/** Undefined where there is none: then a process is killed between the named steps of the vault. */
let killer: Killer | undefined;

beforeAll(async () => {
  tools = await mkdtemp(join(tmpdir(), 'fleetdeck-killer-'));
  killer = prepareKiller(tools);
});

afterAll(async () => {
  await rm(tools, { recursive: true });
});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fleetdeck-killed-'));
});

afterEach(async () => {
  await rm(home, { recursive: true });
});

/** A vault, and the keyring of its computer. */
interface Place {
  readonly root: string;
  readonly folder: string;
  readonly keyringFolder: string;
}

const placeOf = (name: string): Place => {
  const root = join(home, name);
  return { root, folder: join(root, 'vault'), keyringFolder: join(root, 'keyring') };
};

const open = (place: Place, handedOver: VaultHandOver, onHandOver?: (next: VaultHandOver) => void) =>
  openTestVault({
    folder: place.folder,
    openKeyring: createKeyringInFolder(place.keyringFolder),
    handedOver,
    ...(onHandOver === undefined ? {} : { onHandOver }),
  });

/** Two secrets. @returns what the launcher holds for them. */
const prepare = async (place: Place, backend: VaultBackend): Promise<VaultHandOver> => {
  await mkdir(place.root);
  await mkdir(place.keyringFolder);
  let handOver = emptyHandOver;
  const vault = await open(place, emptyHandOver, (next) => {
    handOver = next;
  });
  valueOf(await vault.management.migrateTo(backend, { passphrase }));
  await vault.save(key, secret);
  await vault.save(other, otherSecret);
  return handOver;
};

interface Killed {
  readonly place: Place;
  readonly step: number;
  /** What the launcher holds after it. */
  readonly handOver: VaultHandOver;
}

/** @returns undefined where there were fewer steps than that. */
const killAt = async (
  prepared: Place,
  handedOver: VaultHandOver,
  action: KilledVaultOrder['action'],
  step: number,
): Promise<Killed | undefined> => {
  const place = placeOf(`step-${String(step)}`);
  await cp(prepared.root, place.root, { recursive: true });
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: join(tools, 'compiled'),
    ...killer?.({ under: place.folder, atStep: step, from: `${place.root}-begun` }),
  };
  const child = fork(entry, { execArgv: [], serialization: 'advanced', env });
  let handOver = handedOver;
  const done: KilledVaultMessage[] = [];
  child.on('message', (message: KilledVaultMessage) => {
    if (message.type === 'hand-over') ({ handOver } = message);
    else done.push(message);
  });
  const order: KilledVaultOrder = {
    folder: place.folder,
    keyringFolder: place.keyringFolder,
    handedOver,
    passphrase,
    nextPassphrase,
    action,
    key,
    secret: newSecret,
    killAtStep: killer === undefined ? step : null,
  };
  child.send(order);
  // Close comes after the last message; exit need not.
  const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_code, by) => {
      resolve(by);
    });
  });
  if (done.length > 0) return undefined;
  // Windows has no signals; there it is an exit code.
  if (process.platform !== 'win32') expect(signal).toBe('SIGKILL');
  return { place, step, handOver };
};

/** Kills a process at each step of what it does, and looks at what every one of them has left. */
const killAtEach = async (
  from: VaultBackend,
  action: KilledVaultOrder['action'],
  look: (killed: Killed) => Promise<void>,
): Promise<number> => {
  const prepared = placeOf('prepared');
  const handOver = await prepare(prepared, from);
  for (let first = 1; ; first += breadth) {
    const steps = Array.from({ length: breadth }, (_none, index) => first + index);
    const results = await Promise.all(steps.map((step) => killAt(prepared, handOver, action, step)));
    for (const killed of results) {
      if (killed === undefined) continue;
      await expectNoPlainText(killed.place);
      await look(killed);
    }
    const killedCount = results.filter((killed) => killed !== undefined).length;
    if (killedCount < breadth) return first - 1 + killedCount;
  }
};

const expectNoPlainText = async ({ root }: Place): Promise<void> => {
  const files = await readdir(root, { recursive: true, withFileTypes: true });
  for (const file of files.filter((each) => each.isFile())) {
    const text = await readFile(join(file.parentPath, file.name), 'latin1');
    for (const word of [secret, otherSecret, newSecret, passphrase, nextPassphrase]) {
      expect(text, file.name).not.toContain(word);
    }
  }
};

const unlockWithAny = async (vault: FolderVault): Promise<void> => {
  for (const each of [passphrase, nextPassphrase]) await vault.management.unlock(each);
};

const expectBoth = async (vault: FolderVault, step: number): Promise<void> => {
  expect(await vault.read(key), `step ${String(step)}`).toEqual({ status: 'ok', secret });
  expect(await vault.read(other), `step ${String(step)}`).toEqual({ status: 'ok', secret: otherSecret });
};

const moves = [
  ['memory', 'passphrase'],
  ['memory', 'os-keyring'],
  ['passphrase', 'os-keyring'],
  ['os-keyring', 'passphrase'],
  ['passphrase', 'memory'],
  ['os-keyring', 'memory'],
] as const satisfies readonly (readonly [VaultBackend, VaultBackend])[];

describe('a process that is killed at any step of a move', { timeout: withinMs }, () => {
  it.each(moves)(
    'from %s to %s leaves every secret, says what is half done, and lets it be ended',
    async (from, to) => {
      let unfinishedCount = 0;
      const stepCount = await killAtEach(from, `to-${to}`, async ({ place, step, handOver }) => {
        if (from !== 'memory' && to !== 'memory') {
          // The launcher was killed, too: nothing was handed over.
          const afterAll = await open(place, emptyHandOver);
          await unlockWithAny(afterAll);
          await expectBoth(afterAll, step);
        }
        const vault = await open(place, handOver);
        await unlockWithAny(vault);
        await expectBoth(vault, step);
        const { backend, unfinished } = await vault.management.state();
        const isInOnePlace = (await vault.entries()).every((each) => each.backend === backend);
        if (!isInOnePlace) expect(unfinished, `step ${String(step)}`).not.toBeNull();
        if (unfinished !== null) {
          unfinishedCount += 1;
          expect(unfinished).toMatchObject({ canContinue: true });
          expect(unfinished.explanation).toContain('Nothing is lost.');
        }
        valueOf(await vault.management.migrateTo(to, { passphrase }));
        await expectBoth(vault, step);
        expect((await vault.management.state()).unfinished).toBeNull();
        expect((await vault.entries()).map((each) => each.backend)).toEqual([to, to]);
        const names = await readdir(place.folder);
        expect(names.filter((name) => /\.tmp$|^key-[^.]+\.json$/.test(name))).toHaveLength(to === 'memory' ? 0 : 1);
      });
      expect(stepCount).toBeGreaterThan(8);
      expect(unfinishedCount).toBeGreaterThan(0);
    },
  );
});

describe('a process that is killed at any step of', { timeout: withinMs }, () => {
  it('saving leaves the former value or the new one', async () => {
    const seen = new Set<string>();
    await killAtEach('passphrase', 'save', async ({ place }) => {
      const vault = await open(place, emptyHandOver);
      await unlockWithAny(vault);
      const answer = await vault.read(key);
      seen.add(answer.status === 'ok' ? answer.secret : answer.status);
      expect(await vault.read(other)).toEqual({ status: 'ok', secret: otherSecret });
    });
    expect([...seen].sort()).toEqual([secret, newSecret].sort());
  });

  it('removing leaves that secret whole or gone, and the other', async () => {
    const seen = new Set<string>();
    await killAtEach('os-keyring', 'remove', async ({ place }) => {
      const vault = await open(place, emptyHandOver);
      seen.add((await vault.read(key)).status);
      expect(await vault.read(other)).toEqual({ status: 'ok', secret: otherSecret });
    });
    expect([...seen].sort()).toEqual(['absent', 'ok']);
  });

  it('changing the passphrase leaves one of the two, and every secret', async () => {
    const seen = new Set<string>();
    await killAtEach('passphrase', 'change-passphrase', async ({ place, step }) => {
      const vault = await open(place, emptyHandOver);
      const isNext = (await vault.management.unlock(nextPassphrase)).isDone;
      const isFormer = !isNext && (await vault.management.unlock(passphrase)).isDone;
      expect([isNext, isFormer].filter(Boolean)).toHaveLength(1);
      seen.add(isNext ? 'next' : 'former');
      await expectBoth(vault, step);
    });
    expect([...seen].sort()).toEqual(['former', 'next']);
  });
});
