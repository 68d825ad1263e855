import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, goToView, openFleet, test, vehicleRows } from './fixtures.ts';

const seriousIn = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};

const views: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'the fleet view': async (page) => {
    await expect(vehicleRows(page).first()).toBeVisible();
  },
  'a vehicle': async (page) => {
    await goToView(page, '#/vehicles/practice/TRUCK-001');
    await expect(page.locator('.recharts-surface').first()).toBeVisible();
  },
  'a command that waits for its confirmation': async (page) => {
    await goToView(page, '#/vehicles/practice/TRUCK-001');
    await page
      .getByRole('group', { name: 'Actions' })
      .getByRole('button', { name: /^Lock doors/ })
      .click();
    await expect(page.getByRole('dialog')).toContainText('TRUCK-001');
  },
  'the connections view': async (page) => {
    await goToView(page, '#/connections');
    await expect(page.getByRole('listitem', { name: 'Practice fleet' })).toBeVisible();
  },
  'where secrets are kept': async (page) => {
    await goToView(page, '#/admin/secrets');
    await expect(page.getByRole('list', { name: 'Places for secrets' })).toBeVisible();
  },
  'export and import of settings': async (page) => {
    await goToView(page, '#/admin/backup');
    await page.getByRole('radio', { name: /Put them in/ }).check();
    await expect(page.getByLabel('New passphrase')).toBeVisible();
  },
  'the audit log and the result of its check': async (page) => {
    await goToView(page, '#/admin/audit');
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page.getByRole('status', { name: 'Check of the log' })).toContainText(/Intact|fit together|empty/);
  },
  'the form of a new connection': async (page) => {
    await goToView(page, '#/connections');
    await page.getByRole('button', { name: /Add connection/ }).click();
    await page.getByRole('button', { name: /HSL/ }).click();
    await expect(page.getByRole('textbox', { name: 'Address' })).toBeVisible();
  },
};

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, open] of Object.entries(views)) {
    test(`axe finds nothing serious in ${name}, ${colorScheme}`, async ({ browser, running }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      await openFleet(page, running.ready.url);
      await open(page);
      expect(await seriousIn(page)).toEqual([]);
      await context.close();
    });
  }
}

test('the Tab key alone reaches the navigation, the filter, the table and the map', async ({ fleet }) => {
  const reached = new Set<string>();
  await fleet.locator('body').click({ position: { x: 1, y: 1 } });
  for (let presses = 0; presses < 60; presses += 1) {
    await fleet.keyboard.press('Tab');
    const place = await fleet.evaluate(() => {
      const element = document.activeElement;
      return element
        ?.closest('nav, [role=search], [role=grid], section, [role=status], footer, header')
        ?.getAttribute('aria-label');
    });
    if (typeof place === 'string') reached.add(place);
  }
  expect([...reached]).toEqual(expect.arrayContaining(['Views', 'Vehicles', 'Map']));
});
