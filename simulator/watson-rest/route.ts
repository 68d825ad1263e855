import { z } from 'zod';
import type { Permission } from '../watson/roles.ts';
import type { WatsonBroker } from '../watson/broker.ts';
import type { Organisation } from '../watson/organisation.ts';
import { invalid } from './errors.ts';

/** A request that was let in. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The API key that asks. */
  readonly apiKey: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v0002`, parameters as `:name`. */
  readonly path: string;
  /** What the key's role must allow; null: any key will do. */
  readonly permission: Permission | null;
  /** Throws a `PlatformError` to refuse. */
  readonly answer: (call: Call) => Answer;
}

export interface RouteNeeds {
  readonly organisation: Organisation;
  readonly broker: Pick<WatsonBroker, 'publishEvent' | 'publishCommand'>;
}

export type Routes = (needs: RouteNeeds) => readonly Route[];

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204 };

/** The value, or 400 with a violation for each issue. */
export const readWith = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(
    ...parsed.error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
    ),
  );
};

/** A parameter that the route's path has. */
export const param = ({ params }: Call, name: string): string => params[name] ?? '';
