import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { ManagedConnection } from '../../core/engine.ts';

const readySchema = z.object({
  ready: z.literal(true),
  practice: z.object({
    mqttUrl: z.string(),
    watson: z.object({
      org: z.string(),
      apiKey: z.string(),
      apiToken: z.string(),
      device: z.object({ typeId: z.string(), deviceId: z.string(), token: z.string() }),
    }),
  }),
});

export type PracticeAnnouncement = z.infer<typeof readySchema>['practice'];

export interface PracticeProcess {
  readonly practice: PracticeAnnouncement;
  /** As the host hands it to the engine. */
  readonly connection: ManagedConnection;
  stop(): Promise<void>;
}

const program = path.resolve(import.meta.dirname, '../../simulator/main.ts');

/** The practice platform in a process of its own, as `npm run practice -- --json` starts it. */
export const startPractice = async (vehicles: number): Promise<PracticeProcess> => {
  const child = spawn(process.execPath, [program, '--vehicles', String(vehicles), '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { practice } = readySchema.parse(JSON.parse(line));
  return {
    practice,
    connection: {
      id: 'practice',
      name: 'Practice fleet',
      presetId: 'practice',
      url: practice.mqttUrl,
      username: practice.watson.apiKey,
      password: practice.watson.apiToken,
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
};
