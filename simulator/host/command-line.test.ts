import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';

test('without options it is fifty vehicles at one report a second', () => {
  expect(parseCommandLine([])).toEqual({ kind: 'start', options: { vehicles: 50, rate: 1, seed: 1 }, isJson: false });
});

test('every option is read', () => {
  const args = '--vehicles 7 --rate 0.5 --seed 3 --port 1883 --replay drive.jsonl --speed 2.5 --json'.split(' ');
  expect(parseCommandLine(args)).toEqual({
    kind: 'start',
    options: { vehicles: 7, rate: 0.5, seed: 3, port: 1883, replay: { file: 'drive.jsonl', speed: 2.5 } },
    isJson: true,
  });
  const withFaults = '--latency 80 --tokens 5000 --fault iot-central:429,after=5 --fault cut'.split(' ');
  expect(parseCommandLine(withFaults)).toMatchObject({
    options: {
      latency: 80,
      tokens: 5000,
      faults: [{ platform: 'iot-central', fault: { kind: '429', after: 5 } }, { fault: { kind: 'cut' } }],
    },
  });
  expect(parseCommandLine(['--help'])).toEqual({ kind: 'help' });
});

test.each([
  [['--wheels', '4'], 'There is no option --wheels.'],
  [['van'], '"van" is not an option.'],
  [['--vehicles'], '--vehicles needs a value.'],
  [['--vehicles', '--json'], '--vehicles needs a value.'],
  [['--json=yes'], '--json takes no value.'],
  [['--vehicles', 'many'], '--vehicles takes a whole number from 0 to 10000, not "many".'],
  [['--vehicles', '2.5'], '--vehicles takes a whole number from 0 to 10000, not "2.5".'],
  [['--vehicles=-1'], '--vehicles takes a whole number from 0 to 10000, not "-1".'],
  [['--rate', '0'], '--rate takes a number from 0.01 to 20, not "0".'],
  [['--seed', '1e3'], '--seed takes a whole number from 0 to 4294967295, not "1e3".'],
  [['--port', '70000'], '--port takes a whole number from 0 to 65535, not "70000".'],
  [['--replay', ''], '--replay needs a file.'],
  [['--fault', 'fire'], '--fault cannot be "fire".'],
  [['--speed', '2'], '--speed goes with --replay FILE.'],
])('%j is refused in one line', (args, sentence) => {
  expect(parseCommandLine(args)).toEqual({
    kind: 'problem',
    message: `${sentence} Try "npm run practice -- --help".`,
  });
});
