import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createMessagePortTransport, type EmitterPort } from './message-port.ts';

/** As Electron's `MessagePortMain` is: an emitter that hands over an event, and starts only when told. */
class MainProcessPort extends EventEmitter implements EmitterPort {
  other: MainProcessPort | undefined;
  readonly #waiting: unknown[] = [];
  #isStarted = false;

  postMessage(message: unknown): void {
    this.other?.receive(structuredClone(message));
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    this.emit('close');
    this.other?.emit('close');
  }

  receive(data: unknown): void {
    if (this.#isStarted) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }
}

const createPair = () => {
  const first = new MainProcessPort();
  const second = new MainProcessPort();
  first.other = second;
  second.other = first;
  return [first, second] as const;
};

describe('a transport over a port of Electron’s main or utility process', () => {
  it('carries messages both ways, with those that came before it was taken over', () => {
    const [near, far] = createPair();
    far.postMessage({ early: true });
    const nearEnd = createMessagePortTransport(near);
    const farEnd = createMessagePortTransport(far);
    const received: unknown[] = [];
    nearEnd.onMessage((message) => received.push(message));
    farEnd.onMessage((message) => received.push(message));
    farEnd.send({ rows: Uint32Array.of(1) });
    nearEnd.send('back');
    expect(received).toEqual([{ early: true }, { rows: Uint32Array.of(1) }, 'back']);
  });

  it('closes when the other side does, once', () => {
    const [near, far] = createPair();
    const nearEnd = createMessagePortTransport(near);
    const farEnd = createMessagePortTransport(far);
    const reasons: string[] = [];
    nearEnd.onClose((reason) => reasons.push(reason));
    farEnd.close();
    near.emit('close');
    expect(reasons).toEqual(['The other side closed the connection.']);
    expect(() => {
      nearEnd.send('too late');
    }).not.toThrow();
  });
});
