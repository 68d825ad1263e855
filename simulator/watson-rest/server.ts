import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import type { FaultPlan } from '../http/fault-plan.ts';
import { createRestServer, listenForRest } from '../http/rest-server.ts';
import { TokenBucket } from '../http/token-bucket.ts';
import { apiPath } from './api-path.ts';
import { authenticate, authorize } from './authentication.ts';
import { generalRefusal, PlatformError } from './errors.ts';
import { installMessaging, isMessaging } from './messaging.ts';
import type { Route, RouteNeeds } from './route.ts';
import { bulkRoutes } from './routes/bulk.ts';
import { diagnosticRoutes } from './routes/diagnostics.ts';
import { eventRoutes } from './routes/events.ts';
import { interfaceRoutes } from './routes/interfaces.ts';
import { keyRoutes } from './routes/keys.ts';
import { organisationRoutes } from './routes/organisation.ts';
import { registryRoutes } from './routes/registry.ts';
import { requestRoutes } from './routes/requests.ts';

/** Of one organisation, all keys together: "Quotas" of the platform's documentation. */
const callsPerSecond = 10;

export interface WatsonRestOptions extends RouteNeeds {
  readonly port: number;
  readonly clock: Clock;
  readonly latencyMs: number;
  readonly faults: FaultPlan;
  readonly adminKey: string;
}

export interface WatsonRest {
  readonly port: number;
  readonly restUrl: string;
  close(): Promise<void>;
}

/** Watson IoT Platform's REST API v0002 and its HTTP messaging. Rejects with words for the user when the port is taken. */
export const startWatsonRest = async (options: WatsonRestOptions): Promise<WatsonRest> => {
  const { clock, latencyMs, faults, adminKey } = options;
  const bucket = new TokenBucket(callsPerSecond, clock);
  const server = createRestServer({
    ...{ clock, latencyMs, faults, adminKey },
    admits: ({ url, method }) => (method === 'POST' && isMessaging(url)) || bucket.take(),
    refuse: (status) => ({ headers: {}, body: generalRefusal(status).body }),
  });
  installMessaging(server, options);
  installApi(server, options);
  const { port, origin } = await listenForRest(server, options.port);
  return { port, restUrl: `${origin}${apiPath}`, close: () => server.close() };
};

const allRoutes = [
  ...[organisationRoutes, registryRoutes, bulkRoutes, diagnosticRoutes],
  ...[eventRoutes, requestRoutes, interfaceRoutes, keyRoutes],
];

const installApi = (server: FastifyInstance, needs: RouteNeeds): void => {
  void server.register((scope, _options, done) => {
    // Clients of the platform name a content type also where they send nothing.
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => {
      try {
        parsed(null, body === '' ? undefined : JSON.parse(String(body)));
      } catch {
        parsed(Object.assign(new Error('The body is no JSON.'), { statusCode: 400 }));
      }
    });
    for (const route of allRoutes.flatMap((routes) => routes(needs))) installRoute(scope, route, needs);
    done();
  });
};

const installRoute = (scope: FastifyInstance, route: Route, { organisation: { keys } }: RouteNeeds): void => {
  const apiKeys = new WeakMap<FastifyRequest, string>();
  const path = `${apiPath}${route.path === '/' ? '' : route.path}`;
  for (const url of [path, `${path}/`]) {
    scope.route({
      method: route.method,
      url,
      // Before the body is read: a stranger learns nothing from what is wrong with it.
      onRequest: async (request, reply) => {
        try {
          const apiKey = authenticate(keys, request.headers.authorization);
          authorize(keys, apiKey, route.permission);
          apiKeys.set(request, apiKey);
        } catch (error) {
          if (!(error instanceof PlatformError)) throw error;
          return reply.code(error.status).send(error.body);
        }
      },
      handler: async (request, reply) => {
        try {
          const answer = route.answer({
            params: request.params as Readonly<Record<string, string>>,
            query: readQuery(request),
            body: request.body,
            apiKey: apiKeys.get(request) ?? '',
          });
          return await reply.code(answer.status).send(answer.body);
        } catch (error) {
          if (!(error instanceof PlatformError)) throw error;
          return reply.code(error.status).send(error.body);
        }
      },
    });
  }
};

/** Of a name that is said twice, the last counts. */
const readQuery = (request: FastifyRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(request.query as Readonly<Record<string, string | readonly string[]>>).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : (value.at(-1) ?? ''),
    ]),
  );
