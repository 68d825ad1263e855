import { findChromium } from '../../scripts/test-tools.mjs';

/** Flags for a Chromium without a graphics card, without a user, and without calls home. */
const chromiumArguments: readonly string[] = [
  ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

/** How Playwright launches it: the machine's own where there is one, else Playwright's. */
export const chromiumLaunchOptions = (): { args: string[]; executablePath?: string } => {
  const executablePath = findChromium();
  return { args: [...chromiumArguments], ...(executablePath === undefined ? {} : { executablePath }) };
};
