import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, goToView, grid, openFleet, rowOf, rowsOfPractice, test } from './fixtures.ts';
import { startConsole } from '../support/console-process.ts';

const recording = path.resolve(import.meta.dirname, '../../../shared/data/hsl-hfp-mqtt/messages.jsonl');

test.skip(!existsSync(recording), `The recording of Helsinki's buses is not here (${path.basename(recording)}).`);

test('a recording of Helsinki shows seven buses where they were, named operator/vehicle', async ({ page }) => {
  const running = await startConsole({ args: ['--vehicles', '1', '--replay', recording, '--speed', '500'] });
  try {
    await openFleet(page, running.ready.url);
    await expect(grid(page)).toHaveAttribute('aria-rowcount', String(7 + Number(rowsOfPractice(1))));
    const buses = ['0012/01124', '0012/01211', '0012/01913', '0018/00678', '0018/00679', '0018/01029', '0018/01047'];
    for (const bus of buses) await expect(rowOf(page, bus)).toBeVisible();

    await goToView(page, `#/vehicles/replay/${encodeURIComponent('0012/01913')}`);
    const vehicle = page.getByRole('region', { name: 'Vehicle', exact: true });
    await expect(vehicle.getByRole('heading', { name: '0012/01913' })).toBeVisible();
    await expect(vehicle).toContainText(/60\.17\d+, 24\.9\d+/);
    await expect(vehicle).toContainText('/hfp/v2/journey/ongoing/');
  } finally {
    await running.end();
  }
});
