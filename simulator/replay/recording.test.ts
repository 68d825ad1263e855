import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkRecording, readRecording, type RecordedMessage } from './recording.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'recording-'));
});
afterEach(() => rm(folder, { recursive: true }));

const line = (topic: string, t = '2024-05-01T12:00:00.5Z'): string => JSON.stringify({ t, topic, payload: '{"a":1}' });

const save = async (content: string): Promise<string> => {
  const file = path.join(folder, 'drive.jsonl');
  await writeFile(file, content);
  return file;
};

test('a good recording is counted, and its first topic is known', async () => {
  const file = await save(`${line('a/1')}\r\n\n${line('a/2')}\n`);
  expect(await checkRecording(file)).toEqual({ file, messages: 2, firstTopic: 'a/1' });
  const messages: RecordedMessage[] = [];
  for await (const message of readRecording(file)) messages.push(message);
  expect(messages[1]).toEqual({ atMs: Date.UTC(2024, 4, 1, 12, 0, 0, 500), topic: 'a/2', payload: '{"a":1}' });
});

test('a file that is missing, a folder or empty is named', async () => {
  const missing = path.join(folder, 'none.jsonl');
  await expect(checkRecording(missing)).rejects.toThrow(`The recording ${missing} is not there.`);
  await expect(checkRecording(folder)).rejects.toThrow(`The recording ${folder} is not a file.`);
  const file = await save('\n\n');
  await expect(checkRecording(file)).rejects.toThrow(`The recording ${file} is empty: there is nothing to replay.`);
});

test.each([
  ['{"t": "2024-05-01T12:00:00Z", "topic": "a', 'is not JSON'],
  ['["a"]', 'is not a JSON object'],
  ['{"t":"2024-05-01T12:00:00Z","payload":"x"}', 'has no topic'],
  ['{"t":"2024-05-01T12:00:00Z","topic":"","payload":"x"}', 'has no topic'],
  ['{"t":"2024-05-01T12:00:00Z","topic":"a/#","payload":"x"}', 'has a topic that MQTT does not allow'],
  ['{"topic":"a","payload":"x"}', 'has no time "t"'],
  ['{"t":"yesterday","topic":"a","payload":"x"}', 'has a time "t" that is not a date'],
  ['{"t":"2024-05-01T12:00:00Z","topic":"a"}', 'has no payload'],
  ['{"t":"2024-05-01T12:00:00Z","topic":"a","payload":{"b":1}}', 'has a payload that is not text'],
])('a line 17 that reads %s is named', async (broken, problem) => {
  const file = await save([...Array.from({ length: 16 }, () => line('a')), broken, line('a')].join('\n'));
  await expect(checkRecording(file)).rejects.toThrow(`Line 17 of ${file} ${problem}.`);
});
