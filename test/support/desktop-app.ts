import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBuilder } from 'vite';
import { systemClock } from '../../core/clock.ts';
import { runDesktop } from '../../electron/desktop.ts';
import { createElectronDouble, type ElectronDouble } from '../../electron/testing/electron-double.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The desktop host as it is packaged: built, far from `node_modules`, so that a package that was forgotten in the bundle
 * is found missing.
 */
export const buildDesktop = async (): Promise<{ readonly folder: string; remove(): Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'fleetdeck-desktop-'));
  const outDir = join(folder, 'dist', 'electron');
  const builder = await createBuilder({
    root,
    configFile: join(root, 'vite.electron.config.ts'),
    logLevel: 'error',
    environments: { processes: { build: { outDir } }, preload: { build: { outDir } } },
  });
  await builder.buildApp();
  await mkdir(join(folder, 'dist', 'renderer'));
  await writeFile(join(folder, 'dist', 'renderer', 'index.html'), '<!doctype html><title>Fleetdeck</title>');
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  return { folder, remove: () => rm(folder, { recursive: true }) };
};

export interface DesktopApp {
  readonly double: ElectronDouble;
  readonly out: string[];
  readonly errors: string[];
  /** When everything is started, or it was decided that it ends. */
  readonly started: Promise<void>;
  /** As Ctrl-C. */
  interrupt(): void;
}

/** Starts the built host on the double. */
export const startDesktop = (
  folder: string,
  args: readonly string[],
  options: Partial<Parameters<typeof createElectronDouble>[0]> = {},
): DesktopApp => {
  const double = createElectronDouble({ userData: join(folder, 'default-home'), ...options });
  const out: string[] = [];
  const errors: string[] = [];
  let interrupt = (): void => undefined;
  const started = runDesktop({
    electron: double.api,
    args,
    platform: 'linux',
    buildFolder: join(folder, 'dist', 'electron'),
    rendererFolder: join(folder, 'dist', 'renderer'),
    clock: systemClock,
    write: { out: (text) => out.push(text), error: (text) => errors.push(text) },
    onEndSignal: (end) => {
      interrupt = end;
    },
  });
  double.becomeReady();
  return {
    double,
    out,
    errors,
    started,
    interrupt: () => {
      interrupt();
    },
  };
};
