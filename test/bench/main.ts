import { parseArgs } from 'node:util';
import { benchLatency } from './latency.ts';
import { benchPlatform } from './platform.ts';
import { benchStart } from './start.ts';
import { benchTokens } from './tokens.ts';

const usage = `Usage: npm run bench -- latency [--vehicles N] [--seconds N] [--json]
       npm run bench -- start [--runs N] [--json]
       npm run bench -- platform [--vehicles N] [--json]
       npm run bench -- tokens [--tokens N] [--json]

latency  publish to screen, in the browser, with table and map open (default: 1000 vehicles at 1 Hz, 30 s)
start    from the command to the first vehicle on screen (default: 3 runs, medians)
platform IoT Central's list read within its limit, and clicks meanwhile (default: 2000 vehicles)
tokens   IoT Central's API tokens: the first seen, all read, and what stops with one (default: 5000 tokens)

Figures hold for this machine in this run; "ofBudget" is the part of what is asked for, below 1 is within.
`;

const wholeNumber = (text: string | undefined, fallback: number): number => {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`"${text}" is not a whole number above 0.`);
  return value;
};

interface Values {
  readonly vehicles?: string | undefined;
  readonly seconds?: string | undefined;
  readonly runs?: string | undefined;
  readonly tokens?: string | undefined;
}

const benches: Readonly<Record<string, (values: Values) => Promise<object>>> = {
  latency: ({ vehicles, seconds }) =>
    benchLatency({ vehicles: wholeNumber(vehicles, 1000), seconds: wholeNumber(seconds, 30) }),
  start: ({ runs }) => benchStart({ runs: wholeNumber(runs, 3) }),
  platform: ({ vehicles }) => benchPlatform({ vehicles: wholeNumber(vehicles, 2000) }),
  tokens: ({ tokens }) => benchTokens({ tokens: wholeNumber(tokens, 5000) }),
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      vehicles: { type: 'string' },
      seconds: { type: 'string' },
      runs: { type: 'string' },
      tokens: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const bench = benches[positionals[0] ?? ''];
  if (values.help === true || bench === undefined) {
    process.stderr.write(usage);
    return values.help === true ? 0 : 2;
  }
  const result = await bench(values);
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify({ bench: positionals[0], ...result })}\n`
      : `${positionals[0] ?? ''}\n${JSON.stringify(result, null, 2)}\n`,
  );
  return 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
