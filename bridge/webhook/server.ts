import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ForwardOutcome, Forwarding } from '../export/forwarder.ts';
import type { KeyPair } from '../options.ts';
import type { Counters, Gauges } from './counters.ts';
import type { Gate } from './gate.ts';
import { createListener } from './listener.ts';

export interface ServerNeeds {
  readonly tls?: KeyPair;
  readonly secretHeader: string;
  readonly isSecret: (header: string | string[] | undefined) => boolean;
  readonly maxBodyBytes: number;
  readonly gate: Gate;
  readonly counters: Counters;
  readonly gauges: () => Gauges;
  readonly isClosing: () => boolean;
  readonly forward: (body: Buffer) => Forwarding;
  readonly onTurnedAway: (status: number, problem: string) => void;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Gives back the room that the request took at the gate, until whoever forwards the body has taken that over. */
    leaveGate: (() => void) | undefined;
  }
}

/** For a broker that is away for a moment. The sender may wait longer. */
const retryAfterS = 5;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}
const problem = (status: number, error: string): Answer => ({ status, body: { error } });

/** The webhook, and what tells how it fares. Every answer but the counters is JSON. */
export const createServer = (needs: ServerNeeds): FastifyInstance => {
  const { gate, counters, isClosing } = needs;
  const app: FastifyInstance = fastify({
    serverFactory: (handler) => createListener(handler, needs.tls),
    bodyLimit: needs.maxBodyBytes,
    return503OnClosing: false,
    logger: false,
  });
  app.decorateRequest('leaveGate', undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });

  const send = (reply: FastifyReply, { status, body }: Answer): FastifyReply => {
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (status === 503) reply.header('retry-after', retryAfterS);
    if (isClosing()) reply.header('connection', 'close');
    if (typeof body.error === 'string') needs.onTurnedAway(status, body.error);
    return reply.code(status).header('cache-control', 'no-store').send(body);
  };

  /** What can be said before the body is read; undefined lets it in. */
  const turnAway = (request: FastifyRequest): Answer | undefined => {
    if (isClosing()) return problem(503, 'The bridge is ending.');
    const coding = request.headers['content-encoding'] ?? 'identity';
    if (coding !== 'identity') return problem(415, 'The bridge reads no compressed bodies.');
    // A body of unknown length takes the room of the largest.
    const bytes = Number(request.headers['content-length'] ?? needs.maxBodyBytes);
    if (bytes > needs.maxBodyBytes) return tooLarge(needs.maxBodyBytes);
    if (!needs.gauges().isConnected) return problem(503, 'There is no connection to the broker.');
    request.leaveGate = gate.take(bytes);
    if (request.leaveGate === undefined) return problem(503, 'There is more on its way to the broker than fits.');
    return undefined;
  };

  const askForSecret = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> =>
    needs.isSecret(request.headers[needs.secretHeader])
      ? undefined
      : send(reply, problem(401, `The header ${needs.secretHeader} does not have the secret.`));

  app.post<{ Body: unknown }>('/export', {
    onRequest: [
      askForSecret,
      async (request, reply) => {
        const answer = turnAway(request);
        if (answer !== undefined) return send(reply, answer);
        // Its sender can leave in the middle of the body.
        reply.raw.once('close', () => {
          request.leaveGate?.();
        });
        return undefined;
      },
    ],
    onResponse: (_request, reply, done) => {
      counters.answered(reply.statusCode);
      done();
    },
    handler: async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const forwarding = needs.forward(body);
      const { leaveGate } = request;
      request.leaveGate = undefined;
      void forwarding.released.then(leaveGate);
      return send(reply, answerTo(await forwarding.outcome));
    },
  });

  app.get('/metrics', { onRequest: askForSecret }, (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(counters.exposition(needs.gauges())),
  );

  // Says nothing that a stranger may not know, so that what watches over the process needs no secret.
  app.get('/health', (_request, reply) => {
    const { isConnected } = needs.gauges();
    const status = isConnected && !isClosing() ? 200 : 503;
    return reply
      .code(status)
      .header('cache-control', 'no-store')
      .send({ broker: isConnected ? 'connected' : 'disconnected', ...(isClosing() && { ending: true }) });
  });

  app.setNotFoundHandler((_request, reply) =>
    send(reply, problem(404, 'There are POST /export, GET /health and GET /metrics.')),
  );
  app.setErrorHandler((error: { readonly statusCode?: number; readonly message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) return send(reply, tooLarge(needs.maxBodyBytes));
    return send(
      reply,
      status < 500 ? problem(status, 'The request cannot be read.') : problem(500, 'The bridge failed.'),
    );
  });
  return app;
};

const tooLarge = (maxBodyBytes: number): Answer => problem(413, `A body has at most ${maxBodyBytes} bytes.`);

const answerTo = (outcome: ForwardOutcome): Answer => {
  switch (outcome.kind) {
    case 'done':
      return { status: 200, body: { published: outcome.published, ignored: outcome.ignored } };
    case 'bad-body':
      return problem(400, outcome.problem);
    case 'too-large':
      return problem(413, outcome.problem);
    case 'try-again':
      return problem(503, outcome.problem);
  }
};
