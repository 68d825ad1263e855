import { describe, expect, it } from 'vitest';
import { createCodec } from './codec.ts';
import { createWebSocketTransport, undecodableCloseCode, type WebSocketLike } from './web-socket.ts';

type Listener = (event: { readonly data: unknown; readonly code: number; readonly reason: string }) => void;

/** As strict as a browser's: it throws for what a page may not do. */
class PageSocket implements WebSocketLike {
  binaryType = 'blob';
  readyState = 0;
  readonly sent: Uint8Array[] = [];
  readonly closes: { readonly code: number | undefined; readonly reason: string | undefined }[] = [];
  readonly #listeners = new Map<string, Listener[]>();

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  send(data: Uint8Array): void {
    if (this.readyState === 0) throw new Error('InvalidStateError');
    this.sent.push(data);
  }

  close(code?: number, reason?: string): void {
    if (code !== undefined && code !== 1000 && (code < 3000 || code > 4999)) throw new Error('InvalidAccessError');
    if (new TextEncoder().encode(reason).byteLength > 123) throw new Error('SyntaxError');
    this.readyState = 2;
    this.closes.push({ code, reason });
  }

  emit(type: string, event: Partial<Parameters<Listener>[0]> = {}): void {
    if (type === 'open') this.readyState = 1;
    if (type === 'close') this.readyState = 3;
    for (const listener of this.#listeners.get(type) ?? [])
      listener({ data: undefined, code: 1006, reason: '', ...event });
  }
}

const codec = createCodec();

const start = () => {
  const socket = new PageSocket();
  const transport = createWebSocketTransport(socket);
  const received: unknown[] = [];
  const reasons: string[] = [];
  transport.onMessage((message) => received.push(message));
  transport.onClose((reason) => reasons.push(reason));
  return { socket, transport, received, reasons };
};

describe('a transport over a WebSocket', () => {
  it('asks for whole buffers instead of blobs', () => {
    expect(start().socket.binaryType).toBe('arraybuffer');
  });

  it('sends what was given to it while connecting as soon as it is open, in order', () => {
    const { socket, transport } = start();
    transport.send('first');
    transport.send('second');
    expect(socket.sent).toEqual([]);
    socket.emit('open');
    transport.send('third');
    expect(socket.sent.map((bytes) => codec.decode(bytes))).toEqual(['first', 'second', 'third']);
  });

  it('that cannot connect is closed, and forgets what it was given', () => {
    const { socket, transport, reasons } = start();
    transport.send('first');
    socket.emit('error');
    socket.emit('close');
    expect(reasons).toEqual(['The other side closed the connection.']);
    expect(socket.sent).toEqual([]);
  });

  it('that was closed before it was taken over says so', () => {
    const socket = new PageSocket();
    socket.readyState = 3;
    const reasons: string[] = [];
    createWebSocketTransport(socket).onClose((reason) => reasons.push(reason));
    expect(reasons).toHaveLength(1);
  });

  it.each([
    ['text', 'hello'],
    ['no message at all', new ArrayBuffer(0)],
    ['half a message', Uint8Array.of(0x92, 1).buffer],
    ['a byte that begins nothing', Uint8Array.of(0xc1).buffer],
  ])('closes with a reason when it is sent %s', (_what, data) => {
    const { socket, received, reasons } = start();
    socket.emit('open');
    socket.emit('message', { data });
    expect(socket.closes).toEqual([{ code: undecodableCloseCode, reason: 'A message could not be read.' }]);
    expect(reasons).toEqual(['A message from the other side could not be read.']);
    socket.emit('message', { data: new Uint8Array(codec.encode('late')).buffer });
    socket.emit('close');
    expect(received).toEqual([]);
    expect(reasons).toHaveLength(1);
  });

  it('hands on the reason that the other side gives for closing', () => {
    const { socket, reasons } = start();
    socket.emit('open');
    socket.emit('close', { code: 4001, reason: 'Signed out.' });
    expect(reasons).toEqual(['Signed out.']);
  });

  it('tells its own side of a close at once, without waiting for a network that may be dead', () => {
    const { socket, transport, reasons } = start();
    socket.emit('open');
    transport.close();
    expect(reasons).toEqual(['Closed by this side.']);
    expect(socket.closes).toEqual([{ code: 1000, reason: undefined }]);
  });
});
