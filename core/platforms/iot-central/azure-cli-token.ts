import { execFile } from 'node:child_process';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import { readToken } from '../../../shared/platform/token.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { iotCentralAudience } from './refusal.ts';

export interface AzureCliNeeds {
  readonly clock: Clock;
  readonly log: Log;
  /** The program; found along PATH unless it is a path. */
  readonly program?: string;
  readonly platform?: NodeJS.Platform;
}

const argumentsOfAz = ['account', 'get-access-token', '--resource', iotCentralAudience, '--output', 'json'] as const;
/** `az` is slow to start, and may have to ask Entra. */
const timeoutMs = 60_000;
const renewBeforeEndMs = 5 * 60_000;
/** After a renewal that failed, while the token at hand is still good. */
const retryAfterMs = 30_000;
const mostOutputBytes = 1024 * 1024;

interface Held {
  readonly token: string;
  readonly expiresAtMs: number;
}

/**
 * Fetches bearer tokens for IoT Central from the Azure CLI of this computer, in which a person has signed in, and fetches
 * the next before one ends: https://learn.microsoft.com/cli/azure/account#az-account-get-access-token
 *
 * The token goes from the program's output to the caller and nowhere else: not into a log, an error or a file.
 */
export const createAzureCliToken = ({ clock, log, program = 'az', platform = process.platform }: AzureCliNeeds) => {
  let held: Held | undefined;
  let askAgainAtMs = 0;
  let running: Promise<Result<string>> | undefined;

  const fetchToken = async (): Promise<Result<string>> => {
    const outcome = await runAz(program, platform);
    const read = outcome.kind === 'answer' ? readAnswer(outcome.text) : undefined;
    if (read !== undefined) {
      held = read;
      return ok(read.token);
    }
    log.warn('azure-cli-token-failed', { outcome: outcome.kind });
    const isStillGood = held !== undefined && held.expiresAtMs > clock.now();
    if (held !== undefined && isStillGood) {
      askAgainAtMs = clock.now() + retryAfterMs;
      return ok(held.token);
    }
    return fail('not-authorised', words[outcome.kind]);
  };

  const token = async (): Promise<Result<string>> => {
    const nowMs = clock.now();
    const isEarly = held !== undefined && nowMs < held.expiresAtMs - renewBeforeEndMs;
    const isPut = held !== undefined && nowMs < held.expiresAtMs && nowMs < askAgainAtMs;
    if (held !== undefined && (isEarly || isPut)) return ok(held.token);
    running ??= fetchToken().finally(() => (running = undefined));
    return running;
  };
  /** The platform has refused the token at hand: somebody may have signed in as somebody else since. */
  const forget = (): void => {
    held = undefined;
    askAgainAtMs = 0;
  };
  return Object.assign(token, { forget });
};

type Outcome =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'missing' | 'signed-out' | 'timeout' | 'failed' };

const words: Readonly<Record<Outcome['kind'], string>> = {
  answer:
    'The Azure CLI of this computer answered in a form that this console does not know. Update it with “az upgrade”.',
  missing:
    'The Azure CLI (“az”) was not found on this computer. Install it, sign in with “az login”, and try again; or enter a token.',
  'signed-out':
    'Nobody is signed in to the Azure CLI of this computer, or the sign-in has ended. Run “az login”, and try again.',
  timeout:
    'The Azure CLI of this computer did not answer within a minute. Run “az account show” to see what it waits for.',
  failed:
    'The Azure CLI of this computer could not fetch a token for IoT Central. Run “az account get-access-token --resource https://apps.azureiotcentral.com” to see why.',
};

/**
 * On Windows `az` is a batch file, which only `cmd.exe` runs. All that it is given is fixed text; it is told not to look
 * in the folder in which the console happens to be.
 */
const commandFor = (program: string, platform: NodeJS.Platform) => {
  if (platform !== 'win32') return { file: program, args: argumentsOfAz, options: {} };
  const line = [/[\s&()^;,]/.test(program) ? `"${program}"` : program, ...argumentsOfAz].join(' ');
  return {
    file: `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\cmd.exe`,
    args: ['/d', '/s', '/c', `"${line}"`],
    options: {
      windowsVerbatimArguments: true,
      windowsHide: true,
      env: { ...process.env, NoDefaultCurrentDirectoryInExePath: '1' },
    },
  };
};

const runAz = (program: string, platform: NodeJS.Platform): Promise<Outcome> => {
  const { file, args, options } = commandFor(program, platform);
  return new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      { ...options, timeout: timeoutMs, maxBuffer: mostOutputBytes, encoding: 'utf8' },
      (error, stdout, stderr) => {
        if (error === null) resolve({ kind: 'answer', text: stdout });
        else resolve({ kind: failureKind(error, stderr) });
      },
    );
    // It may ask something, and nobody is there to answer.
    child.stdin?.end();
  });
};

const failureKind = (
  error: Error & { readonly code?: unknown; readonly killed?: boolean },
  stderr: string,
): Exclude<Outcome['kind'], 'answer'> => {
  if (error.killed === true) return 'timeout';
  if (error.code === 'ENOENT' || error.code === 'EACCES' || /is not recognized as/i.test(stderr)) return 'missing';
  return /az login|AADSTS\d+|not logged in/i.test(stderr) ? 'signed-out' : 'failed';
};

const answerSchema = z.object({
  accessToken: z.string().min(1),
  /** Unix seconds; absent in older versions. */
  expires_on: z.number().optional(),
  /** Local time without a zone. */
  expiresOn: z.string().optional(),
});

const readAnswer = (text: string): Held | undefined => {
  const answer = answerSchema.safeParse(parseJson(text)).data;
  if (answer === undefined) return undefined;
  const { accessToken, expires_on: atSeconds, expiresOn } = answer;
  const localMs = Date.parse((expiresOn ?? '').replace(' ', 'T').replace(/(\.\d{3})\d+$/, '$1'));
  const expiresAtMs = atSeconds === undefined ? (readToken(accessToken).expiresAtMs ?? localMs) : atSeconds * 1000;
  return Number.isNaN(expiresAtMs) ? undefined : { token: accessToken, expiresAtMs };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
