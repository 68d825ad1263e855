import type { Locator, Page } from '@playwright/test';
import { connectionCard, connectionForm, expect, goToView, rowOf, sendFrom, test } from './fixtures.ts';
import type { WatsonAccess } from '../support/console-process.ts';

const connection = 'Depot';

test.describe.configure({ mode: 'serial' });
test.use({ consoleOf: { name: 'watson', args: ['--vehicles', '6'] } });

const openTruck = async (page: Page): Promise<void> => {
  await page.getByRole('textbox', { name: 'Filter vehicles' }).fill(connection);
  await rowOf(page, 'TRUCK-001').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: 'TRUCK-001' })).toBeVisible();
};

/** What an administrator does elsewhere. */
const switchOnLastEvents = async ({ restUrl, keys }: WatsonAccess): Promise<void> => {
  const { apiKey, apiToken } = keys.admin;
  const answer = await fetch(`${restUrl}/config/lec`, {
    method: 'PUT',
    headers: {
      authorization: `Basic ${Buffer.from(`${apiKey}:${apiToken}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ enabled: true, ttlDays: 7 }),
  });
  expect(answer.ok).toBe(true);
};

/** Presses Tab until the focus is there: what the keyboard cannot reach fails the test. */
const tabTo = async (target: Locator): Promise<void> => {
  const page = target.page();
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('The Tab key does not reach it.');
};

test('the keyboard alone sets up a Watson organisation by its API key, over REST and MQTT', async ({
  fleet,
  running,
}) => {
  const { watson, mqttUrl } = running.ready.practice;
  const { keyboard } = fleet;
  await tabTo(fleet.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Connections' }));
  await keyboard.press('Enter');
  const view = fleet.getByRole('region', { name: 'Connections' });
  await expect(view).toBeVisible();
  await tabTo(view.getByRole('button', { name: /Add connection/ }));
  await keyboard.press('Enter');
  await tabTo(view.getByRole('button', { name: /^Watson IoT/ }));
  await keyboard.press('Enter');

  const form = connectionForm(fleet);
  await tabTo(form.getByRole('textbox', { name: 'API key' }));
  await keyboard.type(watson.apiKey);
  await keyboard.press('Tab');
  await keyboard.type(watson.apiToken);
  await expect(form.getByRole('status', { name: 'Read from the token' })).toContainText(watson.org);
  await tabTo(form.getByRole('textbox', { name: 'Address', exact: true }));
  await keyboard.type(new URL(watson.restUrl).origin);
  const broker = form.getByRole('textbox', { name: /^Address of the live messages/ });
  await tabTo(broker);
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type(mqttUrl);
  await keyboard.press('Enter');

  const outcome = form.getByRole('status', { name: 'Connection test' });
  await expect(outcome).toContainText('The connection works.');
  await expect(outcome).toContainText(/\d+ messages heard/);
  await expect(outcome).toContainText('7 vehicles');
  await tabTo(form.getByRole('button', { name: 'Next: choose what to watch' }));
  await keyboard.press('Enter');
  await tabTo(form.getByRole('textbox', { name: 'Name', exact: true }));
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type(connection);
  await keyboard.press('Enter');

  const card = connectionCard(fleet, connection);
  await expect(card).toContainText('Live');
  await expect(card).toContainText('7 vehicles listed');
  await expect(card).toContainText('token accepted');
});

test('a refrigerated truck shows what the registry says of it, and does what it is told', async ({ fleet }) => {
  await goToView(fleet, '#/vehicles/practice/TRUCK-001');
  const vehicle = fleet.getByRole('region', { name: 'Vehicle', exact: true });
  await expect(vehicle).toContainText('Refrigerated truck');
  await expect(vehicle.getByRole('region', { name: 'On the platform' })).toContainText('PF-TRUCK-001');
  await sendFrom(fleet, /^Set cargo temperature/, async (dialog) => {
    await dialog.getByRole('textbox', { name: 'Target temperature' }).fill('-15');
  });
  const history = fleet.getByRole('log', { name: 'Command history' });
  await expect(history).toContainText('Set cargo temperature');
  await expect(history).toContainText('Completed');
});

test('a truck of the organisation that was set up has the commands and settings of its type', async ({ fleet }) => {
  await openTruck(fleet);
  await sendFrom(fleet, /^Flash the hazard lights/, async (dialog) => {
    await dialog.getByRole('textbox', { name: 'For how long' }).fill('2');
  });
  await expect(fleet.getByRole('log', { name: 'Command history' })).toContainText('Completed');

  const settings = fleet.getByRole('region', { name: 'Settings' });
  const target = settings.getByRole('row', { name: /^Target temperature/ });
  await settings.getByRole('button', { name: 'Edit Target temperature' }).click();
  await settings.getByRole('textbox', { name: 'Target temperature' }).fill('-12.5');
  await settings.getByRole('button', { name: /^Review and send/ }).click();
  const review = fleet.getByRole('dialog');
  await expect(review).toContainText('-12.5 °C');
  await review.getByRole('button', { name: 'Send 1 change' }).click();
  await expect(review).toBeHidden();
  await expect(settings).toContainText('No setting waits for the vehicle.');
  await expect(target).toContainText('● Reported');
  await expect(target.getByText('-12.5 °C')).toHaveCount(2);
});

test('what the platform wrote down about a vehicle is read when one looks', async ({ fleet, running }) => {
  await openTruck(fleet);
  const records = fleet.getByRole('region', { name: 'Records' });
  await expect(records.getByRole('list', { name: 'Connection log' })).toContainText(/connected/i);
  await records.getByRole('tab', { name: 'Last events' }).click();
  await expect(records).toContainText('The last event cache of this organisation is switched off');
  await switchOnLastEvents(running.ready.practice.watson);
  await expect(async () => {
    await records.getByRole('button', { name: 'Refresh Last events' }).click();
    await expect(records.getByRole('list', { name: 'Last events' })).toContainText('telemetry', { timeout: 1000 });
  }).toPass();
});

test('a reboot is started as a job, after a second word, and followed to its end', async ({ fleet }) => {
  await goToView(fleet, '#/jobs');
  await fleet.getByRole('button', { name: `New job on ${connection}` }).click();
  const dialog = fleet.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'What to do' }).click();
  await fleet.getByRole('option', { name: 'Reboot' }).click();
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('textbox', { name: 'Find vehicles' }).fill('TRUCK-001');
  await dialog.getByRole('checkbox', { name: /^TRUCK-001/ }).check();
  await dialog.getByRole('button', { name: 'Continue' }).click();
  const start = dialog.getByRole('button', { name: 'Start job' });
  await expect(start).toBeDisabled();
  await dialog.getByRole('textbox', { name: /Type 1 to allow it/ }).fill('1');
  await start.click();
  const job = fleet.getByRole('list', { name: `Jobs of ${connection}` }).getByRole('listitem', { name: 'Reboot' });
  await expect(job).toContainText('Completed');
  await expect(job.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /1 completed, 0 failed, 0 waiting/);
});
