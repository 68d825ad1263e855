import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { redact } from '../audit/redact.ts';
import type { Log } from '../log.ts';
import { makeFolder } from './make-folder.ts';
import { StartError, fileProblem } from './start-error.ts';

export interface LogFile extends Log {
  readonly close: () => void;
}

/** `debug` adds a line for each request to a platform, and what else is of use to whoever looks for a mistake. */
export const logLevels = ['info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogFileOptions {
  /** The first part of the file's name: one process, one file. */
  readonly name: string;
  readonly maximumBytes?: number;
  readonly level?: LogLevel | undefined;
  /** Takes secrets out of a text; by itself the log knows those that can be told by their shape. */
  readonly hide?: ((text: string) => string) | undefined;
}

/**
 * JSON lines in `<folder>/logs/<name>.log`; when the file is full it becomes `<name>.1.log` in place of the last one, so
 * the log never takes more than twice `maximumBytes`. Lines are written at once: the last one before a crash is the one
 * that is needed.
 *
 * @throws {StartError} when the file cannot be opened. A line that cannot be written later is lost, and the console
 * goes on: a full disk must not take the fleet off the screen.
 */
export const openLogFile = (folder: string, options: LogFileOptions): LogFile => {
  const file = openBoundedFile(join(folder, 'logs'), options.name, options.maximumBytes ?? 5_000_000);
  const logger = pino(
    {
      level: options.level ?? 'info',
      base: { pid: process.pid, part: options.name },
      timestamp: pino.stdTimeFunctions.isoTime,
      // No code that holds a secret logs it; this is the second lock on the same door.
      redact: { paths: secretPaths, censor: '[hidden]' },
    },
    { write: file.write },
  );
  return { ...toLog(logger, options.hide ?? ((text) => redact(text))), close: file.close };
};

const secretNames = ['password', 'secret', 'token', 'apiToken', 'key', 'cookie', 'clientKeyPem', 'credentials'];
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`]);

type Fields = Readonly<Record<string, unknown>>;

const toLog = (logger: Logger, hide: (text: string) => string): Log => {
  const writer =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: Fields = {}): void => {
      if (logger.isLevelEnabled(level)) logger[level](cleanFields(fields, hide), event);
    };
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') };
};

/** A library's words may quote what it was given, and an error that nobody foresaw may quote anything. */
const cleanFields = (fields: Fields, hide: (text: string) => string): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, clean(value, hide)]));

const clean = (value: unknown, hide: (text: string) => string): unknown => {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map((each) => clean(each, hide));
  if (value instanceof Error) return hide(value.stack ?? value.message);
  return typeof value === 'object' && value !== null ? cleanFields(value as Fields, hide) : value;
};

const openBoundedFile = (folder: string, name: string, maximumBytes: number) => {
  const path = join(folder, `${name}.log`);
  const previousPath = join(folder, `${name}.1.log`);
  let descriptor: number | undefined;
  let writtenBytes = 0;

  const open = (): number => {
    const opened = openSync(path, 'a', 0o600);
    writtenBytes = fstatSync(opened).size;
    return opened;
  };
  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };

  try {
    makeFolder(folder);
    descriptor = open();
  } catch (error) {
    throw new StartError(`The log file ${path} cannot be opened: ${fileProblem(error)}.`);
  }

  const write = (line: string): void => {
    try {
      if (descriptor === undefined) return;
      if (writtenBytes > 0 && writtenBytes + Buffer.byteLength(line) > maximumBytes) {
        close();
        renameSync(path, previousPath);
        descriptor = open();
      }
      writtenBytes += writeSync(descriptor, line);
    } catch {
      // Nowhere is left to say it.
    }
  };
  return { write, close };
};
