import { fork } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlatformKind } from '../../../shared/platform/kinds.ts';
import { createEngineFixture, type EngineFixture } from '../../support/engine-fixture.ts';
import { startPractice, type PracticeProcess } from '../../support/practice.ts';
import { readTokens, tokensIn } from '../../support/read-tokens.ts';
import { administrator, makeBeside, namesOn, ordinary, type Practice } from './desk-fixture.ts';
import { openPlaces, type Places } from './interrupted-desk.ts';
import type { KilledDeskMessage, KilledDeskOrder } from './killed-desk.ts';

const program = path.join(import.meta.dirname, 'killed-desk.ts');
/** Some twenty processes a test, on a machine that may have other things to do. */
const withinMs = 240_000;
/** Processes at once, each with a platform of its own: its limit of requests is everybody's together. */
const breadth = 3;

let platforms: readonly PracticeProcess[];
let home: string;

beforeAll(async () => {
  platforms = await Promise.all(Array.from({ length: breadth }, () => startPractice(1)));
  home = await mkdtemp(path.join(tmpdir(), 'fleetdeck-killed-desk-'));
});

afterAll(async () => {
  await Promise.all(platforms.map((platform) => platform.stop()));
  await rm(home, { recursive: true });
});

interface Killed {
  readonly practice: Practice;
  readonly places: Places;
  readonly step: number;
  readonly name: string;
  /** All that may be in no file: the administrator's, the old token's, and the new one's where it was made. */
  readonly secrets: readonly string[];
}

/** @returns undefined where there were fewer steps than that. */
const killAt = async (
  { practice }: PracticeProcess,
  kind: PlatformKind,
  action: KilledDeskOrder['action'],
  step: number,
): Promise<Killed | undefined> => {
  const label = `${kind}-${action}-${String(step)}`;
  const places = { dataDir: path.join(home, label, 'data'), keyringFolder: path.join(home, label, 'keyring') };
  await mkdir(places.keyringFolder, { recursive: true });
  const admin = await makeBeside(practice, kind, `admin-${label}`, administrator[kind]);
  const old = await makeBeside(practice, kind, `old-${label}`, ordinary[kind]);
  const name = `new-${label}`;
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(home, 'compiled') };
  const child = fork(program, { execArgv: [], serialization: 'advanced', env });
  const secrets = [admin.secret, old.secret];
  const done: KilledDeskMessage[] = [];
  child.on('message', (message: KilledDeskMessage) => {
    if (message.type === 'secret') secrets.push(message.secret);
    else done.push(message);
  });
  const order: KilledDeskOrder = {
    ...places,
    ...{ practice, kind, action, admin, old, name, killAtStep: step },
  };
  child.send(order);
  // Close comes after the last message; exit need not.
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('close', (_code, by) => {
      resolve(by);
    });
  });
  if (done.length > 0) return undefined;
  expect(signal, `step ${String(step)} of ${action} on ${kind}`).toBe('SIGKILL');
  return { practice, places, step, name, secrets };
};

/** At each step, in lanes that take every so-manieth, until one comes to its end. @returns the number of steps. */
const killAtEachStep = async (
  kind: PlatformKind,
  action: KilledDeskOrder['action'],
  check: (killed: Killed) => Promise<void>,
): Promise<number> => {
  const lanes = platforms.map(async (platform, lane) => {
    for (let step = lane + 1; ; step += platforms.length) {
      const killed = await killAt(platform, kind, action, step);
      if (killed === undefined) return step - 1;
      await expectNoPlainText(killed);
      await check(killed);
    }
  });
  return Math.min(...(await Promise.all(lanes)));
};

const expectNoPlainText = async ({ places, secrets, step }: Killed): Promise<void> => {
  const files = await readdir(places.dataDir, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const file of files.filter((entry) => entry.isFile())) {
    const content = await readFile(path.join(file.parentPath, file.name));
    if (secrets.some((secret) => content.includes(secret))) found.push(file.name);
  }
  expect(found, `plain text on disk after step ${String(step)}`).toEqual([]);
};

