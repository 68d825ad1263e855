import { parseArgs } from 'node:util';
import type { LogLevel } from '../core/data-folder/log-file.ts';

/** What the command line can say. Never a secret: every program of the user can read another's arguments. */
export interface DesktopOptions {
  /** Undefined: the operating system's place for application data. */
  readonly homeDir: string | undefined;
  readonly isPracticeWanted: boolean;
  readonly vehicles: number;
  readonly replay: { readonly file: string; readonly speed: number } | undefined;
  readonly isWindowWanted: boolean;
  readonly isJsonWanted: boolean;
  readonly logLevel: LogLevel;
}

/** @returns a sentence when a value is wrong. Unknown options are Chromium's own (`--enable-…`) and are left to it. */
export const readDesktopOptions = (args: readonly string[]): DesktopOptions | string => {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      home: { type: 'string' },
      vehicles: { type: 'string' },
      replay: { type: 'string' },
      speed: { type: 'string' },
      'no-practice': { type: 'boolean' },
      'no-open': { type: 'boolean' },
      verbose: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const text = (name: 'home' | 'vehicles' | 'replay' | 'speed'): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  for (const name of ['home', 'replay'] as const) {
    if (values[name] === true || values[name] === '') return `--${name} needs a value.`;
  }
  const vehicles = text('vehicles') ?? '50';
  if (!/^\d+$/.test(vehicles) || Number(vehicles) < 1 || Number(vehicles) > 5000) {
    return `--vehicles takes a whole number from 1 to 5000, not "${vehicles}".`;
  }
  const speed = text('speed') ?? '1';
  if (!/^\d+(\.\d+)?$/.test(speed) || Number(speed) < 0.01 || Number(speed) > 100_000) {
    return `--speed takes a number from 0.01 to 100000, not "${speed}".`;
  }
  const file = text('replay');
  return {
    homeDir: text('home'),
    isPracticeWanted: values['no-practice'] !== true,
    vehicles: Number(vehicles),
    replay: file === undefined ? undefined : { file, speed: Number(speed) },
    isWindowWanted: values['no-open'] !== true,
    isJsonWanted: values.json === true,
    logLevel: values.verbose === true ? 'debug' : 'info',
  };
};
