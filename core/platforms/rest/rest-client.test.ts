import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok, type Result } from '../../../shared/contract/result.ts';
import { createAuthority, hasOpenssl } from '../../../test/support/certificates.ts';
import { createManualTimers } from '../../../test/support/manual-timers.ts';
import { systemClock } from '../../clock.ts';
import { silentLog, type Log } from '../../log.ts';
import { createRestClient, platformDetails, type RestClient, type RestClientNeeds } from './rest-client.ts';

const token = 'Bearer t0ken-of-the-test';

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

let undo: (() => void)[];
let requests: {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}[];

beforeEach(() => {
  undo = [];
  requests = [];
});

afterEach(() => {
  for (const each of undo.reverse()) each();
});

const listen = async (server: Server | TcpServer): Promise<string> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
};

const writeDown =
  (answer: Answering): Answering =>
  (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer(request, response);
    });
  };

const serve = (answer: Answering): Promise<string> => listen(createHttpServer(writeDown(answer)));

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

const connect = (baseUrl: string, needs: Partial<RestClientNeeds> = {}): RestClient => {
  const client = createRestClient({
    baseUrl,
    authorization: () => Promise.resolve(ok(token)),
    limits: { perSecond: 20 },
    readError: (_status, body) => ({ message: JSON.stringify(body), code: undefined, requestId: undefined }),
    clock: systemClock,
    random: () => 0,
    log: silentLog,
    ...needs,
  });
  undo.push(() => {
    client.close();
  });
  return client;
};

const failure = (result: Result<unknown>) => {
  if (result.ok) throw new Error('It succeeded.');
  return { ...result.error, details: platformDetails(result.error) };
};

const get = (client: RestClient) => client.call({ method: 'GET', path: '/devices', lane: 'click' });

test('a request arrives as it was meant, and its answer comes back', async () => {
  const at = await serve((_request, response) => {
    json(response, 200, { id: 'd1' }, { etag: '"1"' });
  });
  const result = await connect(`http://${at}/api`).call({
    method: 'PATCH',
    path: '/devices/d%201',
    query: { 'api-version': '2022-07-31' },
    body: { displayName: 'Müller' },
    lane: 'click',
  });
  expect(result).toMatchObject({ ok: true, value: { status: 200, body: { id: 'd1' }, headers: { etag: '"1"' } } });
  expect(requests).toMatchObject([
    {
      method: 'PATCH',
      url: '/api/devices/d%201?api-version=2022-07-31',
      headers: { authorization: token, 'content-type': 'application/json', accept: 'application/json' },
      body: '{"displayName":"Müller"}',
    },
  ]);
});

describe('the token stays with the platform', () => {
  test('a redirect is refused, wherever it leads', async () => {
    const elsewhere = await serve((_request, response) => {
      json(response, 200, {});
    });
    const at = await serve((_request, response) => {
      response.writeHead(302, { location: `http://${elsewhere}/signin?secret=x` }).end();
    });
    const error = failure(await get(connect(`http://${at}/api`)));
    expect(error).toMatchObject({ code: 'refused', retryable: false, details: { status: 302, reason: 'redirect' } });
    expect(error.message).toContain(`sends the console on to ${elsewhere} (HTTP status 302)`);
    expect(requests).toHaveLength(1);
  });

  test('a next-page link is followed on the platform, and nowhere else', async () => {
    const elsewhere = await serve((_request, response) => {
      json(response, 200, {});
    });
    const at = await serve((_request, response) => {
      json(response, 200, { value: [] });
    });
    const client = connect(`http://${at}/api`);
    expect((await client.follow(`http://${at}/api/devices?page=2`, { lane: 'background' })).ok).toBe(true);
    const error = failure(await client.follow(`http://${elsewhere}/api/devices?page=3`, { lane: 'background' }));
    expect(error).toMatchObject({ code: 'refused', details: { reason: 'foreign-link' } });
    expect(error.message).toContain(elsewhere);
    expect(requests.map(({ url }) => url)).toEqual(['/api/devices?page=2']);
  });

  test('a token that cannot be sent is said to be one, and is not shown', async () => {
    const at = await serve((_request, response) => {
      json(response, 200, {});
    });
    const client = connect(`http://${at}/api`, { authorization: () => Promise.resolve(ok(`${token}\n`)) });
    const error = failure(await get(client));
    expect(error).toMatchObject({ code: 'not-authorised', details: { reason: 'unusable-token' } });
    expect(JSON.stringify(error)).not.toContain('t0ken');
    expect(requests).toEqual([]);
  });
});

