import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Fault } from './fault.ts';
import type { FaultPlan } from './fault-plan.ts';
import { installFaultRoutes } from './fault-routes.ts';
import { spoil } from './spoil.ts';

/** An answer that refuses, in a platform's own words. */
export interface Refusal {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

export interface RestServerOptions {
  readonly clock: Clock;
  /** Every answer is so late. */
  readonly latencyMs: number;
  readonly faults: FaultPlan;
  /** Opens the admin routes of the fault plan. */
  readonly adminKey: string;
  /** Whether the platform's request limits let this call through; called once for each. */
  readonly admits: (request: FastifyRequest) => boolean;
  /** The platform's body for 400, 401, 404, 413, 415, 429, 500 and 503. */
  readonly refuse: (status: number, request: FastifyRequest) => Refusal;
}

const maximumBodyBytes = 1024 * 1024;
const loopback = '127.0.0.1';
const practicePrefix = '/practice/';

/**
 * A REST server with what every platform has: limits, latency, its own bodies for what goes wrong, and faults on demand.
 * Routes are added before it listens.
 */
export const createRestServer = (options: RestServerOptions): FastifyInstance => {
  const server = fastify({
    bodyLimit: maximumBodyBytes,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 2048 },
  });
  const dueFaults = new WeakMap<FastifyRequest, Fault>();
  const refuse = (request: FastifyRequest, reply: FastifyReply, status: number): FastifyReply => {
    const { headers, body } = options.refuse(status, request);
    return reply.code(status).headers(headers).send(body);
  };

  server.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith(practicePrefix)) return;
    if (options.latencyMs > 0) await wait(options.clock, options.latencyMs);
    // Nothing is done for such a call: were a fault spent on it, the one that it is meant for would go well.
    if (!options.admits(request)) return refuse(request, reply, 429);
    const fault = options.faults.next(request.url);
    if (fault !== undefined) dueFaults.set(request, fault);
    if (fault?.kind === '401' || fault?.kind === '429' || fault?.kind === '503') {
      if (fault.retryAfter !== undefined) void reply.header('retry-after', fault.retryAfter);
      return refuse(request, reply, Number(fault.kind));
    }
  });
  server.addHook('onSend', async (request, reply, payload: unknown) => {
    const fault = dueFaults.get(request);
    if (fault === undefined) return payload;
    if (fault.kind === 'slow') await wait(options.clock, fault.seconds * 1000);
    if (fault.kind === 'cut') {
      reply.hijack();
      request.raw.socket.destroy();
    }
    return spoil(fault.kind, payload);
  });
  server.setNotFoundHandler((request, reply) => refuse(request, reply, 404));
  server.setErrorHandler((error, request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    return refuse(request, reply, status >= 400 && status < 600 ? status : 500);
  });
  installFaultRoutes(server, options.faults, options.adminKey);
  return server;
};

/** Listens on 127.0.0.1, on `port` or, when that is 0, on any free one. Rejects with words for the user when it is taken. */
export const listenForRest = async (
  server: FastifyInstance,
  port: number,
): Promise<{ port: number; origin: string }> => {
  try {
    await server.listen({ port, host: loopback, exclusive: true });
  } catch (error) {
    await server.close();
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    const why = isTaken ? 'another program uses it already' : error instanceof Error ? error.message : String(error);
    throw new Error(`The practice platform cannot listen on port ${port}: ${why}.`, { cause: error });
  }
  const { port: taken } = server.server.address() as AddressInfo;
  return { port: taken, origin: `http://${loopback}:${taken}` };
};

const wait = (clock: Clock, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
