import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** One line of a recording: an MQTT message and when it was received. */
export interface RecordedMessage {
  readonly atMs: number;
  readonly topic: string;
  readonly payload: string;
}

export interface Recording {
  readonly file: string;
  readonly messages: number;
  readonly firstTopic: string;
}

/** MQTT 3.1.1, section 1.5.3: a string is at most this many bytes of UTF-8. */
const longestTopicBytes = 65_535;

/**
 * Reads a recording once, without keeping it, so that a broken line is known before anything is published. Rejects with a
 * sentence that names the file and, where there is one, the line.
 */
export const checkRecording = async (file: string): Promise<Recording> => {
  const facts = await stat(file).catch(() => undefined);
  if (facts === undefined) throw new Error(`The recording ${file} is not there.`);
  if (!facts.isFile()) throw new Error(`The recording ${file} is not a file.`);
  let messages = 0;
  let firstTopic: string | undefined;
  for await (const { topic } of readRecording(file)) {
    messages += 1;
    firstTopic ??= topic;
  }
  if (firstTopic === undefined) throw new Error(`The recording ${file} is empty: there is nothing to replay.`);
  return { file, messages, firstTopic };
};

/** Streams the messages of a JSON Lines file (`t`, `topic`, `payload`), in their order. Throws at the first broken line. */
export async function* readRecording(file: string): AsyncGenerator<RecordedMessage> {
  const input = createReadStream(file, 'utf8');
  const lines = createInterface({ input, crlfDelay: Infinity });
  let number = 0;
  try {
    for await (const line of lines) {
      number += 1;
      if (line.trim() === '') continue;
      const message = readLine(number === 1 ? line.replace(/^\uFEFF/, '') : line);
      if (typeof message === 'string') throw new Error(`Line ${number} of ${file} ${message}.`);
      yield message;
    }
  } finally {
    lines.close();
    input.destroy();
  }
}

/** The message, or what is wrong with the line. */
const readLine = (line: string): RecordedMessage | string => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not a JSON object';
  const { t, topic, payload }: Partial<Record<string, unknown>> = { ...value };
  if (typeof topic !== 'string' || topic === '') return 'has no topic';
  if (/[+#\0]/.test(topic) || Buffer.byteLength(topic) > longestTopicBytes)
    return 'has a topic that MQTT does not allow';
  if (t === undefined) return 'has no time "t"';
  const atMs = typeof t === 'string' ? Date.parse(t) : NaN;
  if (Number.isNaN(atMs)) return 'has a time "t" that is not a date';
  if (payload === undefined) return 'has no payload';
  if (typeof payload !== 'string') return 'has a payload that is not text';
  return { atMs, topic, payload };
};
