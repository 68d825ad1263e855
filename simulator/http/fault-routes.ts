import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { faultSchema } from './fault.ts';
import type { FaultPlan } from './fault-plan.ts';

const route = '/practice/faults';

/**
 * Faults on demand, for whoever has the key (header `x-practice-key`): GET lists, POST adds one, DELETE removes all or the
 * one with the id. No part of any platform, so it has its own bodies.
 */
export const installFaultRoutes = (server: FastifyInstance, faults: FaultPlan, adminKey: string): void => {
  void server.register((scope, _options, done) => {
    scope.addHook('onRequest', async (request, reply) => {
      const key = request.headers['x-practice-key'];
      if (typeof key === 'string' && isSameKey(key, adminKey)) return;
      return reply.code(401).send({ message: 'The header x-practice-key is missing or wrong.' });
    });
    scope.get(route, () => ({ value: faults.list() }));
    scope.post(route, (request, reply) => {
      const parsed = faultSchema.safeParse(request.body);
      return parsed.success
        ? reply.code(201).send(faults.add(parsed.data))
        : reply.code(400).send({ message: z.prettifyError(parsed.error) });
    });
    scope.delete(route, (_request, reply) => {
      faults.clear();
      return reply.code(204).send();
    });
    scope.delete<{ Params: { id: string } }>(`${route}/:id`, (request, reply) =>
      reply.code(faults.remove(Number(request.params.id)) ? 204 : 404).send(),
    );
    done();
  });
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isSameKey = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));
