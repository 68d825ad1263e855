import { parseArgs } from 'node:util';
import { benchLatency } from './latency.ts';
import { benchStart } from './start.ts';

const usage = `Usage: npm run bench -- latency [--vehicles N] [--seconds N] [--json]
       npm run bench -- start [--runs N] [--json]

latency  publish to screen, in the browser, with table and map open (default: 1000 vehicles at 1 Hz, 30 s)
start    from the command to the first vehicle on screen (default: 3 runs, medians)

Figures hold for this machine in this run; "ofBudget" is the part of what is asked for, below 1 is within.
`;

const wholeNumber = (text: string | undefined, fallback: number): number => {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`"${text}" is not a whole number above 0.`);
  return value;
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      vehicles: { type: 'string' },
      seconds: { type: 'string' },
      runs: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const name = positionals[0];
  if (values.help === true || (name !== 'latency' && name !== 'start')) {
    process.stderr.write(usage);
    return values.help === true ? 0 : 2;
  }
  const result =
    name === 'latency'
      ? await benchLatency({ vehicles: wholeNumber(values.vehicles, 1000), seconds: wholeNumber(values.seconds, 30) })
      : await benchStart({ runs: wholeNumber(values.runs, 3) });
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify({ bench: name, ...result })}\n`
      : `${name}\n${JSON.stringify(result, null, 2)}\n`,
  );
  return 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
