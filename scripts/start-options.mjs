import { parseArgs } from 'node:util';

export const startHelp = `Usage: npm start -- [options]

Installs and builds what is missing, starts the practice platform and the console, and opens it.

  --browser       run in the browser
  --desktop       run as a desktop app (needs a display and Electron)
  --no-open       start, but open nothing
  --port N        port of the browser host (default: any free one)
  --home DIR      where data and settings live (default: the system's place for application data)
  --no-keyring    in the browser: leave this computer's keyring alone
  --vehicles N    vehicles of the practice fleet, 1 to 5000 (default 50)
  --replay FILE   also replay a recording: one JSON object a line with t, topic and payload
  --speed N       replay N times as fast (default 1)
  --verbose       write every request to a platform to the log, too
  --json          print one line of JSON when all is ready
  --help          this text

Ctrl-C ends everything that was started.
`;

/**
 * @typedef {{
 *   host: 'browser' | 'desktop' | 'auto', open: boolean, port: number | undefined, home: string | undefined,
 *   keyring: boolean, vehicles: number, replay: string | undefined, speed: number,
 *   verbose: boolean, json: boolean,
 * }} StartOptions
 */

/**
 * Reads the command line of `npm start`.
 *
 * @param {readonly string[]} args
 * @returns {{ kind: 'start', options: StartOptions } | { kind: 'help' } | { kind: 'problem', message: string }}
 */
export const parseStartOptions = (args) => {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        browser: { type: 'boolean' },
        desktop: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        port: { type: 'string' },
        home: { type: 'string' },
        'no-keyring': { type: 'boolean' },
        vehicles: { type: 'string' },
        replay: { type: 'string' },
        speed: { type: 'string' },
        verbose: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return problem(describeParseError(error, args));
  }
  if (values.help === true) return { kind: 'help' };
  if (values.browser === true && values.desktop === true) return problem('--browser and --desktop exclude each other.');

  const port = readNumber('--port', values.port, { minimum: 0, maximum: 65_535, isWhole: true });
  const vehicles = readNumber('--vehicles', values.vehicles, { minimum: 1, maximum: 5000, isWhole: true });
  const speed = readNumber('--speed', values.speed, { minimum: 0.01, maximum: 100_000, isWhole: false });
  for (const number of [port, vehicles, speed]) if (typeof number === 'string') return problem(number);
  for (const name of /** @type {const} */ (['home', 'replay'])) {
    if (values[name] === '') return problem(`--${name} needs a value.`);
  }
  if (values.speed !== undefined && values.replay === undefined) return problem('--speed goes with --replay FILE.');

  return {
    kind: 'start',
    options: {
      host: values.browser === true ? 'browser' : values.desktop === true ? 'desktop' : 'auto',
      open: values['no-open'] !== true,
      port: typeof port === 'number' ? port : undefined,
      home: values.home,
      keyring: values['no-keyring'] !== true,
      vehicles: typeof vehicles === 'number' ? vehicles : 50,
      replay: values.replay,
      speed: typeof speed === 'number' ? speed : 1,
      verbose: values.verbose === true,
      json: values.json === true,
    },
  };
};

/** @param {string} message @returns {{ kind: 'problem', message: string }} */
const problem = (message) => ({ kind: 'problem', message: `${message} Try "npm start -- --help".` });

/** @param {unknown} error @param {readonly string[]} args */
const describeParseError = (error, args) => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const text = error instanceof Error ? error.message : String(error);
  const named = /'([^']+)'/.exec(text)?.[1] ?? args.join(' ');
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${named}.`;
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `"${named}" is not an option.`;
  const option = /--[a-z-]+/.exec(text)?.[0] ?? named;
  return text.includes('does not take an argument') ? `${option} takes no value.` : `${option} needs a value.`;
};

/**
 * @param {string} name
 * @param {string | undefined} text
 * @param {{ minimum: number, maximum: number, isWhole: boolean }} limits
 * @returns {number | string | undefined} undefined when the option is not given, a sentence when its value is wrong
 */
const readNumber = (name, text, { minimum, maximum, isWhole }) => {
  if (text === undefined) return undefined;
  const value = Number(text);
  const isGood =
    /^\d+(\.\d+)?$/.test(text) && value >= minimum && value <= maximum && (!isWhole || Number.isInteger(value));
  if (isGood) return value;
  return `${name} takes a ${isWhole ? 'whole ' : ''}number from ${String(minimum)} to ${String(maximum)}, not "${text}".`;
};
