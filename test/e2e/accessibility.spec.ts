import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { addConnection, connectionCard, expect, goToView, secretField, test, vehicleRows } from './fixtures.ts';

/** What it switches on is its own affair. */
test.use({ consoleOf: { name: 'accessibility', args: [] } });

const seriousIn = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};

/** The practice fleet as the other platform shows it, which is off at the start. */
const withIotCentral = async (page: Page): Promise<void> => {
  await goToView(page, '#/connections');
  const card = connectionCard(page, 'Practice IoT Central');
  const power = card.getByRole('switch');
  if (!(await power.isChecked())) await power.click();
  await expect(card).toContainText('token accepted');
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
  'jobs of a platform, and the making of a new one': async (page) => {
    await goToView(page, '#/jobs');
    await page.getByRole('button', { name: 'New job on Practice fleet' }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: 'What to do' }).click();
    await page.getByRole('option', { name: 'Reboot' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Find vehicles' })).toBeVisible();
  },
  'the settings of a vehicle, one of them being changed': async (page) => {
    await withIotCentral(page);
    await goToView(page, '#/vehicles/practice-iot-central/TRUCK-001');
    await page.getByRole('button', { name: 'Edit Target temperature' }).click();
    await expect(page.getByRole('group', { name: 'New value of Target temperature' })).toBeVisible();
  },
  'tokens, and the details of one': async (page) => {
    await withIotCentral(page);
    await goToView(page, '#/tokens/practice-iot-central');
    await page.getByRole('row').filter({ hasText: 'practice-operator' }).click();
    await expect(page.getByRole('complementary', { name: 'Token practice-operator' })).toBeVisible();
  },
  'the making of a new token': async (page) => {
    await withIotCentral(page);
    await goToView(page, '#/tokens/practice-iot-central');
    await page.getByRole('button', { name: 'New token…' }).click();
    await expect(page.getByRole('dialog').getByRole('combobox', { name: 'Role' })).toBeVisible();
  },
  'a list of new vehicles, as it was read': async (page) => {
    await goToView(page, '#/connections');
    await page.getByRole('button', { name: 'Several vehicles of Practice fleet' }).click();
    await page.getByRole('menuitem', { name: 'Add several…' }).click();
    await page.getByRole('textbox', { name: 'List of vehicles' }).fill('YARD-1,van\nYARD 2');
    await page.getByRole('button', { name: 'Check the list' }).click();
    await expect(page.getByRole('dialog', { name: /^Check 2 lines/ })).toContainText('Can be created');
  },
  'users, roles and organisations': async (page) => {
    await withIotCentral(page);
    await goToView(page, '#/admin/people/practice-iot-central');
    await expect(page.getByRole('table', { name: /^Users of/ })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Organisations' })).toContainText('Leipzig');
  },
  'the first step of a platform’s setup, with a token read': async (page) => {
    const form = await addConnection(page, /^Azure IoT Central/);
    await secretField(form, /^API token/).fill('SharedAccessSignature sr=none&sig=none&skn=practice&se=1500000000000');
    await expect(form.getByRole('status', { name: 'Read from the token' })).toContainText('practice');
  },
  'the form of a new connection': async (page) => {
    await goToView(page, '#/connections');
    await page.getByRole('button', { name: /Add connection/ }).click();
    await page.getByRole('button', { name: /HSL/ }).click();
    await expect(page.getByRole('textbox', { name: 'Address' })).toBeVisible();
  },
};

for (const [name, open] of Object.entries(views)) {
  test(`axe finds nothing serious in ${name}, light or dark`, async ({ fleet }) => {
    await open(fleet);
    for (const colorScheme of ['light', 'dark'] as const) {
      await fleet.emulateMedia({ colorScheme });
      await expect(fleet.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
      expect(await seriousIn(fleet), colorScheme).toEqual([]);
    }
  });
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
