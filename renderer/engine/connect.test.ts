// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MessageChannel } from 'node:worker_threads';
import { connectEngine } from './connect.ts';

let asked: number;

/** A window message as the preload script posts it; `source` is what tells it from a message of another window. */
const post = (data: string, ports: readonly unknown[] = [], source: unknown = window): void => {
  const message = new MessageEvent('message', { data });
  Object.defineProperties(message, { ports: { value: ports }, source: { value: source } });
  window.dispatchEvent(message);
};

beforeEach(() => {
  asked = 0;
  Object.defineProperty(window, 'fleetdeck', { value: { connectEngine: () => (asked += 1) }, configurable: true });
});

afterEach(() => {
  Reflect.deleteProperty(window, 'fleetdeck');
});

const connect = async () => {
  const connecting = connectEngine();
  expect(asked).toBe(1);
  const { port1, port2 } = new MessageChannel();
  post('fleetdeck-engine-port', [port1]);
  return { transport: await connecting, far: port2 };
};

it('talks over the port that the desktop host hands to the page', async () => {
  const { transport, far } = await connect();
  const answered = new Promise((resolve) => transport.onMessage(resolve));
  far.postMessage({ hello: 'window' });
  expect(await answered).toEqual({ hello: 'window' });
  transport.close();
});

it('takes no port from another window', async () => {
  const connecting = connectEngine();
  const stranger = new MessageChannel();
  post('fleetdeck-engine-port', [stranger.port1], null);
  const own = new MessageChannel();
  post('fleetdeck-engine-port', [own.port1]);
  const transport = await connecting;
  const answered = new Promise((resolve) => transport.onMessage(resolve));
  stranger.port2.postMessage('stranger');
  own.port2.postMessage('own');
  expect(await answered).toBe('own');
  transport.close();
  stranger.port1.close();
});

it('knows that the engine is gone when the host says so, though the port is silent', async () => {
  const { transport, far } = await connect();
  let closings = 0;
  transport.onClose(() => (closings += 1));
  post('fleetdeck-engine-gone', [], null);
  expect(closings).toBe(0);
  post('fleetdeck-engine-gone');
  expect(closings).toBe(1);
  far.close();
});
