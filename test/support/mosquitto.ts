import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const program = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'].find(existsSync);
const passwordProgram = [
  '/usr/bin/mosquitto_passwd',
  '/usr/local/bin/mosquitto_passwd',
  '/opt/homebrew/bin/mosquitto_passwd',
].find(existsSync);

/** Tests against a real broker are skipped where there is none, and say so. */
export const hasMosquitto = program !== undefined && passwordProgram !== undefined;

if (!hasMosquitto) process.stdout.write('Mosquitto is not installed: the tests against a real broker are skipped.\n');

export interface MosquittoOptions {
  /** Lines of mosquitto.conf, below the listener; see mosquitto.conf(5). */
  readonly lines?: readonly string[];
  readonly users?: Readonly<Record<string, string>>;
}

export interface Mosquitto {
  readonly port: number;
  /** A folder for certificates and the like; gone after `stop`. */
  readonly folder: string;
  /** What the broker wrote to its log since the last start. */
  log(): string;
  /** As `kill -9`: no goodbye to anyone. */
  kill(): Promise<void>;
  /** On the same port, with the same configuration. */
  start(): Promise<void>;
  /** For good. */
  stop(): Promise<void>;
}

/** A Mosquitto of its own on a port that the system chose, listening on the loopback interface only. */
export const startMosquitto = async (
  options: MosquittoOptions | ((folder: string) => MosquittoOptions) = {},
): Promise<Mosquitto> => {
  if (program === undefined || passwordProgram === undefined) throw new Error('Mosquitto is not installed.');
  const folder = mkdtempSync(path.join(tmpdir(), 'mosquitto-'));
  const { lines = [], users } = typeof options === 'function' ? options(folder) : options;
  const port = await freePort();
  const passwordFile = path.join(folder, 'passwords');
  if (users !== undefined) {
    writeFileSync(passwordFile, '', { mode: 0o600 });
    for (const [name, password] of Object.entries(users)) {
      execFileSync(passwordProgram, ['-b', passwordFile, name, password], { stdio: 'ignore' });
    }
  }
  const configurationFile = path.join(folder, 'mosquitto.conf');
  const configuration = [
    `listener ${String(port)} 127.0.0.1`,
    ...(users === undefined ? ['allow_anonymous true'] : ['allow_anonymous false', `password_file ${passwordFile}`]),
    // As root Mosquitto would become another user, who may not read this folder.
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    'log_dest stderr',
    'log_type all',
    'connection_messages true',
    'sys_interval 1',
    ...lines,
  ];
  writeFileSync(configurationFile, `${configuration.join('\n')}\n`);

  let child: ChildProcess | undefined;
  let output = '';
  const start = async (): Promise<void> => {
    output = '';
    const started = spawn(program, ['-c', configurationFile], { stdio: ['ignore', 'ignore', 'pipe'] });
    child = started;
    await new Promise<void>((resolve, reject) => {
      started.stderr.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes(' running')) resolve();
      });
      started.once('exit', (code) => {
        reject(new Error(`Mosquitto ended with ${String(code)}:\n${output}`));
      });
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = undefined;
    if (ending === undefined) return;
    const isGone = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await isGone;
  };
  await start();
  return {
    port,
    folder,
    log: () => output,
    start,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('The system gave no port.'));
        else resolve(address.port);
      });
    });
  });
