import { EventEmitter } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { findParent } from './parent.ts';

afterEach(() => {
  Reflect.deleteProperty(process, 'parentPort');
});

/** What Electron puts into a utility process; messages cross it as structured clones. */
const installParentPort = () => {
  const port = new EventEmitter();
  const posted: unknown[] = [];
  Object.assign(port, { postMessage: (message: unknown) => posted.push(structuredClone(message)) });
  Object.assign(process, { parentPort: port });
  return { posted, tell: (data: unknown) => port.emit('message', { data: structuredClone(data) }) };
};

test('in one of Electron’s utility processes the app is the parent', async () => {
  const { posted, tell } = installParentPort();
  const parent = findParent();
  tell({ type: 'start', options: { vehicles: 7, rate: 2, seed: 3, port: 0 } });
  expect(await parent?.options).toEqual({ vehicles: 7, rate: 2, seed: 3, port: 0 });
  parent?.send({ type: 'failed', message: 'no' });
  expect(posted).toEqual([{ type: 'failed', message: 'no' }]);
});

test('a start message that cannot be read is refused with what is wrong', async () => {
  const { tell } = installParentPort();
  const parent = findParent();
  tell({ type: 'start', options: { vehicles: 'many' } });
  await expect(parent?.options).rejects.toThrow(/cannot read.*vehicles/s);
});
