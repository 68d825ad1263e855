import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readClientMessage, readServerMessage, type ClientMessage, type ServerMessage } from './messages.ts';
import { errorCodes } from './result.ts';

const id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const anything = z.unknown().optional();
const failure = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  retryable: z.boolean(),
  details: anything,
});

/** The envelopes once more, as schemas: the hand-written checks must decide alike. */
const clientSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, method: z.string(), params: anything }),
  z.object({ type: z.literal('cancel'), id }),
  z.object({ type: z.literal('subscribe'), id, topic: z.string(), params: anything }),
  z.object({ type: z.literal('acknowledge'), id, number: id }),
  z.object({ type: z.literal('unsubscribe'), id }),
]);
const serverSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('reply'),
    id,
    result: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: anything }),
      z.object({ ok: z.literal(false), error: failure }),
    ]),
  }),
  z.object({ type: z.literal('event'), id, number: id, event: anything }),
  z.object({ type: z.literal('ended'), id, failure }),
]);

const value = fc.oneof(
  fc.constantFrom(0, 1, 2, -1, 1.5, Number.NaN, 2 ** 53, 'a', '', null, undefined, true, false),
  fc.constantFrom(
    {},
    [],
    { code: 'timeout', message: 'm', retryable: true },
    { code: 'nope', message: 'm', retryable: true },
  ),
  fc.constantFrom<unknown>(
    { ok: true, value: 1 },
    { ok: false, error: { code: 'internal', message: '', retryable: false, details: [1] } },
    { ok: false, error: null },
    { ok: 1 },
  ),
);
const mostly = (usual: unknown) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: value });
const usualFailure = { code: 'timeout', message: 'm', retryable: true };

/** Mostly almost right, which is where a check goes wrong. */
const envelope = (types: readonly string[]) =>
  fc.record(
    {
      type: fc.constantFrom(...types, 'toString', 7),
      id: mostly(3),
      number: mostly(1),
      method: mostly('app.info'),
      topic: mostly('fleet'),
      params: value,
      result: mostly({ ok: true, value: 1 }),
      event: value,
      failure: mostly(usualFailure),
    },
    { requiredKeys: ['type', 'id'] },
  );

const sameDecision = (
  read: (message: unknown) => ClientMessage | ServerMessage | undefined,
  schema: z.ZodType,
  types: readonly string[],
): void => {
  let accepted = 0;
  fc.assert(
    fc.property(
      fc.oneof({ weight: 9, arbitrary: envelope(types) }, { weight: 1, arbitrary: fc.anything() }),
      (message) => {
        const parsed = schema.safeParse(message);
        const own = read(message);
        expect(own !== undefined).toBe(parsed.success);
        if (own === undefined) return;
        accepted += 1;
        expect(own).toEqual(parsed.data);
      },
    ),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(100);
};

describe('reading an envelope', () => {
  it('of a window decides as its schema does', () => {
    sameDecision(readClientMessage, clientSchema, ['call', 'cancel', 'subscribe', 'acknowledge', 'unsubscribe']);
  });

  it('of the engine decides as its schema does', () => {
    sameDecision(readServerMessage, serverSchema, ['reply', 'event', 'ended']);
  });

  it('takes nothing from a prototype', () => {
    expect(readClientMessage(Object.create({ type: 'cancel', id: 1 }))).toBeUndefined();
    expect(readServerMessage(Object.create({ type: 'event', id: 1, number: 1 }))).toBeUndefined();
  });
});
