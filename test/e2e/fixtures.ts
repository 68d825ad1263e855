import { test as base, expect, type Page } from '@playwright/test';
import { startConsole, type RunningConsole } from '../support/console-process.ts';

interface WorkerFixtures {
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
  running: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are used from this pattern
    async ({}, use) => {
      const running = await startConsole({});
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
