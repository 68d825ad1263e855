import type { Page } from '@playwright/test';
import { expect, goToView, test } from './fixtures.ts';

const vehicle = (page: Page) => page.getByRole('region', { name: 'Vehicle', exact: true });
const actions = (page: Page) => page.getByRole('group', { name: 'Actions' });
const history = (page: Page) => page.getByRole('log', { name: 'Command history' });

test('a vehicle shows identity, gauges, trends, every signal and its last message', async ({ fleet }) => {
  await goToView(fleet, '#/vehicles/practice/TRUCK-001');
  const view = vehicle(fleet);
  await expect(view.getByRole('heading', { name: 'TRUCK-001' })).toBeVisible();
  await expect(view).toContainText('Cargo temperature');
  await expect(view.locator('.recharts-surface').first()).toBeVisible();
  await expect(view).toContainText('Vehicle.Speed');
  await expect(view).toContainText('iot-2/type/refrigerated-truck/id/TRUCK-001/evt/telemetry/fmt/json');
});

test('a vehicle nobody has heard of is said so, with a way back', async ({ fleet }) => {
  await goToView(fleet, '#/vehicles/practice/NOBODY-1');
  await expect(vehicle(fleet)).toContainText(/nothing|not been heard/i);
  await vehicle(fleet).getByRole('link', { name: /fleet/i }).first().click();
  await expect(fleet.getByRole('grid', { name: 'Vehicles' })).toBeVisible();
});

test('lights flash: the command is entered, confirmed, and followed to its end', async ({ fleet }) => {
  await goToView(fleet, '#/vehicles/practice/TRUCK-001');
  await actions(fleet)
    .getByRole('button', { name: /Flash lights/ })
    .click();
  const dialog = fleet.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /how long/i }).fill('99');
  await dialog.getByRole('button', { name: /continue|next|review/i }).click();
  await expect(dialog).toContainText('Between 1 and 30.');
  await dialog.getByRole('textbox', { name: /how long/i }).fill('2');
  await dialog.getByRole('button', { name: /continue|next|review/i }).click();
  await expect(dialog).toContainText('TRUCK-001');
  await dialog.getByRole('button', { name: /^send/i }).click();
  await expect(dialog).toBeHidden();
  await expect(history(fleet)).toContainText('Flash lights');
  await expect(history(fleet)).toContainText(/Completed/);
});

test('only a refrigerated truck is offered a cargo temperature', async ({ fleet }) => {
  await goToView(fleet, '#/vehicles/practice/TRUCK-001');
  await expect(actions(fleet).getByRole('button', { name: /Set cargo temperature/ })).toBeVisible();
  await goToView(fleet, '#/vehicles/practice/VAN-002');
  await expect(
    actions(fleet)
      .getByRole('button', { name: /Lock doors/ })
      .first(),
  ).toBeVisible();
  await expect(actions(fleet).getByRole('button', { name: /Set cargo temperature/ })).toHaveCount(0);
});

test('a moving vehicle is not unlocked, and the reason is given with the value', async ({ fleet }) => {
  await fleet.getByRole('grid').locator('[data-row]').filter({ hasText: 'Moving' }).first().getByRole('link').click();
  await actions(fleet)
    .getByRole('button', { name: /Unlock doors/ })
    .click();
  const dialog = fleet.getByRole('dialog');
  await expect(dialog).toContainText('Unlock only while the vehicle stands.');
  await expect(dialog).toContainText(/km\/h/);
  await expect(dialog.getByRole('button', { name: /^send/i })).toBeDisabled();
  await dialog.getByRole('button', { name: /cancel/i }).click();
  await expect(dialog).toBeHidden();
});
