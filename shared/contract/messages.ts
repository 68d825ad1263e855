import { errorCodes, type ErrorCode, type Failure, type Result } from './result.ts';

/**
 * The envelopes that travel over a transport. Ids are given by the window, rise by one, and are never used twice on one
 * transport; calls and subscriptions share the numbers.
 */
export type ClientMessage =
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'subscribe'; readonly id: number; readonly topic: string; readonly params: unknown }
  /** The window has taken in the event of this number; the next may be built. */
  | { readonly type: 'acknowledge'; readonly id: number; readonly number: number }
  | { readonly type: 'unsubscribe'; readonly id: number };

export type ServerMessage =
  | { readonly type: 'reply'; readonly id: number; readonly result: Result<unknown> }
  /** Numbers start at 1 and rise by one within a subscription. */
  | { readonly type: 'event'; readonly id: number; readonly number: number; readonly event: unknown }
  /** The subscription is over; nothing follows. */
  | { readonly type: 'ended'; readonly id: number; readonly failure: Failure };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own properties only: what a prototype offers was not sent. */
const field = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

/** Undefined for anything that is not a whole envelope. Params are not looked into: the contract's schemas do that. */
export const readClientMessage = (message: unknown): ClientMessage | undefined => {
  if (!isFields(message)) return undefined;
  const type = field(message, 'type');
  const id = field(message, 'id');
  if (!isNumber(id)) return undefined;
  switch (type) {
    case 'call': {
      const method = field(message, 'method');
      return typeof method === 'string' ? { type, id, method, params: field(message, 'params') } : undefined;
    }
    case 'subscribe': {
      const topic = field(message, 'topic');
      return typeof topic === 'string' ? { type, id, topic, params: field(message, 'params') } : undefined;
    }
    case 'acknowledge': {
      const number = field(message, 'number');
      return isNumber(number) ? { type, id, number } : undefined;
    }
    case 'cancel':
    case 'unsubscribe':
      return { type, id };
    default:
      return undefined;
  }
};

/** Undefined for anything that is not a whole envelope. */
export const readServerMessage = (message: unknown): ServerMessage | undefined => {
  if (!isFields(message)) return undefined;
  const type = field(message, 'type');
  const id = field(message, 'id');
  if (!isNumber(id)) return undefined;
  switch (type) {
    case 'reply': {
      const result = readResult(field(message, 'result'));
      return result === undefined ? undefined : { type, id, result };
    }
    case 'event': {
      const number = field(message, 'number');
      return isNumber(number) ? { type, id, number, event: field(message, 'event') } : undefined;
    }
    case 'ended': {
      const failure = readFailure(field(message, 'failure'));
      return failure === undefined ? undefined : { type, id, failure };
    }
    default:
      return undefined;
  }
};

const readResult = (result: unknown): Result<unknown> | undefined => {
  if (!isFields(result)) return undefined;
  const isOk = field(result, 'ok');
  if (isOk === true) return { ok: true, value: field(result, 'value') };
  if (isOk !== false) return undefined;
  const error = readFailure(field(result, 'error'));
  return error === undefined ? undefined : { ok: false, error };
};

const knownCodes: ReadonlySet<unknown> = new Set(errorCodes);
const isErrorCode = (code: unknown): code is ErrorCode => knownCodes.has(code);

const readFailure = (failure: unknown): Failure | undefined => {
  if (!isFields(failure)) return undefined;
  const code = field(failure, 'code');
  const message = field(failure, 'message');
  const retryable = field(failure, 'retryable');
  if (!isErrorCode(code) || typeof message !== 'string' || typeof retryable !== 'boolean') return undefined;
  const details = field(failure, 'details');
  return { code, message, retryable, ...(details === undefined ? {} : { details }) };
};
