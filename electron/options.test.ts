import { expect, it } from 'vitest';
import { readDesktopOptions } from './options.ts';

it('starts with the practice fleet and a window when nothing is said', () => {
  expect(readDesktopOptions([])).toEqual({
    homeDir: undefined,
    isPracticeWanted: true,
    vehicles: 50,
    replay: undefined,
    isWindowWanted: true,
    isJsonWanted: false,
    logLevel: 'info',
  });
});

it('reads what the launcher passes on', () => {
  const args = [
    '--home',
    '/data',
    '--vehicles',
    '200',
    '--replay',
    'a.jsonl',
    '--speed',
    '2.5',
    '--no-open',
    '--verbose',
    '--json',
  ];
  expect(readDesktopOptions(args)).toEqual({
    homeDir: '/data',
    isPracticeWanted: true,
    vehicles: 200,
    replay: { file: 'a.jsonl', speed: 2.5 },
    isWindowWanted: false,
    isJsonWanted: true,
    logLevel: 'debug',
  });
});

it("leaves Chromium's own switches alone", () => {
  expect(
    readDesktopOptions(['--enable-features=X', '--no-practice', '--ozone-platform=wayland', 'file']),
  ).toMatchObject({
    isPracticeWanted: false,
  });
});

it.each([
  [['--vehicles', '0'], '--vehicles takes a whole number from 1 to 5000, not "0".'],
  [['--vehicles', 'many'], '--vehicles takes a whole number from 1 to 5000, not "many".'],
  [['--speed', '-1', '--replay', 'a'], '--speed takes a number from 0.01 to 100000, not "-1".'],
  [['--home'], '--home needs a value.'],
  [['--replay', ''], '--replay needs a value.'],
])('says what is wrong with %j', (args, sentence) => {
  expect(readDesktopOptions(args)).toBe(sentence);
});
