import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import { createSupervisedProcess, type ChildApi, type SupervisedProcess } from './supervised-process.ts';

class Child extends EventEmitter implements ChildApi {
  readonly posted: unknown[] = [];
  postMessage(message: unknown): void {
    this.posted.push(structuredClone(message));
  }
  kill(): boolean {
    this.emit('exit', 0);
    return true;
  }
}

let nowMs: number;
let timers: { readonly delayMs: number; readonly run: () => void }[];
let children: Child[];
let readies: number;
let deaths: { readonly reason: string; readonly delayMs: number }[];
let process: SupervisedProcess;

const clock: Clock = {
  now: () => nowMs,
  after: (delayMs, run) => {
    timers.push({ delayMs, run });
    return () => undefined;
  },
};

const last = (): Child => {
  const child = children.at(-1);
  if (child === undefined) throw new Error('nothing was forked');
  return child;
};

/** Runs the timer that waits, and tells for how long it was set. */
const wait = (): number => {
  const timer = timers.shift();
  if (timer === undefined) throw new Error('nothing waits');
  nowMs += timer.delayMs;
  timer.run();
  return timer.delayMs;
};

beforeEach(() => {
  nowMs = 0;
  timers = [];
  children = [];
  readies = 0;
  deaths = [];
  process = createSupervisedProcess({
    title: 'the part',
    fork: () => {
      const child = new Child();
      children.push(child);
      return child;
    },
    startOptions: (restart) => ({ restart }),
    onReady: () => (readies += 1),
    onMessage: (message, reply) => {
      reply({ echo: message });
    },
    onDeath: (reason, delayMs) => deaths.push({ reason, delayMs }),
    clock,
  });
});

const startWell = async () => {
  const started = process.start();
  last().emit('message', { type: 'ready', restart: { port: 1 } });
  await started;
};

it('is told what to start, and says when it is ready', async () => {
  const started = process.start();
  expect(last().posted).toEqual([{ type: 'start', options: { restart: undefined } }]);
  expect(process.post({ type: 'window' })).toBe(false);
  last().emit('message', { type: 'ready', restart: null });
  await started;
  expect(process.post({ type: 'window' })).toBe(true);
  expect(last().posted).toHaveLength(2);
});

it('that fails its first start is not tried again: its words go to the user', async () => {
  const started = process.start();
  last().emit('message', { type: 'failed', message: 'The disk is full.' });
  last().emit('exit', 1);
  await expect(started).rejects.toThrow('The disk is full.');
  expect(timers).toEqual([]);
});

it('that ends without a word on its first start is named', async () => {
  const started = process.start();
  last().emit('exit', 139);
  await expect(started).rejects.toThrow('the part ended before it was ready (139).');
});

it('that dies is started again with what it handed over', async () => {
  await startWell();
  last().emit('exit', 1);
  expect(process.post({})).toBe(false);
  wait();
  expect(children).toHaveLength(2);
  expect(last().posted).toEqual([{ type: 'start', options: { restart: { port: 1 } } }]);
  last().emit('message', { type: 'ready' });
  expect(readies).toBe(2);
  expect(process.post({})).toBe(true);
});

it('that dies again and again is started at growing intervals, up to five seconds', async () => {
  await startWell();
  const delays = Array.from({ length: 7 }, () => {
    last().emit('exit', 1);
    return wait();
  });
  expect(delays).toEqual([500, 1000, 2000, 4000, 5000, 5000, 5000]);
});

it('that ran well for a while is started again at once', async () => {
  await startWell();
  last().emit('exit', 1);
  wait();
  last().emit('message', { type: 'ready' });
  nowMs += 60_000;
  last().emit('exit', 1);
  expect(wait()).toBe(250);
});

it('that hands over something new after its start is started again with that', async () => {
  await startWell();
  last().emit('message', { type: 'restart', restart: { port: 2 } });
  last().emit('exit', 'SIGKILL');
  expect(deaths).toEqual([{ reason: 'SIGKILL', delayMs: 500 }]);
  wait();
  expect(last().posted).toEqual([{ type: 'start', options: { restart: { port: 2 } } }]);
});

it('that says why it fails is ended, and its words are passed on', async () => {
  await startWell();
  last().emit('message', { type: 'failed', message: 'The port is taken.' });
  expect(deaths.map(({ reason }) => reason)).toEqual(['The port is taken.']);
  wait();
  last().emit('exit', 1);
  expect(deaths.map(({ reason }) => reason)).toEqual(['The port is taken.', '1']);
});

it('that was prepared is told to start when it is wanted, and no second one is forked', async () => {
  process.prepare();
  expect(last().posted).toEqual([]);
  await startWell();
  expect(children).toHaveLength(1);
  expect(last().posted).toHaveLength(1);
});

it('that dies while it is only prepared is forked anew at its start', async () => {
  process.prepare();
  last().emit('exit', 1);
  expect(timers).toEqual([]);
  await startWell();
  expect(children).toHaveLength(2);
});

it('that is ended stays ended', async () => {
  await startWell();
  await process.end();
  expect(timers).toEqual([]);
  expect(children).toHaveLength(1);
});

it('that is ended while it waits to be started again stays ended', async () => {
  await startWell();
  last().emit('exit', 1);
  await process.end();
  wait();
  expect(children).toHaveLength(1);
});

it('gets answers to its own messages, and a late message of its predecessor gets none', async () => {
  await startWell();
  const old = last();
  old.emit('message', { type: 'question' });
  expect(old.posted.at(-1)).toEqual({ echo: { type: 'question' } });
  old.emit('exit', 1);
  const count = old.posted.length;
  old.emit('message', { type: 'question' });
  expect(old.posted).toHaveLength(count);
});
