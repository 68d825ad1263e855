// `npm test`: installs what the tests need, then type check, lint, unit and contract tests, browser tests, and a line of counts.
import { readFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { projectRoot } from './project.mjs';
import { runPinned } from './run.mjs';
import { ensureChromium, ensureMosquitto } from './test-tools.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const resultsDir = path.join(projectRoot, 'test-results');

const say = (/** @type {string} */ line) => {
  process.stderr.write(`${line}\n`);
};

/** @param {string} title @param {readonly string[]} args @returns {Promise<Counts>} a check counts as one test */
const check = async (title, args) => {
  say(`\n${title} …`);
  const { code } = await runPinned(args);
  say(`${title}: ${code === 0 ? 'passed' : 'FAILED'}`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
};

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === 'object' && value !== null;

/**
 * @param {string} file a runner's report in JSON
 * @returns {Promise<(...path: string[]) => number>} reads one figure of it; throws where it is not there
 */
const readReport = async (file) => {
  const report = /** @type {unknown} */ (JSON.parse(await readFile(path.join(resultsDir, file), 'utf8')));
  return (...place) => {
    let value = report;
    for (const key of place) value = isRecord(value) ? value[key] : undefined;
    if (typeof value !== 'number') throw new TypeError(`${file} has no number at ${place.join('.')}.`);
    return value;
  };
};

/**
 * A runner that ends badly without a failed test (a file that cannot be loaded, a leak) counts as one failure.
 *
 * @param {Counts} counts
 * @param {number} code
 * @returns {Counts}
 */
const withExitCode = (counts, code) => (code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);

/** @returns {Promise<Counts>} */
const unitAndContractTests = async () => {
  say('\nUnit and contract tests …');
  const { code } = await runPinned([
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=test-results/unit.json',
  ]);
  try {
    const figure = await readReport('unit.json');
    return withExitCode(
      {
        passed: figure('numPassedTests'),
        failed: figure('numFailedTests'),
        skipped: figure('numPendingTests') + figure('numTodoTests'),
      },
      code,
    );
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
};

/** @param {string | undefined} chromium @returns {Promise<Counts>} */
const browserTests = async (chromium) => {
  say('\nBrowser tests …');
  if (chromium === undefined) {
    say('Skipped: no Chromium here, and none could be installed.');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const { code } = await runPinned(
    ['node_modules/@playwright/test/cli.js', 'test', '--config', 'test/e2e/playwright.config.ts'],
    {
      env: { FLEETDECK_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(resultsDir, 'browser.json') },
    },
  );
  try {
    const figure = await readReport('browser.json');
    return withExitCode(
      {
        passed: figure('stats', 'expected') + figure('stats', 'flaky'),
        failed: figure('stats', 'unexpected'),
        skipped: figure('stats', 'skipped'),
      },
      code,
    );
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
};

const main = async () => {
  if (!(await ensureInstalled(say))) return 1;
  const chromium = await ensureChromium(say);
  await ensureMosquitto(say);
  await rm(resultsDir, { recursive: true, force: true });
  await mkdir(resultsDir, { recursive: true });

  const parts = [
    await check('Type check', ['node_modules/typescript/bin/tsc', '-b']),
    await check('Lint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0']),
    await check('Formatting', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']),
    await unitAndContractTests(),
  ];
  const isBuilt = (await ensureBuilt('window', say)) && (await ensureBuilt('desktop', say));
  parts.push(isBuilt ? await browserTests(chromium) : { passed: 0, failed: 1, skipped: 0 });

  const sum = (/** @type {keyof Counts} */ key) => parts.reduce((total, counts) => total + counts[key], 0);
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
  return sum('failed') === 0 ? 0 : 1;
};

process.exitCode = await main();
