import { existsSync } from 'node:fs';
import { run, runPinned } from './run.mjs';

/** @type {Partial<Record<NodeJS.Platform, readonly string[]>>} */
const usualPlaces = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

/** @returns {string | undefined} the machine's own Chromium, or the one that FLEETDECK_CHROMIUM names */
export const findChromium = () => {
  const named = process.env.FLEETDECK_CHROMIUM;
  const places = usualPlaces[process.platform] ?? [];
  return [...(named === undefined ? [] : [named]), ...places].find((place) => existsSync(place));
};

/** The Chromium that Playwright has downloaded, where it has. Loaded late: on a fresh clone Playwright comes first. */
const playwrightChromium = async () => {
  const { chromium } = await import('playwright');
  const place = chromium.executablePath();
  return existsSync(place) ? place : undefined;
};

/** Debian and its children, as root: packages can be installed without asking anybody. */
const canInstallPackages = () =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** @param {readonly string[]} names @param {(line: string) => void} say */
const installPackages = async (names, say) => {
  say(`Installing Debian's ${names.join(' and ')} for the tests …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env, quiet: true });
  const { code, output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
    env,
    quiet: true,
  });
  if (code !== 0) say(output.trim());
  return code === 0;
};

/**
 * The machine's own Chromium, else Playwright's, else Debian's package.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<string | undefined>} the program's path; undefined where none is to be had
 */
export const ensureChromium = async (say) => {
  const found = findChromium() ?? (await playwrightChromium());
  if (found !== undefined) return found;
  if (!canInstallPackages()) {
    say("Fetching Playwright's Chromium (once) …");
    await runPinned(['node_modules/playwright/cli.js', 'install', 'chromium'], { quiet: true });
    return await playwrightChromium();
  }
  // On Debian as root the package is the surer way: it brings the libraries that a browser needs. Text needs a font.
  await installPackages(['chromium', 'fonts-liberation'], say);
  return findChromium();
};

/**
 * Mosquitto is the second broker of the contract tests. Where it is missing they are skipped, and say so.
 *
 * @param {(line: string) => void} say
 */
export const ensureMosquitto = async (say) => {
  const isThere = () => existsSync('/usr/sbin/mosquitto') || existsSync('/opt/homebrew/sbin/mosquitto');
  if (isThere()) return;
  if (canInstallPackages()) await installPackages(['mosquitto'], say);
  if (!isThere()) say('No Mosquitto here: the tests that need it are skipped.');
};
