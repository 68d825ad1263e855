import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Recorded {
  readonly method: string;
  /** Below `/api`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed; undefined where none was sent. */
  readonly body: unknown;
  readonly authorization: string;
}

export interface RecordingProxy {
  readonly restUrl: string;
  /** In the order in which they came. */
  readonly requests: readonly Recorded[];
  /** The status of each answer, in the order in which they came. */
  readonly answers: readonly number[];
}

/**
 * Stands between the console and a platform, and keeps every request. Links in answers are made to lead through it again;
 * a connection that the platform cuts is cut here too.
 */
export const startRecordingProxy = async (
  restUrl: string,
  onRequest: (request: Recorded) => void,
): Promise<RecordingProxy> => {
  const requests: Recorded[] = [];
  const answers: number[] = [];
  const upstream = new URL(restUrl);
  const server = createServer((incoming, outgoing) => {
    void pass(incoming, outgoing);
  });

  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readAll(incoming);
    const url = new URL(incoming.url ?? '/', upstream);
    const recorded = {
      method: incoming.method ?? '',
      path: url.pathname.replace(/^\/api/, ''),
      query: url.searchParams,
      body: body.length === 0 ? undefined : (JSON.parse(body.toString()) as unknown),
      authorization: incoming.headers.authorization ?? '',
    };
    requests.push(recorded);
    onRequest(recorded);
    const cut = (): void => {
      outgoing.socket?.destroy();
    };
    const sent = forward(url, { method: recorded.method, headers: incoming.headers }, (answer) => {
      readAll(answer).then((text) => {
        answers.push(answer.statusCode ?? 0);
        const led = text.toString().replaceAll(upstream.origin, ownOrigin());
        outgoing.writeHead(answer.statusCode ?? 502, {
          ...answer.headers,
          'content-length': String(Buffer.byteLength(led)),
        });
        outgoing.end(led);
      }, cut);
    });
    sent.on('error', cut);
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) sent.destroy();
    });
    sent.end(body);
  };

  const ownOrigin = (): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { restUrl: `${ownOrigin()}${upstream.pathname}`, requests, answers };
};

const readAll = async (stream: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
