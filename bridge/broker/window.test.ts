import { expect, test } from 'vitest';
import { Window } from './window.ts';

const never = new AbortController().signal;

/** Writes down who got in, in order. */
const enterAs = (window: Window, order: string[], name: string, signal = never): Promise<boolean> => {
  const entering = window.enter(signal);
  void entering.then((isIn) => order.push(isIn ? name : `${name} gave up`));
  return entering;
};

test('lets in as many as there are places, and the rest in the order of coming', async () => {
  const window = new Window(2);
  const order: string[] = [];
  const entering = ['a', 'b', 'c', 'd'].map((name) => enterAs(window, order, name));
  await Promise.all(entering.slice(0, 2));
  expect(order).toEqual(['a', 'b']);
  window.leave();
  await entering[2];
  expect(order).toEqual(['a', 'b', 'c']);
  expect(window.taken).toBe(2);
  window.resize(3);
  await entering[3];
  expect(window.taken).toBe(3);
});

test('who gave up waiting takes no place', async () => {
  const window = new Window(1);
  const order: string[] = [];
  await enterAs(window, order, 'a');
  const leaving = new AbortController();
  const waiting = enterAs(window, order, 'b', leaving.signal);
  const last = enterAs(window, order, 'c');
  leaving.abort();
  await waiting;
  expect(await enterAs(window, order, 'd', leaving.signal)).toBe(false);
  window.leave();
  await last;
  expect(order).toEqual(['a', 'b gave up', 'd gave up', 'c']);
});
