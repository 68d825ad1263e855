import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { startConsole, type RunningConsole } from '../support/console-process.ts';

interface WorkerFixtures {
  /** Files that ask for another than the others have a console of their own, which they may change as they like. */
  readonly consoleOf: { readonly name: string; readonly args: readonly string[] };
  /** One console with its practice fleet for all tests of a worker that do not harm it. */
  readonly running: RunningConsole;
}

interface TestFixtures {
  /** A window of that console, on the fleet view, with vehicles in it. */
  readonly fleet: Page;
}

/** Opens a window and waits for the first vehicles. Anything the page logs as an error fails the test. */
export const openFleet = async (page: Page, url: string): Promise<void> => {
  await page.goto(url);
  await expect(vehicleRows(page).first()).toBeVisible();
};

/** With `--vehicles n`: those that drive, and the spare one that nobody simulates. */
export const rowsOfPractice = (vehicles = 50): string => String(vehicles + 1);

export const grid = (page: Page) => page.getByRole('grid', { name: 'Vehicles' });

export const vehicleRows = (page: Page) => grid(page).locator('[data-row]');

export const rowOf = (page: Page, name: string) => grid(page).getByRole('row', { name: new RegExp(`^${name}\\b`) });

export const goToView = async (page: Page, hash: string): Promise<void> => {
  await page.evaluate((target) => {
    window.location.hash = target;
  }, hash);
};

export const connectionForm = (page: Page): Locator =>
  page.getByRole('region', { name: 'Connections' }).getByRole('form');

export const connectionCard = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'Connections' }).getByRole('listitem', { name, exact: true });

/** Where a password or token is typed; a browser gives such a field no role. */
export const secretField = (form: Locator, label: RegExp): Locator =>
  form.getByLabel(label).and(form.locator('input[type="password"]'));

/** Opens the form of a new connection. */
export const addConnection = async (page: Page, preset: RegExp): Promise<Locator> => {
  await goToView(page, '#/connections');
  const view = page.getByRole('region', { name: 'Connections' });
  await view.getByRole('button', { name: /Add connection/ }).click();
  await view.getByRole('button', { name: preset }).click();
  return connectionForm(page);
};

/** Sends a command of the vehicle on screen, with what `enter` puts into its form. */
export const sendFrom = async (
  page: Page,
  command: RegExp,
  enter?: (dialog: Locator) => Promise<void>,
): Promise<void> => {
  await page.getByRole('group', { name: 'Actions' }).getByRole('button', { name: command }).click();
  const dialog = page.getByRole('dialog');
  if (enter !== undefined) {
    await enter(dialog);
    await dialog.getByRole('button', { name: 'Continue' }).click();
  }
  await dialog.getByRole('button', { name: /^Send/ }).click();
  await expect(dialog).toBeHidden();
};

export const failOnPageErrors = (page: Page): (() => void) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // A socket that is refused while a host restarts is told by the browser itself, and is what those tests are about.
    if (message.type() === 'error' && !/WebSocket connection|ERR_CONNECTION_REFUSED/.test(message.text())) {
      errors.push(message.text());
    }
  });
  return () => {
    expect(errors).toEqual([]);
  };
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  consoleOf: [
    { name: 'everybody', args: [] },
    { option: true, scope: 'worker' },
  ],
  running: [
    async ({ consoleOf }, use) => {
      const running = await startConsole({ args: consoleOf.args });
      await use(running);
      await running.end();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  fleet: async ({ page, running }, use) => {
    const check = failOnPageErrors(page);
    await openFleet(page, running.ready.url);
    await use(page);
    check();
  },
});

export { expect };
