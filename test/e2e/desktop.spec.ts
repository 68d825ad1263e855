import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron as electron, expect, test } from '@playwright/test';
import { electronExecutable, isElectronInstalled } from '../../scripts/electron-binary.ts';
import { grid, rowsOfPractice, vehicleRows } from './fixtures.ts';

const hasDisplay =
  process.platform !== 'linux' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;

test.skip(!isElectronInstalled(), "Electron's program is not here: the desktop app is not started.");
test.skip(!hasDisplay, 'There is no display: the desktop app is not started.');

test('the desktop app opens on the practice fleet, connected, in a sandboxed page of its own scheme', async () => {
  const app = await electron.launch({
    executablePath: electronExecutable(),
    args: [
      path.resolve(import.meta.dirname, '..', '..'),
      '--home',
      await mkdtemp(path.join(os.tmpdir(), 'fleetdeck-home-')),
      '--vehicles',
      '5',
    ],
  });
  try {
    const page = await app.firstWindow();
    await expect(vehicleRows(page).first()).toBeVisible();
    await expect(grid(page)).toHaveAttribute('aria-rowcount', rowsOfPractice(5));
    await expect(page.getByRole('status', { name: 'Connections' })).toContainText('Live');
    expect(page.url()).toMatch(/^app:/);
    expect(await page.evaluate(() => 'process' in window || 'require' in window)).toBe(false);
  } finally {
    await app.close();
  }
});
