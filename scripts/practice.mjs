// `npm run practice`: the practice platform alone.
import { runEntry } from './run-entry.mjs';

process.exitCode = await runEntry('simulator/main.ts', 'The practice platform');
