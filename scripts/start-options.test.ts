import { describe, expect, it } from 'vitest';
import { parseStartOptions } from './start-options.mjs';

const messageFor = (...args: string[]): string => {
  const parsed = parseStartOptions(args);
  return parsed.kind === 'problem' ? parsed.message : `no problem, but ${parsed.kind}`;
};

describe('the options of npm start', () => {
  it('have the defaults of a first start', () => {
    expect(parseStartOptions([])).toEqual({
      kind: 'start',
      options: {
        host: 'auto',
        open: true,
        port: undefined,
        home: undefined,
        keyring: true,
        vehicles: 50,
        replay: undefined,
        speed: 1,
        verbose: false,
        json: false,
      },
    });
  });

  it('are all read', () => {
    const args =
      '--browser --no-open --port 8123 --home here --no-keyring --vehicles 7 --replay a.jsonl --speed 2.5 --verbose --json'.split(
        ' ',
      );
    expect(parseStartOptions(args)).toEqual({
      kind: 'start',
      options: {
        host: 'browser',
        open: false,
        port: 8123,
        home: 'here',
        keyring: false,
        vehicles: 7,
        replay: 'a.jsonl',
        speed: 2.5,
        verbose: true,
        json: true,
      },
    });
  });

  it.each([
    ['--wheels'],
    ['-x'],
    ['fleet'],
    ['--port'],
    ['--port', 'many'],
    ['--port', '65536'],
    ['--port', '1.5'],
    ['--port=-1'],
    ['--vehicles', '0'],
    ['--vehicles', '1e3'],
    ['--home='],
    ['--json=yes'],
    ['--speed', '2'],
    ['--replay', 'a', '--speed', '0'],
    ['--browser', '--desktop'],
  ])('are refused in one line: %s %s', (...args) => {
    const message = messageFor(...args.filter((arg) => typeof arg === 'string'));
    expect(message).toMatch(/^[^\n]+Try "npm start -- --help"\.$/);
  });

  it('name the option that does not exist', () => {
    expect(messageFor('--wheels')).toContain('--wheels');
  });

  it('say which values a number may have', () => {
    expect(messageFor('--vehicles', 'all')).toContain('--vehicles takes a whole number from 1 to 5000, not "all".');
  });

  it('ask for help before anything else', () => {
    expect(parseStartOptions(['--help'])).toEqual({ kind: 'help' });
  });
});
