import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { ManagedConnection } from '../../core/engine.ts';
import { practiceConnections, readPractice, type PracticeInfo } from '../../core/hosting/practice-platform.ts';

const readySchema = z.object({ ready: z.literal(true), practice: z.record(z.string(), z.unknown()) });

export interface PracticeProcess {
  readonly practice: PracticeInfo;
  /** As the host hands them to the engine: the fleet as Watson, and as IoT Central, which is switched off at first. */
  readonly connections: readonly ManagedConnection[];
  /** The first of them. */
  readonly connection: ManagedConnection;
  stop(): Promise<void>;
}

const program = path.resolve(import.meta.dirname, '../../simulator/main.ts');

/** The practice platform in a process of its own, as `npm run practice -- --json` starts it. */
export const startPractice = async (vehicles: number, more: readonly string[] = []): Promise<PracticeProcess> => {
  const child = spawn(process.execPath, [program, '--vehicles', String(vehicles), ...more, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const practice = readPractice(readySchema.parse(JSON.parse(line)));
  const connections = practiceConnections(practice, { vehicles, replay: undefined });
  const [connection] = connections;
  if (connection === undefined) throw new Error('The practice platform brought no connection.');
  return {
    practice,
    connections,
    connection,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
};
