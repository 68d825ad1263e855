import type { z } from 'zod';
import type { Permission } from '../access/roles.ts';
import type { Principal } from '../access/token-desk.ts';
import { ApiError, invalidBody } from './api-error.ts';

export const stableVersion = '2022-07-31';
export const previewVersion = '2022-10-31-preview';

/** One call that was let in. */
export interface Call {
  /** By the name in the path's braces. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly principal: Principal;
  /** Absolute, with its query, as the caller reached it. */
  readonly url: URL;
}

export interface Answer {
  readonly status: number;
  readonly body?: object;
}

/** One operation of the OpenAPI document. */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** As the document writes it, below `/api`: `/devices/{deviceId}`. */
  readonly path: string;
  readonly needs: Permission;
  /** Of 2022-10-31-preview only. */
  readonly isPreview?: true;
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

export const ok = (body: object): Answer => ({ status: 200, body });
export const noContent: Answer = { status: 204 };

export const parameter = ({ parameters }: Call, name: string): string => parameters[name] ?? '';

/** The body, checked; a wrong one is answered with 422. */
export const bodyOf = <T>(call: Call, schema: z.ZodType<T>): T => {
  const parsed = schema.safeParse(call.body ?? undefined);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidBody(issue === undefined ? '' : `${issue.path.join('.') || 'body'}: ${issue.message}.`);
};

const defaultPageSize = 25;
const largestPage = 100;
const skipToken = '$skiptoken';

/** One page of a list, with the address of the next one; `maxpagesize` is the preview's. */
export const page = <T>(call: Call, items: readonly T[], describe: (item: T) => object): Answer => {
  const asked = Number(call.query.get('maxpagesize') ?? defaultPageSize);
  if (!Number.isInteger(asked) || asked < 1 || asked > largestPage) {
    throw new ApiError(400, 'BadRequest', `maxpagesize must be a whole number from 1 to ${largestPage}.`);
  }
  const start = readSkipToken(call.query.get(skipToken));
  const end = start + asked;
  const value = items.slice(start, end).map(describe);
  if (end >= items.length) return ok({ value });
  const next = new URL(call.url);
  next.searchParams.set(skipToken, Buffer.from(JSON.stringify({ start: end })).toString('base64url'));
  return ok({ value, nextLink: next.href });
};

const readSkipToken = (text: string | null): number => {
  if (text === null) return 0;
  try {
    const { start } = JSON.parse(Buffer.from(text, 'base64url').toString()) as { start?: unknown };
    if (typeof start === 'number' && Number.isInteger(start) && start >= 0) return start;
  } catch {
    // Falls through to the refusal.
  }
  throw new ApiError(400, 'BadRequest', 'The continuation token is not valid.');
};
