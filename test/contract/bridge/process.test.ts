import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startPlainBroker } from '../../support/plain-broker.ts';
import { patience, secret } from './bridge.ts';
import { deviceMessages } from './export-samples.ts';

const entry = path.resolve(import.meta.dirname, '../../../bridge/main.ts');

const run = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, BRIDGE_SECRET: '', BRIDGE_MQTT_PASSWORD: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, exited: once(child, 'exit') as Promise<[number | null, string | null]> };
};

/** Everything an invocation printed that ends by itself. */
const runToItsEnd = async (...options: Parameters<typeof run>) => {
  const { child, exited } = run(...options);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { stdout, stderr, code };
};

describe('the command line', () => {
  test('--help explains itself', async () => {
    const { stdout, stderr, code } = await runToItsEnd(['--help']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toContain('Usage: npm run bridge');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  test('a wrong option is one line and exit code 2', async () => {
    expect(await runToItsEnd(['--broker', 'mqtt://localhost'])).toEqual({
      stdout: '',
      stderr:
        'The webhook needs a shared secret: --secret-file FILE, or BRIDGE_SECRET. Try "npm run bridge -- --help".\n',
      code: 2,
    });
  });

  test('a port that is taken is one line and exit code 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const args = ['--broker', 'mqtt://127.0.0.1:9', '--port', String(port)];
    const { stdout, stderr, code } = await runToItsEnd(args, { BRIDGE_SECRET: secret });
    const sentences = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect({ stdout, sentences, code }).toEqual({
      stdout: '',
      sentences: [`The bridge cannot listen on 127.0.0.1, port ${port}: another program uses it already.`],
      code: 1,
    });
  });
});

// Windows has no signals: there a process that is killed cannot say goodbye.
test.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGINT'] as const)(
  'on %s what is under way is answered, the broker is told goodbye, and the process ends',
  async (signal) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'bridge-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const secretFile = path.join(folder, 'secret');
    writeFileSync(secretFile, `${secret}\n`, { mode: 0o600 });

    const held: (() => void)[] = [];
    const broker = await startPlainBroker({
      authorizePublish: (_client, _packet, callback) => void held.push(() => callback(null)),
    });
    onTestFinished(() => broker.close());
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const args = ['--broker', url, '--mqtt-version', '3.1.1', '--port', '0', '--secret-file', secretFile, '--json'];
    const { child, exited } = run(args);
    const messages = text(child.stderr);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { webhookUrl } = JSON.parse(line) as { webhookUrl: string };
    await expect.poll(async () => (await fetch(new URL('/health', webhookUrl))).status, patience).toBe(200);

    const answering = fetch(webhookUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: JSON.stringify(deviceMessages.telemetry),
    });
    await expect.poll(() => held.length, patience).toBe(1);
    child.kill(signal);
    await expect
      .poll(
        async () =>
          fetch(new URL('/health', webhookUrl)).then(
            ({ status }) => status,
            () => 0,
          ),
        patience,
      )
      .not.toBe(200);
    for (const release of held) release();
    expect((await answering).status).toBe(200);
    expect(await exited).toEqual([0, null]);
    expect(broker.clientIds()).toEqual([]);
    const log = (await messages).trim().split('\n');
    expect(log.map((entryLine) => (JSON.parse(entryLine) as { msg: string }).msg)).toEqual([
      'connected to the broker',
      'ending',
      'ended',
    ]);
    expect(log.join('\n')).not.toContain(secret);
  },
);
