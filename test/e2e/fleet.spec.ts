import { expect, goToView, grid, rowsOfPractice, test, vehicleRows } from './fixtures.ts';

test('the console opens on the practice fleet, connected, with every vehicle in the table', async ({ fleet }) => {
  await expect(grid(fleet)).toHaveAttribute('aria-rowcount', rowsOfPractice());
  await expect(fleet.getByRole('status', { name: 'Connections' })).toContainText('Practice fleet');
  await expect(fleet.getByRole('status', { name: 'Connections' })).toContainText('Live');
});

test('the key leaves the address bar and the page', async ({ fleet, running }) => {
  const key = new URL(running.ready.url).searchParams.get('key');
  expect(fleet.url()).not.toContain('key');
  expect(await fleet.content()).not.toContain(key);
});

test('vehicles move: what the rows say of speed and heading changes by itself', async ({ fleet }) => {
  const sayings = () => vehicleRows(fleet).evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
  const before = await sayings();
  await expect.poll(sayings).not.toEqual(before);
});

test('the text filter narrows table and count, and can be cleared', async ({ fleet }) => {
  await fleet.getByRole('textbox', { name: /filter|search/i }).fill('TRUCK-00');
  await expect(grid(fleet)).not.toHaveAttribute('aria-rowcount', rowsOfPractice());
  for (const name of await vehicleRows(fleet).getByRole('link').allTextContents()) expect(name).toContain('TRUCK-00');
  await fleet.getByRole('textbox', { name: /filter|search/i }).fill('no such vehicle');
  await expect(grid(fleet)).toHaveAttribute('aria-rowcount', '0');
  await fleet.getByRole('button', { name: /clear filter/i }).click();
  await expect(grid(fleet)).toHaveAttribute('aria-rowcount', rowsOfPractice());
});

test('a column header sorts, and says so', async ({ fleet }) => {
  const header = fleet.getByRole('columnheader', { name: /^Name/ });
  await header.getByRole('button').click();
  const firstSort = await header.getAttribute('aria-sort');
  const names = async () => (await vehicleRows(fleet).getByRole('link').allTextContents()).slice(0, 10);
  const before = await names();
  await header.getByRole('button').click();
  await expect(header).not.toHaveAttribute('aria-sort', firstSort ?? '');
  await expect.poll(names).not.toEqual(before);
});

test('the map draws', async ({ fleet }) => {
  const canvas = fleet.getByRole('region', { name: 'Map' }).locator('canvas').first();
  await expect(canvas).toBeVisible();
  // A canvas that has drawn is no single colour: its picture does not compress to next to nothing.
  await expect.poll(async () => (await canvas.screenshot()).length).toBeGreaterThan(8000);
});

test('the map that one comes back to is the one that one left', async ({ fleet }) => {
  const canvas = fleet.getByRole('region', { name: 'Map' }).locator('canvas');
  await canvas.evaluate((element) => {
    element.dataset.kept = 'yes';
  });
  await goToView(fleet, '/connections');
  await expect(fleet.getByRole('heading', { name: 'Connections', level: 1 })).toBeVisible();
  await expect(fleet.locator('canvas')).toHaveCount(0);
  await fleet.setViewportSize({ width: 1500, height: 700 });
  await goToView(fleet, '/fleet');
  await expect(canvas).toHaveCount(1);
  await expect(canvas).toHaveAttribute('data-kept', 'yes');
  // Both as they are then: the view may still be laying itself out.
  const region = fleet.getByRole('region', { name: 'Map' });
  await expect
    .poll(async () => {
      const [drawn, place] = [await canvas.boundingBox(), await region.boundingBox()];
      return Math.abs((drawn?.width ?? 0) - (place?.width ?? Number.NaN));
    })
    .toBeLessThan(1);
  await expect.poll(async () => (await canvas.screenshot()).length).toBeGreaterThan(8000);
});

test('a vehicle that is selected in the table is followed by the map, and Enter opens it', async ({ fleet }) => {
  const row = vehicleRows(fleet).nth(3);
  const name = (await row.getByRole('link').textContent()) ?? '';
  await row.click();
  await expect(row).toHaveAttribute('aria-selected', 'true');
  const map = fleet.getByRole('region', { name: 'Map' });
  await map.getByRole('button', { name: /follow/i }).click();
  await row.focus();
  await fleet.keyboard.press('Enter');
  await expect(fleet.getByRole('region', { name: 'Vehicle', exact: true })).toContainText(name);
  expect(fleet.url()).toContain(`#/vehicles/practice/${name}`);
});

test('the keyboard alone walks the table', async ({ fleet }) => {
  await vehicleRows(fleet).first().focus();
  await fleet.keyboard.press('End');
  await expect(fleet.locator(':focus')).toHaveAttribute('aria-rowindex', rowsOfPractice());
  await fleet.keyboard.press('Home');
  await expect(fleet.locator(':focus')).toHaveAttribute('aria-rowindex', '1');
  await fleet.keyboard.press('ArrowDown');
  await expect(fleet.locator(':focus')).toHaveAttribute('aria-rowindex', '2');
});

test('the keyboard goes from the filter to a vehicle and comes back to its row', async ({ fleet }) => {
  await fleet.keyboard.press('/');
  await fleet.keyboard.type('TRUCK-00');
  await expect(grid(fleet)).not.toHaveAttribute('aria-rowcount', rowsOfPractice());
  await fleet.keyboard.press('ArrowDown');
  await fleet.keyboard.press('ArrowDown');
  const row = fleet.locator('[role="row"]:focus');
  const name = await row.getByRole('link').textContent();
  await fleet.keyboard.press('Enter');
  await expect(fleet.getByRole('heading', { level: 1, name: name ?? '' })).toBeVisible();
  await expect(fleet.getByRole('main')).toBeFocused();
  await fleet.keyboard.press('Escape');
  await expect(row.getByRole('link')).toHaveText(name ?? '');
  await expect(row).toHaveAttribute('aria-selected', 'true');
});
