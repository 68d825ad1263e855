// From `npm start` with everything built to the first vehicle on screen, and the engine's own part of it.
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright';
import { chromiumLaunchOptions } from '../support/chromium.ts';
import { startConsole } from '../support/console-process.ts';
import { median } from './statistics.ts';

export interface StartResult {
  readonly runs: number;
  /** Medians. From the command to the printed address. */
  readonly readyMs: number;
  /** From the command to the first vehicle in the table, in a browser that is open already. */
  readonly firstVehicleMs: number;
  /** From the process of engine and browser host to its ready message. */
  readonly engineMs: number;
  readonly ofBudget: { readonly firstVehicle: number; readonly engine: number };
}

const firstVehicleBudgetMs = 5000;
const engineBudgetMs = 1000;

const engineStartMs = async (): Promise<number> => {
  const homeDir = await mkdtemp(path.join(os.tmpdir(), 'fleetdeck-bench-'));
  const startedAtMs = performance.now();
  const child = fork('web/main.ts', [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' });
  child.send({ type: 'start', options: { homeDir, managedConnections: [] } });
  await new Promise<void>((resolve, reject) => {
    child.once('message', (message: { type: string }) => {
      if (message.type === 'ready') resolve();
      else reject(new Error(JSON.stringify(message)));
    });
    child.once('exit', (code) => {
      reject(new Error(`The engine ended with code ${String(code)}.`));
    });
  });
  const tookMs = performance.now() - startedAtMs;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.disconnect();
  await exited;
  await rm(homeDir, { recursive: true, force: true });
  return tookMs;
};

export const benchStart = async (options: { runs: number }): Promise<StartResult> => {
  const browser = await chromium.launch(chromiumLaunchOptions());
  const ready: number[] = [];
  const firstVehicle: number[] = [];
  const engine: number[] = [];
  try {
    for (let run = 0; run < options.runs; run += 1) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const startedAtMs = performance.now();
      const running = await startConsole({});
      ready.push(performance.now() - startedAtMs);
      await page.goto(running.ready.url);
      await page.getByRole('grid', { name: 'Vehicles' }).locator('[data-row]').first().waitFor();
      firstVehicle.push(performance.now() - startedAtMs);
      await page.close();
      await running.end();
      engine.push(await engineStartMs());
    }
  } finally {
    await browser.close();
  }
  const firstVehicleMs = median(firstVehicle);
  const engineMs = median(engine);
  return {
    runs: options.runs,
    readyMs: median(ready),
    firstVehicleMs,
    engineMs,
    ofBudget: { firstVehicle: firstVehicleMs / firstVehicleBudgetMs, engine: engineMs / engineBudgetMs },
  };
};
