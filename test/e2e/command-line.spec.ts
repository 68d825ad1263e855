import { spawn } from 'node:child_process';
import { writeFile, mkdtemp } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startConsole } from '../support/console-process.ts';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const start = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
      cwd: path.resolve(import.meta.dirname, '..', '..'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('exit', (code) => {
      resolve({ code, stdout, stderr });
    });
  });

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });

const recording = async (lines: readonly string[]): Promise<string> => {
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), 'fleetdeck-replay-')), 'trip.jsonl');
  await writeFile(file, lines.join('\n'));
  return file;
};

const line = (n: number) =>
  JSON.stringify({ t: new Date(1.7e12 + n * 1000).toISOString(), topic: `fleet/a/b`, payload: '{"speed":1}' });

test('help is printed and nothing is started', async () => {
  const { code, stdout } = await start('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('--replay FILE');
});

test('an unknown option ends it with one line and code 2', async () => {
  const { code, stdout, stderr } = await start('--wheels');
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: 'There is no option --wheels. Try "npm start -- --help".\n',
  });
});

test('a recording that is missing, empty or broken in line 17 says so', async () => {
  const missing = await start('--browser', '--no-open', '--replay', path.join(os.tmpdir(), 'no-such-recording.jsonl'));
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('no-such-recording.jsonl is not there');

  const empty = await start('--browser', '--no-open', '--replay', await recording([]));
  expect(empty.code).toBe(2);
  expect(empty.stderr).toContain('is empty');

  const lines = Array.from({ length: 20 }, (_, index) => (index === 16 ? '{"t": "2024-' : line(index)));
  const broken = await start('--browser', '--no-open', '--replay', await recording(lines));
  expect(broken.code).not.toBe(0);
  expect(broken.stderr).toContain('17');
});

test('ending it ends everything that was started and frees its ports', async () => {
  const running = await startConsole({ args: ['--vehicles', '2'] });
  const ports = [running.ready.url, running.ready.practice.mqttUrl].map((url) => Number(new URL(url).port));
  expect(await Promise.all(ports.map(accepts))).toEqual([true, true]);
  expect(await running.end()).toBe(0);
  expect(await Promise.all(ports.map(accepts))).toEqual([false, false]);
});

test('a port that is taken is said in words', async () => {
  const taken = net.createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const home = await mkdtemp(path.join(os.tmpdir(), 'fleetdeck-home-'));
  const { code, stderr } = await start('--browser', '--no-open', '--home', home, '--port', String(port));
  taken.close();
  expect(code).not.toBe(0);
  expect(stderr).toContain(String(port));
  expect(stderr).not.toContain('    at ');
});

test('a data folder that another console uses is left alone', async () => {
  const running = await startConsole({ args: ['--vehicles', '2'] });
  try {
    const { code, stderr } = await start('--browser', '--no-open', '--home', running.homeDir);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/in use/i);
  } finally {
    await running.end();
  }
});
