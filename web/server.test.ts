import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Log } from '../core/log.ts';
import type { WebSocketLike } from '../shared/contract/transports/web-socket.ts';
import { createAccess, windowUrl, type Access } from './access.ts';
import { startServer, type Server } from './server.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Question {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const ask = (port: number, { path = '/', method = 'GET', headers = {} }: Question = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (incoming) => {
      let body = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (part: string) => (body += part));
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body });
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });

/** Resolves with the HTTP status of a refused upgrade, or "open". */
const knock = (port: number, headers: Readonly<Record<string, string>>, path = '/engine'): Promise<number | 'open'> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${String(port)}${path}`, { headers });
    socket.on('open', () => {
      resolve('open');
      socket.terminate();
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('error', () => undefined);
  });

let folder: string;
let access: Access;
let server: Server;
let windows: WebSocketLike[];
let logged: string[];

const log: Log = (() => {
  const keep = (event: string, fields?: object) => {
    logged.push(`${event} ${JSON.stringify(fields ?? {})}`);
  };
  return { debug: keep, info: keep, warn: keep, error: keep };
})();

const start = (port = 0): Promise<Server> =>
  startServer({ port, access, rendererFolder: folder, onWindow: (socket) => windows.push(socket), log });

const cookie = () => `fleetdeck-${String(server.port)}=${access.cookie}`;
const own = () => ({ origin: `http://127.0.0.1:${String(server.port)}`, cookie: cookie() });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetdeck-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Fleetdeck</title>');
  await writeFile(join(folder, 'assets', 'index-DkJ3_x9Q.js'), 'export {};');
  await writeFile(join(folder, 'basemap.json'), '{}');
  await writeFile(join(folder, '.hidden'), 'not for anyone');
  access = createAccess();
  windows = [];
  logged = [];
  server = await start();
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe('the way in', () => {
  it('exchanges the key in the address for a cookie and an address without it', async () => {
    const answer = await ask(server.port, { path: `/?key=${access.key}` });
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']).toEqual([`${cookie()}; Path=/; HttpOnly; SameSite=Strict`]);
  });

  it('takes the key again, for a second window', async () => {
    const path = `/?key=${access.key}`;
    expect((await ask(server.port, { path })).status).toBe(303);
    expect((await ask(server.port, { path })).status).toBe(303);
  });

  it('shows the console to a browser with the cookie', async () => {
    const answer = await ask(server.port, { headers: { cookie: cookie() } });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<title>Fleetdeck</title>');
  });

  it('prints an address that opens it', async () => {
    const url = new URL(windowUrl(server.port, access));
    const answer = await ask(Number(url.port), { path: `${url.pathname}${url.search}` });
    expect(answer.status).toBe(303);
  });

  it('has a key and a cookie of 256 random bits, never the same twice', () => {
    const tokens = [createAccess(), createAccess()].flatMap((each) => [each.key, each.cookie]);
    expect(new Set(tokens).size).toBe(4);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  });
});

