import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { KeyPair } from '../options.ts';

type Handler = Parameters<typeof createHttpServer>[1];

/** A sender that takes longer to send its headers, or all of its request, is cut off. */
const [headersWithinMs, requestWithinMs] = [10_000, 30_000];

/** HTTP, or HTTPS where there is a certificate. */
export const createListener = (handler: Handler, tls: KeyPair | undefined): Server => {
  const limits = { headersTimeout: headersWithinMs, requestTimeout: requestWithinMs };
  if (tls === undefined) return createHttpServer(limits, handler);
  return createHttpsServer({ ...limits, cert: tls.certificatePem, key: tls.keyPem, minVersion: 'TLSv1.2' }, handler);
};

/** Why nothing could listen there, in words. */
export const listenProblem = (error: NodeJS.ErrnoException, host: string, port: number): string => {
  const { code, message } = error;
  const why =
    code === 'EADDRINUSE'
      ? 'another program uses it already'
      : code === 'EACCES'
        ? 'this user may not open it'
        : code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
          ? 'this machine has no such address'
          : message;
  return `The bridge cannot listen on ${host}, port ${port}: ${why}.`;
};
