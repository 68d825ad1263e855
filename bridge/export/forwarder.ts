import type { Clock } from '../clock.ts';
import type { PublishOutcome } from '../broker/broker.ts';
import type { Counters } from '../webhook/counters.ts';
import { parseBody, type ExportMessage } from './export-message.ts';
import type { Route } from './router.ts';

export type ForwardOutcome =
  | { readonly kind: 'done'; readonly published: number; readonly ignored: number }
  /** Sending it again would not help. */
  | { readonly kind: 'bad-body'; readonly problem: string }
  | { readonly kind: 'too-large'; readonly problem: string }
  /** Not all of it is at the broker; all of it is to be sent again. */
  | { readonly kind: 'try-again'; readonly problem: string };

export interface Forwarding {
  readonly outcome: Promise<ForwardOutcome>;
  /** When nothing holds the body any more, which can be later than the outcome. */
  readonly released: Promise<void>;
}

export interface ForwarderNeeds {
  readonly publish: (topic: string, payload: Buffer, signal: AbortSignal) => Promise<PublishOutcome>;
  readonly route: (message: ExportMessage) => Route;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly answerWithinMs: number;
  readonly onUnknown: (claims: string) => void;
}

interface Planned {
  readonly topic: string;
  readonly message: ExportMessage;
}
type Plan =
  | { readonly ok: true; readonly planned: readonly Planned[]; readonly ignored: number }
  | { readonly ok: false; readonly problem: string };

/**
 * A request's body on its way to the broker: nothing of it is published unless all of it can be read, and it is done only
 * when the broker has acknowledged every message of it.
 */
export const createForwarder = (needs: ForwarderNeeds): ((body: Buffer) => Forwarding) => {
  const { counters } = needs;

  const plan = (body: Buffer): Plan => {
    const parsed = parseBody(body);
    if (!parsed.ok) return parsed;
    const planned: Planned[] = [];
    let ignored = 0;
    for (const [index, message] of parsed.messages.entries()) {
      if (message.source === 'unknown') {
        needs.onUnknown(message.claims);
        ignored += 1;
        continue;
      }
      const route = needs.route(message);
      if (route.kind === 'problem') return { ok: false, problem: `Message ${index + 1}: ${route.problem}` };
      if (route.kind === 'ignore') ignored += 1;
      else planned.push({ topic: route.topic, message });
    }
    for (const { source } of parsed.messages) counters.received(source);
    return { ok: true, planned, ignored };
  };

  return (body) => {
    const planned = plan(body);
    if (!planned.ok) return settled({ kind: 'bad-body', problem: planned.problem });
    if (planned.planned.length === 0) return settled({ kind: 'done', published: 0, ignored: planned.ignored });

    const calledOff = new AbortController();
    const { promise: outcome, resolve } = Promise.withResolvers<ForwardOutcome>();
    const callOffDeadline = needs.clock.after(needs.answerWithinMs, () => {
      resolve({ kind: 'try-again', problem: `The broker did not acknowledge it within ${needs.answerWithinMs} ms.` });
      calledOff.abort();
    });
    const publishing = planned.planned.map(async ({ topic, message }) => {
      const published = await needs.publish(topic, message.payload, calledOff.signal);
      if (published.kind === 'acknowledged') {
        counters.published(message.source);
        return;
      }
      counters.notPublished(published.kind);
      resolve(failureOf(published));
      calledOff.abort();
    });
    const released = Promise.all(publishing).then(() => {
      callOffDeadline();
      // The first to resolve counts: after a failure this says nothing.
      resolve({ kind: 'done', published: planned.planned.length, ignored: planned.ignored });
    });
    return { outcome, released };
  };
};

const settled = (outcome: ForwardOutcome): Forwarding => ({
  outcome: Promise.resolve(outcome),
  released: Promise.resolve(),
});

const failureOf = (outcome: Exclude<PublishOutcome, { kind: 'acknowledged' }>): ForwardOutcome => {
  switch (outcome.kind) {
    case 'too-large':
      return { kind: 'too-large', problem: 'The broker takes no message as large as this.' };
    case 'refused':
      return { kind: 'try-again', problem: `The broker refused it: ${outcome.reason}` };
    case 'disconnected':
      return { kind: 'try-again', problem: 'The connection to the broker was lost before it acknowledged.' };
    case 'cancelled':
      return { kind: 'try-again', problem: 'It was not sent to the broker in time.' };
  }
};
