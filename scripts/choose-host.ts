import { isElectronInstalled, tryInstallElectron } from './electron-binary.ts';

export type HostChoice =
  | { readonly host: 'browser' | 'desktop'; readonly reason?: string }
  | { readonly host: 'none'; readonly reason: string };

const downloadWithinMs = 180_000;

/** Where the desktop app cannot run on this machine whatever is downloaded: why; undefined where it can. */
const desktopObstacle = (): string | undefined => {
  if (process.platform !== 'linux') return undefined;
  if (process.env.DISPLAY === undefined && process.env.WAYLAND_DISPLAY === undefined) return 'there is no display';
  if (process.getuid?.() === 0) return 'the desktop app keeps its sandbox on, which root cannot use';
  return undefined;
};

/** The desktop app where it can run, otherwise the browser, with one line that says why. */
export const chooseHost = async (
  wish: 'browser' | 'desktop' | 'auto',
  say: (line: string) => void,
): Promise<HostChoice> => {
  if (wish === 'browser') return { host: 'browser' };
  const obstacle = desktopObstacle() ?? (await electronObstacle(say));
  if (obstacle === undefined) return { host: 'desktop' };
  if (wish === 'desktop') return { host: 'none', reason: `The desktop app cannot start: ${obstacle}. Try --browser.` };
  return { host: 'browser', reason: `Running in the browser: ${obstacle}.` };
};

const electronObstacle = async (say: (line: string) => void): Promise<string | undefined> => {
  if (isElectronInstalled()) return undefined;
  say('Fetching Electron (once) …');
  return (await tryInstallElectron(downloadWithinMs)) ? undefined : "Electron's program could not be downloaded";
};
