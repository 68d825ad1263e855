import electron from 'electron';
import { redact } from '../core/audit/redact.ts';
import { systemClock } from '../core/clock.ts';
import { buildFolders, runDesktop } from './desktop.ts';
import type { ElectronApi } from './electron-api.ts';

const api: ElectronApi = electron;

process.on('uncaughtException', (error) => {
  process.stderr.write(`${redact(error.stack ?? error.message)}\n`);
  api.dialog.showErrorBox('Fleetdeck has stopped', 'An error that nobody foresaw ended the app. Start it again.');
  api.app.exit(1);
});

void runDesktop({
  electron: api,
  args: process.argv.slice(api.app.isPackaged ? 1 : 2),
  platform: process.platform,
  ...buildFolders(import.meta.dirname),
  clock: systemClock,
  write: {
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
  },
  onEndSignal: (end) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
  },
});