describe('answers that are none', () => {
  test.each<readonly [string, string, Answering]>([
    [
      'a connection that is cut in the middle of the answer',
      'cut',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"value":[', () => response.destroy());
      },
    ],
    [
      'a chunked answer without its end',
      'cut',
      (_request, response) => {
        response.writeHead(200).write('{"value":[]}', () => response.destroy());
      },
    ],
    [
      'half a page',
      'cut',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"value":[{"id":"d1"},{"i');
      },
    ],
    [
      'a web page',
      'not-json',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
      },
    ],
    [
      'bytes that are no text',
      'not-json',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x22, 0xff, 0x22]));
      },
    ],
  ])('%s is an error that may pass for a read, and is repeated', async (_name, reason, answer) => {
    const at = await serve(answer);
    const error = failure(await get(connect(`http://${at}/api`)));
    expect(error).toMatchObject({ code: 'unreachable', retryable: true, details: { reason, status: 200 } });
    expect(requests).toHaveLength(3);
  });

  test('a command whose answer is cut may have been carried out, and leaves once', async () => {
    const at = await serve((_request, response) => {
      response.writeHead(200).write('{', () => response.destroy());
    });
    const client = connect(`http://${at}/api`);
    const result = await client.call({ method: 'POST', path: '/c', body: {}, lane: 'click', retry: 'never' });
    expect(failure(result)).toMatchObject({ retryable: false, details: { reason: 'cut', mayHaveHappened: true } });
    expect(requests).toHaveLength(1);
  });

  test('more than 16 MiB is not read to its end', async () => {
    const mebibyte = Buffer.alloc(1024 * 1024, 0x20);
    const at = await serve((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        if (!response.destroyed) response.write(mebibyte, more);
      };
      more();
    });
    expect(failure(await get(connect(`http://${at}/api`)))).toMatchObject({ code: 'too-large', retryable: false });
  });

  test('an answer with nothing in it is an answer', async () => {
    const at = await serve((_request, response) => response.writeHead(204).end());
    expect(await get(connect(`http://${at}/api`))).toMatchObject({ ok: true, value: { status: 204, body: undefined } });
  });
});

describe('time', () => {
  test('a slow answer is given up, and the connection with it', async () => {
    const arrived = Promise.withResolvers<undefined>();
    const closed = Promise.withResolvers<undefined>();
    const at = await serve((request) => {
      request.socket.on('close', () => {
        closed.resolve(undefined);
      });
      arrived.resolve(undefined);
    });
    const clock = createManualTimers();
    const client = connect(`http://${at}/api`, { clock });
    const call = client.call({ method: 'POST', path: '/c', lane: 'click', retry: 'never' });
    await arrived.promise;
    clock.advance(30_000);
    const error = failure(await call);
    expect(error).toMatchObject({ code: 'timeout', retryable: false, details: { mayHaveHappened: true } });
    expect(error.message).toContain('did not answer within 30 s');
    await closed.promise;
  });

  test('an answer that never ends is given up as well', async () => {
    const begun = Promise.withResolvers<undefined>();
    const at = await serve((_request, response) => {
      response.writeHead(200).write('{"value":', () => {
        begun.resolve(undefined);
      });
    });
    const clock = createManualTimers();
    const client = connect(`http://${at}/api`, { clock });
    const call = client.call({ method: 'GET', path: '/x', lane: 'click', timeoutMs: 2_000 });
    await begun.promise;
    clock.advance(2_000);
    expect(failure(await call).code).toBe('timeout');
  });

  test('a request that is called off lets its connection go at once', async () => {
    const arrived = Promise.withResolvers<undefined>();
    const closed = Promise.withResolvers<undefined>();
    const at = await serve((request) => {
      request.socket.on('close', () => {
        closed.resolve(undefined);
      });
      arrived.resolve(undefined);
    });
    const controller = new AbortController();
    const client = connect(`http://${at}/api`);
    const call = client.call({ method: 'GET', path: '/x', lane: 'click', signal: controller.signal });
    await arrived.promise;
    controller.abort();
    expect(failure(await call).code).toBe('cancelled');
    await closed.promise;
  });

  test('429 with Retry-After is kept, and then all is well', async () => {
    const at = await serve((_request, response) => {
      if (requests.length === 1) json(response, 429, {}, { 'retry-after': '7' });
      else json(response, 200, { requestsSeen: requests.length });
    });
    const clock = createManualTimers();
    const paused = Promise.withResolvers<undefined>();
    const log: Log = {
      ...silentLog,
      info: () => {
        paused.resolve(undefined);
      },
    };
    const client = connect(`http://${at}/api`, { clock, log });
    const call = client.call({ method: 'POST', path: '/jobs', body: {}, lane: 'click' });
    await paused.promise;
    expect(client.pressure.backingOffUntilMs).toBe(clock.now() + 7_000);
    clock.advance(7_000);
    expect(await call).toMatchObject({ ok: true, value: { body: { requestsSeen: 2 } } });
  });
});

