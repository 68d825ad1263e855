import type { Page } from '@playwright/test';
import { connectionCard, expect, goToView, test } from './fixtures.ts';

/** What it switches on is its own affair. */
test.use({ consoleOf: { name: 'people', args: [] } });

const users = (page: Page) => page.getByRole('table', { name: /^Users of/ });

/** The practice fleet as IoT Central shows it, which is off at the start. */
const withIotCentral = async (page: Page): Promise<void> => {
  await goToView(page, '#/connections');
  const card = connectionCard(page, 'Practice IoT Central');
  const power = card.getByRole('switch');
  if (!(await power.isChecked())) await power.click();
  await expect(card).toContainText('token accepted');
};

test('users stand with their roles, what these may do, and where; roles and organisations lead to them', async ({
  fleet,
}) => {
  await withIotCentral(fleet);
  await fleet.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Admin' }).click();
  await fleet.getByRole('link', { name: 'Users and roles' }).click();
  const dispatcher = users(fleet).getByRole('row', { name: /dispatcher@example\.com/ });
  await expect(dispatcher).toContainText('Org Operator');
  await expect(dispatcher).toContainText('May watch vehicles, send commands');
  await expect(dispatcher).toContainText('Saxony › Leipzig');
  const roles = fleet.getByRole('region', { name: 'Roles' });
  await expect(roles).toContainText('make and delete API tokens');

  await fleet
    .getByRole('region', { name: 'Organisations' })
    .getByRole('button', { name: /with a role in Dresden/ })
    .click();
  await expect(users(fleet).getByRole('rowheader')).toHaveText(['planner@example.com']);
  await fleet.getByRole('searchbox', { name: 'Search the users' }).fill('');
  await roles.getByRole('button', { name: /with the role Administrator/ }).click();
  await expect(users(fleet).getByRole('rowheader').first()).toHaveText('admin@example.com');
});

test('with the keyboard alone one sorts the users and searches them', async ({ fleet }) => {
  await withIotCentral(fleet);
  await goToView(fleet, '#/admin/people/practice-iot-central');
  const search = fleet.getByRole('searchbox', { name: 'Search the users' });
  await search.focus();
  await fleet.keyboard.type('person');
  await expect(users(fleet).getByRole('rowheader')).toHaveCount(4);
  await fleet.keyboard.press('Tab');
  await expect(fleet.getByRole('button', { name: 'Refresh the users and roles' })).toBeFocused();
  await fleet.keyboard.press('Tab');
  await expect(users(fleet).getByRole('button', { name: 'Name' })).toBeFocused();
  await fleet.keyboard.press('Enter');
  await expect(users(fleet).getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
  await expect(users(fleet).getByRole('rowheader').first()).toHaveText('planner@example.com');
});

test('Watson says why nothing is there and where it is; looking at users is on record', async ({ fleet }) => {
  await withIotCentral(fleet);
  await goToView(fleet, '#/admin/people/practice-iot-central');
  await expect(users(fleet)).toBeVisible();
  await fleet
    .getByRole('navigation', { name: 'Connections' })
    .getByRole('link', { name: /^Practice fleet/ })
    .click();
  await expect(fleet.getByText('does not list users')).toBeVisible();
  await expect(fleet.getByRole('link', { name: 'Tokens view of Practice fleet' })).toBeVisible();
  await goToView(fleet, '#/admin/audit');
  await expect(
    fleet.getByRole('row', { name: /List users and roles.*Practice IoT Central.*Succeeded/ }).first(),
  ).toBeVisible();
});
