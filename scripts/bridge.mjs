// `npm run bridge`: IoT Central's webhook export in, MQTT out.
import { runEntry } from './run-entry.mjs';

process.exitCode = await runEntry('bridge/main.ts', 'The bridge');
