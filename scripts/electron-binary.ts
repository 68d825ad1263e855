import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Whether Electron's program is on this machine, found out without `require('electron')`: in plain Node that starts a
 * download of a hundred megabytes where the program is missing.
 */
export interface ElectronLocation {
  /** The installed npm package. */
  readonly packageFolder: string;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const here: ElectronLocation = {
  packageFolder: path.resolve(import.meta.dirname, '..', 'node_modules', 'electron'),
  platform: process.platform,
  environment: process.env,
};

/** As Electron's own `install.js` names it. */
const programName = (platform: NodeJS.Platform): string => {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
};

const findElectron = ({ packageFolder, platform, environment }: ElectronLocation): string | undefined => {
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') {
    const program = path.join(override, programName(platform));
    if (existsSync(program)) return program;
  }
  const program = path.join(packageFolder, 'dist', programName(platform));
  return existsSync(program) && hasRightVersion(packageFolder) ? program : undefined;
};

/** After an update of the npm package the program of the version before is still there. */
const hasRightVersion = (packageFolder: string): boolean => {
  try {
    const unpacked = readFileSync(path.join(packageFolder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    const content: unknown = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
    return typeof content === 'object' && content !== null && 'version' in content && content.version === unpacked;
  } catch {
    return false;
  }
};

export const isElectronInstalled = (location: ElectronLocation = here): boolean => findElectron(location) !== undefined;

/** @throws when it is not installed: ask {@link isElectronInstalled} first. */
export const electronExecutable = (location: ElectronLocation = here): string => {
  const program = findElectron(location);
  if (program === undefined) throw new Error("Electron's program is not installed.");
  return program;
};

/**
 * Downloads the program with Electron's own installer, which checks it against the checksums in the package. Resolves
 * with whether it is there in the end; never rejects. What is not done after `timeoutMs` is given up.
 */
export const tryInstallElectron = async (timeoutMs: number, location: ElectronLocation = here): Promise<boolean> => {
  if (isElectronInstalled(location)) return true;
  const installer = path.join(location.packageFolder, 'install.js');
  if (!existsSync(installer)) return false;
  // The installer looks for what it has unpacked where the override points to.
  const environment = { ...location.environment, ELECTRON_OVERRIDE_DIST_PATH: undefined };
  await new Promise<void>((resolve) => {
    const child = spawn(process.execPath, [installer], {
      cwd: location.packageFolder,
      env: environment,
      stdio: 'ignore',
      windowsHide: true,
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    child.once('error', done);
    child.once('exit', done);
  });
  return isElectronInstalled(location);
};