describe('without the cookie', () => {
  it.each(['/', '/index.html', '/assets/index-DkJ3_x9Q.js', '/basemap.json', '/engine', '/no-such-file'])(
    '%s answers a page that says how to get in, and nothing else',
    async (path) => {
      const answer = await ask(server.port, { path });
      expect(answer.status).toBe(401);
      expect(answer.body).toContain('This window has no key');
    },
  );

  it.each([
    ['a wrong key', '/?key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['an empty key', '/?key='],
    ['a key of another length', '/?key=short'],
    ['two keys', '/?key=wrong&key=alsoWrong'],
  ])('%s is refused', async (_what, path) => {
    const answer = await ask(server.port, { path });
    expect(answer.status).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('the cookie of another console on this machine is refused', async () => {
    const other = createAccess();
    const answer = await ask(server.port, { headers: { cookie: `fleetdeck-${String(server.port)}=${other.cookie}` } });
    expect(answer.status).toBe(401);
  });

  it('the key does not stand in for the cookie', async () => {
    const headers = { cookie: `fleetdeck-${String(server.port)}=${access.key}` };
    expect((await ask(server.port, { headers })).status).toBe(401);
  });

  it('a socket is refused', async () => {
    expect(await knock(server.port, { origin: own().origin })).toBe(401);
    expect(windows).toHaveLength(0);
  });
});

describe('other sites', () => {
  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost',
    '127.0.0.1.evil.example',
    '0.0.0.0',
  ])('the Host %s is refused, cookie or not', async (host) => {
    expect((await ask(server.port, { headers: { cookie: cookie(), host } })).status).toBe(403);
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('the Host %s with the right port is ours', async (name) => {
    const headers = { cookie: cookie(), host: `${name}:${String(server.port)}` };
    expect((await ask(server.port, { headers })).status).toBe(200);
  });

  it.each(['cross-site', 'same-site', 'something-new'])(
    'a %s request is refused, even with key and cookie',
    async (site) => {
      const headers = { cookie: cookie(), 'sec-fetch-site': site };
      const answer = await ask(server.port, { headers, path: `/?key=${access.key}` });
      expect(answer.status).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    },
  );

  it.each(['none', 'same-origin'])('a request with Sec-Fetch-Site %s goes on', async (site) => {
    expect((await ask(server.port, { headers: { cookie: cookie(), 'sec-fetch-site': site } })).status).toBe(200);
  });

  it.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost'])(
    'a request of the Origin %s is refused',
    async (origin) => {
      expect((await ask(server.port, { headers: { cookie: cookie(), origin } })).status).toBe(403);
    },
  );

  it('a change without an Origin is refused, and with ours finds nothing to change', async () => {
    expect((await ask(server.port, { method: 'POST', headers: { cookie: cookie() } })).status).toBe(403);
    expect((await ask(server.port, { method: 'POST', headers: own() })).status).toBe(404);
  });

  it.each([
    ['a foreign Origin', { origin: 'http://evil.example' }],
    ['no Origin', { origin: '' }],
    ['a foreign Host', { host: 'evil.example' }],
    ['another port of this host', { origin: 'http://127.0.0.1:3000' }],
    ['a cross-site request', { 'sec-fetch-site': 'cross-site' }],
  ])('a socket with our cookie and %s is refused', async (_what, headers) => {
    expect(await knock(server.port, { ...own(), ...headers })).toBe(403);
    expect(windows).toHaveLength(0);
  });

  it('our own window gets its socket', async () => {
    expect(await knock(server.port, own())).toBe('open');
    expect(windows).toHaveLength(1);
  });

  it('a socket elsewhere than at /engine reaches nobody', async () => {
    expect(await knock(server.port, own(), '/no-such-file')).toBe(404);
    expect(windows).toHaveLength(0);
  });
});

describe('what is served', () => {
  const withCookie = (path: string) => ask(server.port, { path, headers: { cookie: cookie() } });

  it.each(['/', '/assets/index-DkJ3_x9Q.js', '/no-such-file', '/?key=wrong'])(
    '%s carries every security header',
    async (path) => {
      const { headers } = await withCookie(path);
      const policy = headers['content-security-policy'];
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("connect-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe-eval');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['permissions-policy']).toContain('geolocation=()');
    },
  );

  it('carries them on refusals too', async () => {
    for (const answer of [await ask(server.port), await ask(server.port, { headers: { host: 'evil.example' } })]) {
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it('lets a browser keep a file that has its hash in the name, and nothing else', async () => {
    expect((await withCookie('/assets/index-DkJ3_x9Q.js')).headers['cache-control']).toContain('immutable');
    expect((await withCookie('/')).headers['cache-control']).toBe('no-store');
    expect((await withCookie('/basemap.json')).headers['cache-control']).toBe('no-store');
    expect((await ask(server.port)).headers['cache-control']).toBe('no-store');
  });

  it.each(['/assets/', '/assets', '/.hidden', '/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json'])(
    '%s shows neither a listing nor a hidden nor a foreign file',
    async (path) => {
      const answer = await withCookie(path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toContain('DkJ3_x9Q');
      expect(answer.body).not.toContain('not for anyone');
    },
  );

  it('says nothing of itself where the address is broken', async () => {
    for (const path of ['//[', '/%ff', '/%']) {
      const answer = await withCookie(path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
  });

  it('never repeats the key or the cookie, in a page or in the log', async () => {
    const path = `/?key=${access.key}`;
    const answers = [
      await ask(server.port, { path }),
      await ask(server.port, { path: `/other?key=${access.key}` }),
      await ask(server.port, { path, headers: { host: 'evil.example' } }),
      await ask(server.port, { path: `/no-such-file?key=${access.key}`, headers: { cookie: cookie() } }),
      await withCookie('/'),
    ];
    expect(logged.length).toBeGreaterThan(0);
    for (const text of [...answers.map((answer) => answer.body), ...logged]) {
      expect(text).not.toContain(access.key);
      expect(text).not.toContain(access.cookie);
    }
    for (const { headers } of answers) expect(JSON.stringify(headers)).not.toContain(access.key);
  });
});

describe('start and end', () => {
  it('listens on the loopback interface only', async () => {
    const { port } = server;
    const canBindElsewhere = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => {
        resolve(false);
      });
      probe.listen({ host: '127.0.0.2', port, exclusive: true }, () => {
        probe.close(() => {
          resolve(true);
        });
      });
    });
    // macOS has no 127.0.0.2; there the address that was bound speaks for itself.
    if (process.platform === 'linux') expect(canBindElsewhere).toBe(true);
    expect((await ask(port)).status).toBe(401);
  });

  it('frees the port at its end, also with a window open', async () => {
    const { port } = server;
    const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/engine`, { headers: own() });
    const closed = new Promise((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.on('open', resolve));
    await server.close();
    await closed;
    server = await start(port);
    expect(server.port).toBe(port);
  });

  it('lets the same cookie and key in after a restart on the same port', async () => {
    const { port } = server;
    await server.close();
    server = await start(port);
    expect((await ask(port, { headers: { cookie: cookie() } })).status).toBe(200);
    expect((await ask(port, { path: `/?key=${access.key}` })).status).toBe(303);
    expect(await knock(port, own())).toBe('open');
  });

  it('says so when the port is taken', async () => {
    await expect(start(server.port)).rejects.toThrow(
      /^Port \d+ is in use by another program\. Choose another with --port\.$/,
    );
  });

  it('says so when the window is not built', async () => {
    const options = { port: 0, access, onWindow: () => undefined, log };
    await expect(startServer({ ...options, rendererFolder: join(folder, 'nowhere') })).rejects.toThrow('not built yet');
  });

  it('closes a socket that sends more than four megabytes at once', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${String(server.port)}/engine`, { headers: own() });
    await new Promise((resolve) => socket.on('open', resolve));
    const code = new Promise((resolve) => socket.on('close', resolve));
    socket.send(new Uint8Array(4 * 1024 * 1024 + 1));
    expect([1006, 1009]).toContain(await code);
  });
});