const reopen = async (places: Places): Promise<EngineFixture> =>
  createEngineFixture({ ...(await openPlaces(places)), random: () => 0 });

const connectionId = async (fixture: EngineFixture, name: string): Promise<string> => {
  const events = await fixture.until('connections', {}, ({ connections }) => connections.length === 2);
  const found = events.at(-1)?.connections.find((connection) => connection.name === name);
  if (found === undefined) throw new Error(`The connection ${name} is gone.`);
  return found.id;
};

/** How many tokens of that name there are. */
const count = async (practice: Practice, kind: PlatformKind, name: string): Promise<number> =>
  (await namesOn(practice, kind)).filter((one) => one === name).length;

const isReady = ({ platform }: { readonly platform: { readonly state: string } | null }): boolean =>
  platform?.state === 'ready';

describe.each(['iot-central', 'watson'] as const satisfies readonly PlatformKind[])('on %s', (kind) => {
  test(
    'a console killed at any step of a rotation goes on with it: one successor, no secret lost, none in plain text',
    async () => {
      const steps = await killAtEachStep(kind, 'rotate', async ({ practice, places, name, step }) => {
        const fixture = await reopen(places);
        const oldName = name.replace('new-', 'old-');
        const admin = await connectionId(fixture, 'Admin');
        const fleet = await connectionId(fixture, 'Fleet');
        await fixture.untilConnection(admin, isReady);
        const [rotation] = await fixture.call('rotations.list', {});
        if (rotation === undefined) throw new Error(`The rotation is not known after step ${String(step)}.`);
        expect(rotation.next).not.toBe('');
        // Every other time the way back is taken.
        const goesBack = step % 4 >= 2;
        if (goesBack) await fixture.call('rotations.abandon', { rotationId: rotation.id });
        for (let left = 12; left > 0 && !goesBack; left -= 1) {
          await fixture.call('rotations.go', { rotationId: rotation.id, acknowledged: ['used-elsewhere'] });
        }
        const [ended] = await fixture.call('rotations.list', {});
        expect(ended?.problem, `after step ${String(step)}`).toBeNull();
        const isOldInPlace = ended?.step === 'abandoned';
        if (!goesBack) expect(ended?.step, `after step ${String(step)}`).toBe('done');
        expect(
          [await count(practice, kind, name), await count(practice, kind, oldName)],
          `after step ${String(step)}`,
        ).toEqual(isOldInPlace ? [0, 1] : [1, 0]);
        await fixture.untilConnection(fleet, isReady);
        const rows = tokensIn(await readTokens(fixture.client, admin)).tokens;
        expect(rows.find((row) => row.name === (isOldInPlace ? oldName : name))?.usedBy).toMatchObject([
          { name: 'Fleet' },
        ]);
        const left = await fixture.call('vault.view', {});
        expect(JSON.stringify(left), `after step ${String(step)}`).not.toContain('rotation/');
        await fixture.close();
      });
      expect(steps).toBeGreaterThan(10);
    },
    withinMs,
  );

  test(
    'a console killed at any step of making a token has its secret, or says that nobody has',
    async () => {
      const steps = await killAtEachStep(kind, 'create', async ({ practice, places, name, step, secrets }) => {
        const fixture = await reopen(places);
        const admin = await connectionId(fixture, 'Admin');
        await fixture.untilConnection(admin, isReady);
        const made = await count(practice, kind, name);
        const [creation] = await fixture.call('tokens.creations', {});
        const what = `after step ${String(step)}: ${creation?.state ?? 'nothing is known'}`;
        if (creation?.state === 'held') {
          const revealed = await fixture.call('tokens.reveal', { creationId: creation.id });
          expect(secrets, what).toContain(revealed.secret);
          expect(made, what).toBe(1);
        } else if (creation !== undefined) {
          const found = await fixture.call('tokens.lookUp', { creationId: creation.id });
          expect(found?.state ?? null, what).toBe(made === 1 ? 'without-secret' : null);
        } else {
          // Forgotten as the user wished, which was the last step.
          expect(made, what).toBe(1);
        }
        await fixture.close();
      });
      expect(steps).toBeGreaterThan(3);
    },
    withinMs,
  );
});
