import cookiePlugin from '@fastify/cookie';
import staticPlugin from '@fastify/static';
import webSocketPlugin from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../core/data-folder/start-error.ts';
import type { Log } from '../core/log.ts';
import type { WebSocketLike } from '../shared/contract/transports/web-socket.ts';
import { cacheControlFor, windowSecurityHeaders } from '../shared/window-policy.ts';
import { cookieName, isSameToken, type Access } from './access.ts';
import { refusalOf } from './guard.ts';
import { lockedPage } from './locked-page.ts';

export interface ServerOptions {
  /** 0 lets the operating system choose. */
  readonly port: number;
  readonly access: Access;
  /** The built window: `index.html` and `assets/`. */
  readonly rendererFolder: string;
  /** A window that has been let in opened its socket. */
  readonly onWindow: (socket: WebSocketLike) => void;
  readonly log: Log;
}

export interface Server {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Two PEM files of a megabyte each and a mapping fit in one `connections.save`. */
const maximumMessageBytes = 4 * 1024 * 1024;
const loopback = '127.0.0.1';
const enginePath = '/engine';
const nothingHere = 'There is nothing at this address.';

/** @throws {StartError} when the window is not built or the port cannot be had. */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  if (!existsSync(join(options.rendererFolder, 'index.html'))) {
    throw new StartError('The window is not built yet. Run "npm run build", or start with "npm start".');
  }
  // No request is logged: its address can hold the key.
  const app = fastify({ logger: false, bodyLimit: 1024, forceCloseConnections: true });
  const state = { port: options.port };
  // First, because a refused upgrade is closed by this plugin only when its own hook has run before ours.
  await app.register(webSocketPlugin, {
    options: { maxPayload: maximumMessageBytes, perMessageDeflate: false },
    errorHandler: (error, socket) => {
      options.log.warn('window socket failed', { error: error.message });
      socket.terminate();
    },
  });
  guard(app, options, state);
  await serve(app, options, state);
  try {
    await app.listen({ host: loopback, port: options.port });
  } catch (error) {
    await app.close();
    throw listenProblem(error, options.port);
  }
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  state.port = address.port;
  return {
    port: address.port,
    close: async () => {
      for (const socket of app.websocketServer.clients) socket.terminate();
      await app.close();
    },
  };
};

interface BoundPort {
  port: number;
}

/** Everything passes here first, upgrades and unknown addresses included. */
const guard = (app: FastifyInstance, { log }: ServerOptions, bound: BoundPort): void => {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...windowSecurityHeaders, 'cache-control': 'no-store' });
    const refusal = refusalOf({ method: request.method, headers: request.headers, isUpgrade: request.ws }, bound.port);
    if (refusal !== undefined) {
      log.warn('request refused', { refusal, method: request.method });
      await plain(reply, 403, refusal);
    }
  });
  app.setErrorHandler(async (error, _request, reply) => {
    const statusCode = statusCodeOf(error);
    if (statusCode >= 500) log.error('request failed', { error: error instanceof Error ? error.message : 'unknown' });
    await plain(
      reply,
      statusCode,
      statusCode >= 500 ? 'Something went wrong. See the log.' : 'This cannot be answered.',
    );
  });
};

const serve = async (app: FastifyInstance, options: ServerOptions, bound: BoundPort): Promise<void> => {
  const { access, onWindow, rendererFolder } = options;
  const nameOfCookie = () => cookieName(bound.port);

  await app.register(cookiePlugin, { hook: false });
  const hasCookie = (request: FastifyRequest): boolean =>
    isSameToken(app.parseCookie(request.headers.cookie ?? '')[nameOfCookie()], access.cookie);

  app.addHook('onRequest', async (request, reply) => {
    const [path, query] = splitAddress(request);
    const key = new URLSearchParams(query).get('key') ?? undefined;
    if (request.method === 'GET' && path === '/' && isSameToken(key, access.key)) {
      // The key may be used again: a second window is opened with the same printed address.
      reply.setCookie(nameOfCookie(), access.cookie, { path: '/', httpOnly: true, sameSite: 'strict' });
      await reply.redirect('/', 303);
      return;
    }
    if (!hasCookie(request)) {
      await reply.code(401).type('text/html; charset=utf-8').send(lockedPage(bound.port));
      return;
    }
    if (request.ws && path !== enginePath) await plain(reply, 404, nothingHere);
  });

  await app.register(staticPlugin, {
    root: rendererFolder,
    wildcard: true,
    index: ['index.html'],
    redirect: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('cache-control', cacheControlFor(splitAddress(reply.request)[0]));
    },
  });
  app.setNotFoundHandler(async (_request, reply) => {
    await plain(reply, 404, nothingHere);
  });
  app.get(enginePath, { websocket: true }, (socket) => {
    onWindow(socket);
  });
};

const splitAddress = (request: FastifyRequest): readonly [path: string, query: string] => {
  const at = request.url.indexOf('?');
  return at < 0 ? [request.url, ''] : [request.url.slice(0, at), request.url.slice(at + 1)];
};

const plain = (reply: FastifyReply, statusCode: number, text: string) =>
  reply.code(statusCode).type('text/plain; charset=utf-8').send(text);

const statusCodeOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;

const listenProblem = (error: unknown, port: number): StartError => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new StartError(`Port ${String(port)} is in use by another program. Choose another with --port.`);
  }
  if (code === 'EACCES') {
    return new StartError(`Port ${String(port)} is not open to this user. Choose one above 1023 with --port.`);
  }
  return new StartError(
    `The console cannot listen on port ${String(port)}: ${error instanceof Error ? error.message : String(error)}.`,
  );
};
