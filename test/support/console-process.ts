import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface WatsonKey {
  readonly apiKey: string;
  readonly apiToken: string;
}

/** `apiKey` and `apiToken` are those of the standard role. */
export interface WatsonAccess extends WatsonKey {
  readonly org: string;
  readonly restUrl: string;
  readonly keys: Readonly<
    Record<
      'standard' | 'operations' | 'admin' | 'backendTrusted' | 'dataProcessor' | 'visualization' | 'device',
      WatsonKey
    >
  >;
  readonly device: { readonly typeId: string; readonly deviceId: string; readonly token: string };
}

export interface IotCentralAccess {
  readonly restUrl: string;
  readonly applicationId: string;
  readonly tokens: Readonly<Record<'administrator' | 'builder' | 'operator', string>>;
  readonly bearerToken: string;
  readonly exportMqttUrl: string;
}

/** The line that `npm start -- --json` prints. */
export interface ReadyLine {
  readonly ready: true;
  readonly host: 'browser' | 'desktop';
  readonly url: string;
  readonly practice: {
    readonly mqttUrl: string;
    readonly watson: WatsonAccess;
    readonly iotCentral: IotCentralAccess;
    /** For the header `x-practice-key` of `/practice/faults` on both REST servers. */
    readonly adminKey: string;
    readonly replay?: { readonly mqttUrl: string };
  };
}

export interface RunningConsole {
  readonly ready: ReadyLine;
  readonly homeDir: string;
  readonly process: ChildProcess;
  /** What it has written to stderr so far. */
  readonly messages: () => string;
  end(): Promise<number | null>;
}

const projectRoot = path.resolve(import.meta.dirname, '..', '..');
/** Whoever runs the tests may have a keyring; nothing of a test belongs in it. */
const ownFlags = ['--browser', '--no-open', '--no-keyring', '--json'];
const readyWithinMs = 60_000;

/**
 * The console as `npm start -- --browser --no-open --json` runs it, in a data folder of its own. Rejects with what it
 * printed when it ends before it is ready.
 */
export const startConsole = async (options: {
  readonly args?: readonly string[];
  readonly homeDir?: string;
}): Promise<RunningConsole> => {
  const homeDir = options.homeDir ?? (await mkdtemp(path.join(os.tmpdir(), 'fleetdeck-home-')));
  const child = spawn(
    process.execPath,
    ['scripts/start.mjs', ...ownFlags, '--home', homeDir, ...(options.args ?? [])],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let messages = '';
  child.stderr.on('data', (chunk: Buffer) => {
    messages += chunk.toString();
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      resolve(code);
    });
  });
  const ready = await new Promise<ReadyLine>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGTERM');
      reject(new Error(`The console was not ready in ${readyWithinMs} ms. It said: ${messages}`));
    }, readyWithinMs);
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      clearTimeout(timer);
      resolve(JSON.parse(line) as ReadyLine);
    });
    void exited.then((code) => {
      clearTimeout(timer);
      reject(new Error(`The console ended with code ${String(code)} before it was ready. It said: ${messages}`));
    });
  });
  return {
    ready,
    homeDir,
    process: child,
    messages: () => messages,
    end: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const code = await exited;
      if (options.homeDir === undefined) await rm(homeDir, { recursive: true, force: true });
      return code;
    },
  };
};
