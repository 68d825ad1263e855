import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createManualTimers } from '../../../test/support/manual-timers.ts';
import type { Log } from '../../log.ts';
import { createAzureCliToken } from './azure-cli-token.ts';

const hourMs = 3_600_000;
const startMs = Date.UTC(2030, 0, 1);
const jwt = (claims: object): string =>
  [{ alg: 'none' }, claims, 'sig'].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

/** A program that stands in for `az`: it notes its arguments and does what the script says. */
const openAz = async (script: string) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'az-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const program = path.join(folder, 'az');
  const calls = path.join(folder, 'calls');
  await writeFile(calls, '');
  const become = async (next: string): Promise<void> => {
    await writeFile(program, `#!/bin/sh\necho "$@" >> "${calls}"\n${next}\n`);
    await chmod(program, 0o755);
  };
  await become(script);
  const lines: string[] = [];
  const note = (event: string, fields?: object): void => void lines.push(JSON.stringify({ event, ...fields }));
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const clock = createManualTimers(startMs);
  return {
    clock,
    become,
    lines,
    calls: async () => (await readFile(calls, 'utf8')).split('\n').filter((line) => line !== ''),
    token: createAzureCliToken({ clock, log, program }),
  };
};
const answer = (token: string, atMs: number): string =>
  `cat <<'END'\n${JSON.stringify({ accessToken: token, expires_on: atMs / 1000, tokenType: 'Bearer' })}\nEND`;

const isWindows = process.platform === 'win32';

test.skipIf(isWindows)('asks the Azure CLI for IoT Central’s resource, and hands on what it says', async () => {
  const az = await openAz(answer('first-token', startMs + hourMs));
  expect(await az.token()).toEqual({ ok: true, value: 'first-token' });
  expect(await az.calls()).toEqual([
    'account get-access-token --resource https://apps.azureiotcentral.com --output json',
  ]);
});

test.skipIf(isWindows)('keeps a token until five minutes before its end, and then fetches the next', async () => {
  const az = await openAz(answer('first-token', startMs + hourMs));
  await az.token();
  await az.become(answer('second-token', startMs + 2 * hourMs));
  az.clock.advance(hourMs - 301_000);
  expect(await az.token()).toEqual({ ok: true, value: 'first-token' });
  az.clock.advance(1000);
  expect(await az.token()).toEqual({ ok: true, value: 'second-token' });
  expect(await az.calls()).toHaveLength(2);
});

test.skipIf(isWindows)('fetches another token when the platform has refused the one at hand', async () => {
  const az = await openAz(answer('first-token', startMs + hourMs));
  await az.token();
  await az.become(answer('second-token', startMs + hourMs));
  az.token.forget();
  expect(await az.token()).toEqual({ ok: true, value: 'second-token' });
});

test.skipIf(isWindows)('runs the program once for all who ask at the same time', async () => {
  const az = await openAz(answer('first-token', startMs + hourMs));
  expect(await Promise.all([az.token(), az.token(), az.token()])).toEqual(
    Array.from({ length: 3 }, () => ({ ok: true, value: 'first-token' })),
  );
  expect(await az.calls()).toHaveLength(1);
});

test.skipIf(isWindows)(
  'goes on with a token that is still good when the next cannot be had, and asks again later',
  async () => {
    const az = await openAz(answer('first-token', startMs + hourMs));
    await az.token();
    await az.become('echo "network is down" >&2; exit 1');
    az.clock.advance(hourMs - 200_000);
    expect(await az.token()).toEqual({ ok: true, value: 'first-token' });
    expect(await az.token()).toEqual({ ok: true, value: 'first-token' });
    expect(await az.calls()).toHaveLength(2);
    az.clock.advance(31_000);
    await az.token();
    expect(await az.calls()).toHaveLength(3);
    az.clock.advance(170_000);
    expect(await az.token()).toMatchObject({ ok: false, error: { code: 'not-authorised' } });
  },
);

test.skipIf(isWindows)(
  'reads the end of a token from the token itself where an older version says it in local time',
  async () => {
    const token = jwt({ exp: (startMs + hourMs) / 1000 });
    const az = await openAz(`echo '{"accessToken":"${token}","expiresOn":"2030-01-01 03:00:00.000000"}'`);
    await az.token();
    az.clock.advance(hourMs - 301_000);
    await az.token();
    expect(await az.calls()).toHaveLength(1);
    az.clock.advance(2000);
    await az.token();
    expect(await az.calls()).toHaveLength(2);
  },
);

test.skipIf(isWindows).each([
  [
    'nobody is signed in',
    'echo "Please run \'az login\' to setup account." >&2; exit 1',
    'Nobody is signed in to the Azure CLI',
  ],
  ['the sign-in has ended', 'echo "AADSTS700082: The refresh token has expired." >&2; exit 1', 'Run “az login”'],
  ['it fails otherwise', 'echo "boom" >&2; exit 2', 'could not fetch a token for IoT Central'],
  ['it answers something else', 'echo "hello"', 'answered in a form that this console does not know'],
  ['it answers without an expiry', `echo '{"accessToken":"x"}'`, 'answered in a form that this console does not know'],
])('says what to do where %s', async (_, script, words) => {
  const az = await openAz(script);
  const result = await az.token();
  expect(result).toMatchObject({
    ok: false,
    error: { code: 'not-authorised', message: expect.stringContaining(words) as string },
  });
});

test('says what to do where there is no Azure CLI', async () => {
  const clock = createManualTimers();
  const warn = vi.fn();
  const log: Log = { debug: warn, info: warn, warn, error: warn };
  const token = createAzureCliToken({ clock, log, program: path.join(tmpdir(), 'no-such-az') });
  const result = await token();
  expect(result.ok ? '' : result.error.message).toContain(isWindows ? 'az' : 'was not found on this computer');
});

test.skipIf(isWindows)('writes no token into the log, nor what the program says', async () => {
  const az = await openAz('echo \'{"accessToken":"very-secret"\'; echo "very-secret" >&2; exit 1');
  const result = await az.token();
  expect(az.lines).toHaveLength(1);
  expect(JSON.stringify([az.lines, result])).not.toContain('very-secret');
});