describe('connections', () => {
  test('are kept for reads, are new for commands, and end with the client', async () => {
    const sockets = new Set<Socket>();
    const server = createHttpServer(
      writeDown((_request, response) => {
        json(response, 200, {});
      }),
    );
    server.on('connection', (socket: Socket) => sockets.add(socket));
    const client = connect(`http://${await listen(server)}/api`);
    await get(client);
    await get(client);
    expect(sockets.size).toBe(1);
    await client.call({ method: 'POST', path: '/c', body: {}, lane: 'click', retry: 'never' });
    expect(sockets.size).toBe(2);
    const allClosed = Promise.all(
      [...sockets]
        .filter(({ closed }) => !closed)
        .map((socket) => new Promise((resolve) => socket.on('close', resolve))),
    );
    client.close();
    await allClosed;
  });

  test('a kept connection that the platform has closed meanwhile costs a read nothing', async () => {
    const sockets: Socket[] = [];
    const server = createHttpServer(
      writeDown((request, response) => {
        if (requests.length === 2) request.socket.destroy();
        else json(response, 200, {});
      }),
    );
    server.on('connection', (socket: Socket) => sockets.push(socket));
    const client = connect(`http://${await listen(server)}/api`);
    expect((await get(client)).ok).toBe(true);
    expect((await get(client)).ok).toBe(true);
    expect([requests.length, sockets.length]).toEqual([3, 2]);
  });

  test('a port without a platform: nothing was done, and it may be tried again', async () => {
    const server = createTcpServer();
    const at = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const client = connect(`http://${at}/api`);
    const result = await client.call({ method: 'POST', path: '/c', lane: 'click', retry: 'never' });
    const error = failure(result);
    expect(error).toMatchObject({
      code: 'unreachable',
      retryable: true,
      details: { reason: 'refused', mayHaveHappened: false },
    });
    expect(error.details?.technical).toContain('ECONNREFUSED');
    expect(error.message).not.toContain('broker');
  });

  test('what speaks no HTTP is told apart', async () => {
    const at = await listen(createTcpServer((socket) => socket.end('220 mail ESMTP\r\n')));
    expect(failure(await get(connect(`http://${at}/api`))).details?.reason).toBe('wrong-protocol');
    expect(failure(await get(connect(`https://${at}/api`))).details?.reason).toBe('wrong-protocol');
  });
});

describe.skipIf(!hasOpenssl)('TLS', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'rest-'));
    undo.push(() => {
      rmSync(folder, { recursive: true, force: true });
    });
  });

  const serveTls = async (hosts: readonly string[], isExpired = false) => {
    const authority = createAuthority(folder, 'own-authority');
    const { certificatePem, keyPem } = authority.issue('platform', { hosts, isExpired });
    const answer = writeDown((_request, response) => {
      json(response, 200, {});
    });
    const server = createHttpsServer({ cert: certificatePem, key: keyPem }, answer);
    return { at: await listen(server), caPem: authority.certificatePem };
  };

  test('an own authority is trusted with its file, alone or among others, for kept and for new connections', async () => {
    const { at, caPem } = await serveTls(['127.0.0.1']);
    const stranger = createAuthority(folder, 'strange-authority').certificatePem;
    const client = connect(`https://${at}/api`, { caPem: `# Two authorities\n${stranger}\n# Ours\n${caPem}` });
    expect((await get(client)).ok).toBe(true);
    expect((await client.call({ method: 'POST', path: '/c', lane: 'click', retry: 'never' })).ok).toBe(true);
  });

  test.each<readonly [string, readonly string[], boolean, boolean, string]>([
    ['an unknown authority', ['127.0.0.1'], false, false, 'certificate-not-trusted'],
    ['another name', ['broker.example.com'], false, true, 'certificate-name-mismatch'],
    ['an old certificate', ['127.0.0.1'], true, true, 'certificate-expired'],
  ])('%s: nothing is sent, and it is not tried again', async (_name, hosts, isExpired, isTrusted, reason) => {
    const { at, caPem } = await serveTls(hosts, isExpired);
    const client = connect(`https://${at}/api`, isTrusted ? { caPem } : {});
    const result = await client.call({ method: 'PUT', path: '/x', body: {}, lane: 'click' });
    expect(failure(result)).toMatchObject({
      code: 'unreachable',
      retryable: false,
      details: { reason, mayHaveHappened: false },
    });
    expect(requests).toEqual([]);
  });

  test.each(['no PEM at all', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'])(
    'a CA file that cannot be used is said to be one: %#',
    async (caPem) => {
      const { at } = await serveTls(['127.0.0.1']);
      const error = failure(await get(connect(`https://${at}/api`, { caPem })));
      expect(error).toMatchObject({
        code: 'invalid-params',
        retryable: false,
        details: { reason: 'invalid-settings', mayHaveHappened: false },
      });
    },
  );

  test('http where https is spoken, and the reverse, are told apart from a platform in trouble', async () => {
    const { at, caPem } = await serveTls(['127.0.0.1']);
    const error = failure(await get(connect(`http://${at}/api`)));
    expect(error.details?.reason).toBe('closed');
    expect(error.message).toContain('or it expects https://');
    const plain = await serve((_request, response) => {
      json(response, 200, {});
    });
    expect(failure(await get(connect(`https://${plain}/api`, { caPem }))).details?.reason).toBe('wrong-protocol');
  });
});
