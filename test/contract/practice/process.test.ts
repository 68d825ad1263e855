import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PracticeInfo, Restart } from '../../../simulator/practice-platform.ts';
import { connect, isOpen } from './platform.ts';

const entry = path.resolve(import.meta.dirname, '../../../simulator/main.ts');

const run = (...args: string[]) => {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  return { child, exited };
};

/** Everything an invocation printed that ends by itself. */
const runToItsEnd = async (...args: string[]) => {
  const { child, exited } = run(...args);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { stdout, stderr, code };
};

interface Ready {
  readonly type: 'ready';
  readonly practice: PracticeInfo;
  readonly restart: Restart;
}
interface Failed {
  readonly type: 'failed';
  readonly message: string;
}

const startForked = async (options: object): Promise<{ child: ChildProcess; answer: Ready | Failed }> => {
  const child = fork(entry, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.send({ type: 'start', options });
  const [answer] = (await once(child, 'message')) as [Ready | Failed];
  return { child, answer };
};

const expectReady = (answer: Ready | Failed): Ready => {
  if (answer.type === 'failed') throw new Error(answer.message);
  return answer;
};

describe('the command line', () => {
  // Windows has no signals: there a process that is killed cannot say goodbye.
  test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    '--json prints one line when it is ready, and %s ends it and frees its port',
    async (signal) => {
      const { child, exited } = run('--json', '--vehicles', '2', '--seed', '4');
      const chunks: string[] = [];
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
      await once(child.stdout, 'data');
      const { ready, practice } = JSON.parse(chunks.join('')) as { ready: boolean; practice: PracticeInfo };
      const { watson, mqttUrl } = practice;
      expect(ready).toBe(true);
      expect(Object.keys(practice.iotCentral.tokens)).toEqual(['administrator', 'builder', 'operator']);
      expect(Object.keys(watson)).toEqual(['org', 'apiKey', 'apiToken', 'device', 'keys', 'restUrl']);
      const { apiKey, apiToken } = watson;
      const client = await connect(mqttUrl, {
        clientId: `a:${watson.org}:look`,
        username: apiKey,
        password: apiToken,
      });
      child.kill(signal);
      expect(await exited).toEqual([0, null]);
      await client.closed;
      expect(await isOpen(mqttUrl)).toBe(false);
      expect(chunks.join('').trim().split('\n')).toHaveLength(1);
    },
  );

  test('without --json it tells a person how to connect', async () => {
    const { child } = run('--vehicles', '1');
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    for (const words of [
      'mqtt://127.0.0.1:',
      'use-token-auth',
      'iot-2/cmd/+/fmt/+',
      'api-version=2022-07-31',
      'Ctrl-C ends it.',
    ]) {
      expect(chunk.toString()).toContain(words);
    }
  });

  test('an unknown option or a bad value is one line and exit code 2', async () => {
    expect(await runToItsEnd('--wheels', '4')).toEqual({
      stdout: '',
      stderr: 'There is no option --wheels. Try "npm run practice -- --help".\n',
      code: 2,
    });
    expect(await runToItsEnd('--vehicles', 'many')).toMatchObject({ stdout: '', code: 2 });
  });

  test('a recording that is not there is one line and exit code 1', async () => {
    expect(await runToItsEnd('--json', '--replay', 'nowhere.jsonl')).toEqual({
      stdout: '',
      stderr: 'The recording nowhere.jsonl is not there.\n',
      code: 1,
    });
  });

  test('--help explains and ends', async () => {
    const { stdout, code } = await runToItsEnd('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('--replay FILE');
  });
});

describe('as a child of another process', () => {
  test('it starts when it is told, and its killed successor stands on the same port with the same credentials', async () => {
    const first = await startForked({ vehicles: 2, rate: 1, seed: 1 });
    const { practice, restart } = expectReady(first.answer);
    expect(await isOpen(practice.mqttUrl)).toBe(true);
    const exited = once(first.child, 'exit');
    first.child.kill('SIGKILL');
    await exited;
    const second = await startForked({ vehicles: 2, rate: 1, seed: 1, ...restart });
    expect(expectReady(second.answer)).toEqual({ type: 'ready', practice, restart });
  });

  test('it ends with the channel to its parent, and frees its port', async () => {
    const { child, answer } = await startForked({ vehicles: 2, rate: 1, seed: 1 });
    const { practice } = expectReady(answer);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await isOpen(practice.mqttUrl)).toBe(false);
  });

  test.each([
    [
      { vehicles: 2, rate: 1, seed: 1, replay: { file: 'nowhere.jsonl', speed: 1 } },
      'The recording nowhere.jsonl is not there.',
    ],
    [{ vehicles: -5 }, 'cannot read'],
  ])('%j fails with a sentence, and it ends', async (options, sentence) => {
    const { child, answer } = await startForked(options);
    expect(answer).toMatchObject({ type: 'failed', message: expect.stringContaining(sentence) as string });
    expect(await once(child, 'exit')).toEqual([1, null]);
  });
});
