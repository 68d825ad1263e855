import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { FaultPlan } from '../../http/fault-plan.ts';
import { createRestServer } from '../../http/rest-server.ts';
import { TokenBucket } from '../../http/token-bucket.ts';
import type { TokenDesk } from '../access/token-desk.ts';
import { ApiError, describeError, generalError } from './api-error.ts';
import { previewVersion, stableVersion, type Answer, type Call, type Route } from './route.ts';

export interface IotCentralServerOptions {
  readonly routes: readonly Route[];
  readonly tokens: TokenDesk;
  readonly clock: Clock;
  readonly latencyMs: number;
  readonly faults: FaultPlan;
  readonly adminKey: string;
}

/** Of the whole application, whoever calls: "Throttling" of the REST reference, and "Quotas and limits" for queries. */
const requestsPerSecond = 20;
const queriesPerSecond = 1;

/** The data plane's REST API below `/api`. */
export const createIotCentralServer = (options: IotCentralServerOptions): FastifyInstance => {
  const { clock, tokens } = options;
  const requests = new TokenBucket(requestsPerSecond, clock);
  const queries = new TokenBucket(queriesPerSecond, clock);
  const server = createRestServer({
    clock,
    latencyMs: options.latencyMs,
    faults: options.faults,
    adminKey: options.adminKey,
    admits: ({ url }) => requests.take() && (!url.startsWith('/api/query') || queries.take()),
    refuse: (status) => describeError(generalError(status), clock.now()),
  });
  for (const route of options.routes) {
    server.route<{ Params: Record<string, string> }>({
      method: route.method,
      url: `/api${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      handler: async (request, reply) => {
        try {
          // Its own port and not the Host header, which anybody may write.
          const address = server.server.address();
          const port = typeof address === 'object' && address !== null ? address.port : 0;
          const url = new URL(request.url, `http://127.0.0.1:${port}`);
          const answer = await carryOut(route, tokens, request.headers.authorization, {
            parameters: request.params,
            query: url.searchParams,
            body: request.body,
            url,
          });
          return await reply.code(answer.status).send(answer.body);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          const { headers, body } = describeError(error, clock.now());
          return reply.code(error.status).headers(headers).send(body);
        }
      },
    });
  }
  return server;
};

const carryOut = async (
  route: Route,
  tokens: TokenDesk,
  authorization: string | undefined,
  call: Omit<Call, 'principal'>,
): Promise<Answer> => {
  const principal = tokens.admit(authorization);
  if (principal === undefined) throw generalError(401);
  const version = call.query.get('api-version');
  if (version !== stableVersion && version !== previewVersion) {
    throw new ApiError(400, 'InvalidApiVersion', 'The api-version is missing or not supported.');
  }
  if (route.isPreview === true && version !== previewVersion) throw generalError(404);
  if (!principal.permissions.has(route.needs)) throw generalError(403);
  return route.handle({ ...call, principal });
};
