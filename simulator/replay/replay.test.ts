import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../clock.ts';
import { checkRecording } from './recording.ts';
import { Replay, type ReplayTarget } from './replay.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'replay-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Time jumps to whatever is waited for. */
const createHastyClock = (): Clock => {
  let nowMs = 0;
  return {
    now: () => nowMs,
    after: (delayMs, callback) => {
      const immediate = setImmediate(() => {
        nowMs += delayMs;
        callback();
      });
      return () => clearImmediate(immediate);
    },
  };
};

/** Plays messages recorded at these seconds; tells at which they were published, counted from the first, and what was said. */
const play = async (recordedAtS: readonly number[], speed: number) => {
  const lines = recordedAtS.map((second, index) =>
    JSON.stringify({ t: new Date(second * 1000).toISOString(), topic: `m/${index}`, payload: `{"n":${index}}` }),
  );
  const file = path.join(folder, 'drive.jsonl');
  await writeFile(file, lines.join('\n'));
  const clock = createHastyClock();
  const published: { topic: string; payload: string; atMs: number }[] = [];
  const said: string[] = [];
  const recording = await checkRecording(file);
  let start: () => void = () => undefined;
  await new Promise<void>((resolve) => {
    const target: ReplayTarget = {
      onFirstSubscription: (listener) => {
        start = listener;
      },
      publish: async (topic, payload) => {
        published.push({ topic, payload, atMs: clock.now() });
      },
    };
    new Replay(recording, speed, target, clock, (sentence) => {
      said.push(sentence);
      if (sentence.includes('end')) resolve();
    });
    start();
  });
  const firstMs = published[0]?.atMs ?? 0;
  return { published, said, times: published.map(({ atMs }) => (atMs - firstMs) / 1000) };
};

test('messages come in their order, in the rhythm in which they were recorded', async () => {
  const { published, times, said } = await play([100, 101, 103.5, 103.5, 110], 1);
  expect(times).toEqual([0, 1, 3.5, 3.5, 10]);
  expect(published.map(({ topic }) => topic)).toEqual(['m/0', 'm/1', 'm/2', 'm/3', 'm/4']);
  expect(published[2]?.payload).toBe('{"n":2}');
  expect(said.at(-1)).toBe('The recording has been replayed to its end: 5 messages.');
});

test('speed divides the waiting', async () => {
  expect((await play([0, 10, 30], 10)).times).toEqual([0, 1, 3]);
  expect((await play([0, 1], 0.5)).times).toEqual([0, 2]);
});

test('a gap of more than a minute becomes a second', async () => {
  expect((await play([0, 60, 121, 86_400], 1)).times).toEqual([0, 60, 61, 62]);
});

test('a message from the past follows at once and does not stretch what comes after', async () => {
  expect((await play([10, 20, 5, 21], 1)).times).toEqual([0, 10, 10, 11]);
});
