import { execFileSync } from 'node:child_process';
import { expect, failOnPageErrors, openFleet, rowsOfPractice, test, vehicleRows } from './fixtures.ts';
import { startConsole } from '../support/console-process.ts';

/** The process below `pid` whose command line names the entry. */
const descendant = (pid: number, entry: string): number => {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }));
  const below = (root: number): typeof table =>
    table.filter((one) => one.parent === root).flatMap((one) => [one, ...below(one.pid)]);
  const found = below(pid).find((one) => one.command.includes(entry));
  if (found === undefined) throw new Error(`No ${entry} below ${pid}.`);
  return found.pid;
};

test.skip(process.platform === 'win32', 'Processes are found and killed as on Unix.');

test('a practice platform that is killed comes back, and the window is live again without a click', async ({
  page,
}) => {
  const running = await startConsole({ args: ['--vehicles', '5'] });
  const checkErrors = failOnPageErrors(page);
  try {
    await openFleet(page, running.ready.url);
    const status = page.getByRole('status', { name: 'Connections' });
    await expect(status).toContainText('Live');
    process.kill(descendant(running.process.pid ?? 0, 'simulator/main.ts'), 'SIGKILL');
    await expect(status).toContainText('Offline');
    await expect(vehicleRows(page)).toHaveCount(Number(rowsOfPractice(5)));
    await expect(status).toContainText('Live');
    checkErrors();
  } finally {
    await running.end();
  }
});

test('an engine that is killed comes back: the window says so, keeps its data, and recovers by itself', async ({
  page,
}) => {
  const running = await startConsole({ args: ['--vehicles', '5'] });
  const checkErrors = failOnPageErrors(page);
  try {
    await openFleet(page, running.ready.url);
    process.kill(descendant(running.process.pid ?? 0, 'web/main.ts'), 'SIGKILL');
    const banner = page.getByText(/engine (stopped answering|does not answer)/i).first();
    await expect(banner).toBeVisible();
    await expect(vehicleRows(page)).toHaveCount(Number(rowsOfPractice(5)));
    await expect(banner).toBeHidden();
    await expect(page.getByRole('status', { name: 'Connections' })).toContainText('Live');
    // The address that was printed still opens the console.
    const second = await page.context().newPage();
    await openFleet(second, running.ready.url);
    checkErrors();
  } finally {
    await running.end();
  }
});
