import type { Page } from '@playwright/test';
import {
  addConnection,
  connectionCard,
  connectionForm,
  expect,
  goToView,
  grid,
  rowOf,
  secretField,
  sendFrom,
  test,
} from './fixtures.ts';
import type { IotCentralAccess } from '../support/console-process.ts';

const connection = 'Leipzig';

test.describe.configure({ mode: 'serial' });
test.use({ consoleOf: { name: 'iot-central', args: ['--vehicles', '6'] } });

const openVehicle = async (page: Page, name: string): Promise<void> => {
  await goToView(page, '#/fleet');
  await page.getByRole('textbox', { name: 'Filter vehicles' }).fill(name);
  await rowOf(page, name).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
};

/** What an admin does elsewhere: in the application's own pages. */
const revoke = async ({ restUrl, tokens }: IotCentralAccess, tokenId: string): Promise<void> => {
  const answer = await fetch(`${restUrl}/apiTokens/${tokenId}?api-version=2022-07-31`, {
    method: 'DELETE',
    headers: { authorization: tokens.administrator },
  });
  expect(answer.status).toBe(204);
};

test('three steps set up an application: the token is read, tested, and says what there is to watch', async ({
  fleet,
  running,
}) => {
  const { restUrl, applicationId, tokens } = running.ready.practice.iotCentral;
  const form = await addConnection(fleet, /^Azure IoT Central/);
  await form.getByRole('textbox', { name: 'Address of the application' }).fill(new URL(restUrl).origin);
  await secretField(form, /^API token/).fill(tokens.operator);

  const facts = form.getByRole('status', { name: 'Read from the token' });
  await expect(facts).toContainText('practice-operator');
  await expect(facts).toContainText(applicationId);
  await expect(facts).toContainText(/in \d+ days/);

  await form.getByRole('button', { name: 'Next: test it' }).click();
  const outcome = form.getByRole('status', { name: 'Connection test' });
  await expect(outcome).toContainText('The connection works.');
  await expect(outcome).toContainText('6 vehicles');
  await expect(outcome).toContainText('Refrigerated truck');

  await form.getByRole('button', { name: 'Next: choose what to watch' }).click();
  await form.getByRole('radio', { name: /^Some/ }).check();
  await form.getByRole('combobox', { name: 'Device templates' }).click();
  await fleet.getByRole('option', { name: 'Van', exact: true }).click();
  await fleet.getByRole('option', { name: 'Refrigerated truck' }).click();
  await fleet.keyboard.press('Escape');
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(connection);
  await form.getByRole('button', { name: 'Save' }).click();

  const card = connectionCard(fleet, connection);
  await expect(card).toContainText('Live');
  await expect(card).toContainText('practice-operator');
  await expect(card).toContainText('4 vehicles listed');
  await expect(card).toContainText('Values are read in turn');
});

test('vehicles have the names and groups of the platform', async ({ fleet }) => {
  await fleet.getByRole('textbox', { name: 'Filter vehicles' }).fill(connection);
  await expect(rowOf(fleet, 'Truck 001')).toBeVisible();
  await expect(grid(fleet)).toHaveAttribute('aria-rowcount', '4');
  await fleet.getByRole('combobox', { name: 'Filter by group' }).click();
  await fleet
    .getByRole('group', { name: connection })
    .getByRole('option', { name: /^Vans \(2 vehicles\)/ })
    .click();
  await expect(grid(fleet)).toHaveAttribute('aria-rowcount', '2');
  await expect(rowOf(fleet, 'Van 002')).toBeVisible();
  await expect(rowOf(fleet, 'Truck 001')).toBeHidden();
});

test('a setting is sent, waits for the vehicle, and is reported by it', async ({ fleet }) => {
  await openVehicle(fleet, 'Truck 001');
  const settings = fleet.getByRole('region', { name: 'Settings' });
  const target = settings.getByRole('row', { name: /^Target temperature/ });
  await settings.getByRole('button', { name: 'Edit Target temperature' }).click();
  const field = settings.getByRole('textbox', { name: 'Target temperature' });
  await field.fill('99');
  await settings.getByRole('button', { name: /^Review and send/ }).click();
  await expect(settings.getByRole('alert')).toContainText('cannot be sent');
  await field.fill('-12');
  await settings.getByRole('button', { name: /^Review and send/ }).click();
  const review = fleet.getByRole('dialog');
  await expect(review).toContainText('-12 °C');
  await review.getByRole('button', { name: 'Send 1 change' }).click();
  await expect(review).toBeHidden();
  await expect(target).toContainText('Pending');
  await expect(target).toContainText('Reported');
  await expect(settings).toContainText('No setting waits for the vehicle.');
});

test('a command of the template is entered in its own words and completed', async ({ fleet }) => {
  await openVehicle(fleet, 'Truck 001');
  await sendFrom(fleet, /^Flash the hazard lights/, async (dialog) => {
    await dialog.getByRole('textbox', { name: 'For how long' }).fill('2');
  });
  const history = fleet.getByRole('log', { name: 'Command history' });
  await expect(history).toContainText('Flash the hazard lights');
  await expect(history).toContainText('Completed');
});

test('a job for a group is started and followed to its end', async ({ fleet }) => {
  await goToView(fleet, '#/jobs');
  await fleet.getByRole('button', { name: `New job on ${connection}` }).click();
  const dialog = fleet.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'What to do' }).click();
  await fleet.getByRole('group', { name: 'Van', exact: true }).getByRole('option', { name: 'Set Speed limit' }).click();
  await dialog.getByRole('textbox', { name: 'Speed limit' }).fill('70');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('combobox', { name: 'Group' }).click();
  await fleet.getByRole('option', { name: /^Vans/ }).click();
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('textbox', { name: 'Name of the job' }).fill('Slow vans');
  await dialog.getByRole('textbox', { name: /Type Vans to allow it/ }).fill('Vans');
  await dialog.getByRole('button', { name: 'Start job' }).click();
  const job = fleet.getByRole('listitem', { name: 'Slow vans' });
  await expect(job).toContainText('Completed');
  await expect(job.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /2 completed, 0 failed, 0 waiting/);
});

test('a token that is revoked is said, nothing is lost, and a new token goes on', async ({ fleet, running }) => {
  const { iotCentral } = running.ready.practice;
  await revoke(iotCentral, 'practice-operator');
  await goToView(fleet, '#/connections');
  const card = connectionCard(fleet, connection);
  // Values are read in turn: it would be found out by itself at the next one.
  await card.getByRole('button', { name: `Refresh the list of vehicles of ${connection}` }).click();
  await expect(card).toContainText('token refused');

  await goToView(fleet, '#/fleet');
  await fleet.getByRole('textbox', { name: 'Filter vehicles' }).fill(connection);
  await expect(grid(fleet)).toHaveAttribute('aria-rowcount', '4');

  await goToView(fleet, '#/connections');
  await card.getByRole('button', { name: `Enter a new token for ${connection}` }).click();
  const form = connectionForm(fleet);
  await secretField(form, /^New API token/).fill(iotCentral.tokens.administrator);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(card).toContainText('token accepted');
  await expect(card).toContainText('practice-administrator');
  await expect(card).toContainText('Live');
  await expect(card).toContainText('4 vehicles listed');
});
