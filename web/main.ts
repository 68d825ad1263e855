import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { redact } from '../core/audit/redact.ts';
import { systemClock } from '../core/clock.ts';
import { openLogFile } from '../core/data-folder/log-file.ts';
import { StartError } from '../core/data-folder/start-error.ts';
import { createEngine } from '../core/engine.ts';
import { startHost, type Host } from './host.ts';
import { createKeyringOpener } from './os-keyring.ts';
import { startMessageSchema, type HostMessage } from './messages.ts';

/**
 * The browser host's process. The launcher forks it, tells it over IPC what to start, and starts the next one with the
 * same port and key when it ends on its own. Standard output stays empty: it belongs to the launcher.
 */
const packageFile = fileURLToPath(new URL('../package.json', import.meta.url));
const rendererFolder = fileURLToPath(new URL('../dist/renderer', import.meta.url));

const tell = (message: HostMessage): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else {
      process.send(message, () => {
        resolve();
      });
    }
  });

const versionOf = (text: string): string => {
  const content: unknown = JSON.parse(text);
  const version = typeof content === 'object' && content !== null && 'version' in content ? content.version : undefined;
  return typeof version === 'string' ? version : 'unknown';
};

let starting: Promise<Host> | undefined;
let running: Host | undefined;
let isEnding = false;

const fail = async (message: string): Promise<never> => {
  await tell({ type: 'failed', message });
  process.exit(1);
};

const start = async (raw: unknown): Promise<void> => {
  const parsed = startMessageSchema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fail(`The start message is not understood: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  const { options } = parsed.data;
  starting = startHost(options, {
    createEngine,
    rendererFolder,
    version: versionOf(readFileSync(packageFile, 'utf8')),
    clock: systemClock,
    onRestartChange: (restart) => tell({ type: 'restart', restart }),
    openKeyring: createKeyringOpener(),
    openLog: (folder, hide) => openLogFile(folder, { name: 'fleetdeck', level: options.logLevel, hide }),
  });
  try {
    const host = await starting;
    running = host;
    await tell({ type: 'ready', url: host.url, restart: host.restart, notices: host.notices });
  } catch (error) {
    if (error instanceof StartError) return fail(error.message);
    await fail(`The console could not start: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const end = async (exitCode: number): Promise<void> => {
  if (isEnding) return;
  isEnding = true;
  // The engine's last writes are short; a launcher that waits for us must not wait for ever.
  setTimeout(() => process.exit(exitCode), 5000).unref();
  const host = await starting?.catch(() => undefined);
  await host?.close();
  process.exit(exitCode);
};

/** What the engine holds may be half done: nothing of it is saved on the way out. The launcher starts the next one. */
const crash = (error: unknown): void => {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (running === undefined) process.stderr.write(`${redact(reason)}\n`);
  else running.log.error('the console stopped on an error', { reason });
  process.exit(1);
};

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(0));

if (process.send === undefined) {
  process.stderr.write('This is a part of Fleetdeck that "npm start" starts.\n');
  process.exitCode = 2;
} else {
  process.on('disconnect', () => void end(0));
  process.once('message', (message) => void start(message));
}
