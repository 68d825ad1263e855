import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  electronExecutable,
  isElectronInstalled,
  tryInstallElectron,
  type ElectronLocation,
} from './electron-binary.ts';

let folder: string;
let location: ElectronLocation;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fleetdeck-electron-'));
  location = { packageFolder: path.join(folder, 'electron'), platform: 'linux', environment: {} };
  await mkdir(path.join(folder, 'electron'));
  await writeFile(path.join(folder, 'electron', 'package.json'), '{"version":"45.4.1"}');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const unpack = async (version: string) => {
  await mkdir(path.join(folder, 'electron', 'dist'), { recursive: true });
  await writeFile(path.join(folder, 'electron', 'dist', 'version'), version);
  await writeFile(path.join(folder, 'electron', 'dist', 'electron'), '');
};

const writeInstaller = (code: string) => writeFile(path.join(folder, 'electron', 'install.js'), code);

it('is not installed where only the npm package is', () => {
  expect(isElectronInstalled(location)).toBe(false);
  expect(() => electronExecutable(location)).toThrow('not installed');
});

it('is installed where the program of this very version was unpacked', async () => {
  await unpack('45.4.1');
  expect(electronExecutable(location)).toBe(path.join(folder, 'electron', 'dist', 'electron'));
});

it('is not installed where the program is that of an older version', async () => {
  await unpack('v44.0.0');
  expect(isElectronInstalled(location)).toBe(false);
});

it('is taken from the folder that the environment names, if it is there', async () => {
  const elsewhere = { ...location, environment: { ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'mine') } };
  expect(isElectronInstalled(elsewhere)).toBe(false);
  await mkdir(path.join(folder, 'mine'));
  await writeFile(path.join(folder, 'mine', 'electron'), '');
  expect(electronExecutable(elsewhere)).toBe(path.join(folder, 'mine', 'electron'));
});

it('is found under the name that it has on macOS and Windows', async () => {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as const;
  for (const [platform, name] of Object.entries(names)) {
    const override = path.join(folder, platform);
    await mkdir(path.dirname(path.join(override, name)), { recursive: true });
    await writeFile(path.join(override, name), '');
    const there = { ...location, platform, environment: { ELECTRON_OVERRIDE_DIST_PATH: override } } as ElectronLocation;
    expect(electronExecutable(there)).toBe(path.join(override, name));
  }
});

it('is installed by its own installer, which does not see the override', async () => {
  await writeInstaller(`
    const fs = require('node:fs');
    if (process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined) process.exit(1);
    fs.mkdirSync('dist');
    fs.writeFileSync('dist/version', '45.4.1');
    fs.writeFileSync('dist/electron', '');
  `);
  const environment = { ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'nowhere') };
  expect(await tryInstallElectron(20_000, { ...location, environment })).toBe(true);
});

it.each([
  ['fails', 'process.exit(1)'],
  ['ends well and leaves nothing', ''],
  ['hangs', 'setInterval(() => undefined, 1000)'],
])('is not installed by an installer that %s', async (_what, code) => {
  await writeInstaller(code);
  expect(await tryInstallElectron(300, location)).toBe(false);
});

it('is not installed where there is no installer', async () => {
  expect(await tryInstallElectron(300, location)).toBe(false);
});
