import { parseArgs } from 'node:util';
import { faultKinds, parseFault, restPlatforms, type PlannedFault } from '../http/fault.ts';
import { limits, platformOptionsSchema, type PlatformOptions } from '../options.ts';

export const practiceHelp = `Usage: npm run practice -- [options]

Starts the practice platform alone: vehicles that drive and obey, seen and steered as on Watson IoT Platform and as on Azure
IoT Central (MQTT and REST). It listens on this machine only.

  --vehicles N    how many vehicles (default 50)
  --rate HZ       reports a second from each vehicle (default 1)
  --seed S        which fleet: the same seed gives the same vehicles (default 1)
  --port N        port of the broker (default: any free one)
  --replay FILE   also replay a recording on a second, plain broker: one JSON object a line with t, topic and payload
  --speed N       replay N times as fast (default 1)
  --latency MS    answer every REST call so much later (default 0)
  --tokens N      API tokens that each platform has already, of all roles and ages (default 0)
  --fault F       let REST calls go wrong; may be given several times. F is [PLATFORM:]KIND[,after=N][,times=N][,path=TEXT]
                  [,seconds=S][,retryAfter=S]
                    PLATFORM  ${restPlatforms.join(' or ')}; without it both
                    KIND      ${faultKinds.join(', ')}
                    after     so many calls go well first; times: so many fail, then it is over
                    path      only calls whose path contains it; seconds: how late a slow answer is (default 5)
                  While it runs: POST /practice/faults on a REST server, with the header x-practice-key, adds one
                  ({"kind":"429","times":3}), GET lists, DELETE removes.
  --json          print one line of JSON when it is ready
  --help          this text

Ctrl-C ends it.
`;

export type PracticeCommandLine =
  | { readonly kind: 'start'; readonly options: PlatformOptions; readonly isJson: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'problem'; readonly message: string };

/** Reads the command line of `npm run practice`. A problem is one sentence. */
export const parseCommandLine = (args: readonly string[]): PracticeCommandLine => {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        vehicles: { type: 'string' },
        rate: { type: 'string' },
        seed: { type: 'string' },
        port: { type: 'string' },
        replay: { type: 'string' },
        speed: { type: 'string' },
        latency: { type: 'string' },
        tokens: { type: 'string' },
        fault: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return problem(describeParseError(error));
  }
  if (values.help === true) return { kind: 'help' };
  if (values.replay === '') return problem('--replay needs a file.');
  if (values.speed !== undefined && values.replay === undefined) return problem('--speed goes with --replay FILE.');

  const numbers: Partial<Record<keyof typeof limits, number>> = {};
  for (const name of ['vehicles', 'rate', 'seed', 'port', 'speed', 'latency', 'tokens'] as const) {
    const text = values[name];
    if (text === undefined) continue;
    const number = readNumber(name, text);
    if (typeof number === 'string') return problem(number);
    numbers[name] = number;
  }
  const faults: PlannedFault[] = [];
  for (const text of values.fault ?? []) {
    const fault = parseFault(text);
    if (fault === undefined) return problem(`--fault cannot be "${text}".`);
    faults.push(fault);
  }
  const { speed, ...others } = numbers;
  const options = platformOptionsSchema.parse({
    ...others,
    ...(faults.length > 0 && { faults }),
    ...(values.replay !== undefined && { replay: { file: values.replay, ...(speed !== undefined && { speed }) } }),
  });
  return { kind: 'start', options, isJson: values.json === true };
};

const problem = (message: string): PracticeCommandLine => ({
  kind: 'problem',
  message: `${message} Try "npm run practice -- --help".`,
});

const readNumber = (name: keyof typeof limits, text: string): number | string => {
  const { minimum, maximum, isWhole } = limits[name];
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  const isGood = value >= minimum && value <= maximum && (!isWhole || Number.isInteger(value));
  return isGood
    ? value
    : `--${name} takes a ${isWhole ? 'whole ' : ''}number from ${minimum} to ${maximum}, not "${text}".`;
};

const describeParseError = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  const named = /'([^']+)'/.exec(text)?.[1] ?? '';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${named}.`;
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `"${named}" is not an option.`;
  const option = /--[a-z-]+/.exec(named)?.[0] ?? named;
  return text.includes('does not take an argument') ? `${option} takes no value.` : `${option} needs a value.`;
};
