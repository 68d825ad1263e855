import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../../simulator/clock.ts';
import { PlainBroker } from '../../../simulator/mqtt/plain-broker.ts';
import { mqttUrl } from '../../../simulator/mqtt/listener.ts';
import { checkRecording } from '../../../simulator/replay/recording.ts';
import { Replay } from '../../../simulator/replay/replay.ts';
import { createCollector } from '../../support/collector.ts';
import { hasSharedData, readRecording, sharedDataPath } from '../../support/shared-data.ts';
import { connect, startPlatform } from './platform.ts';

const helsinki = 'hsl-hfp-mqtt/messages.jsonl';

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
      return () => {
        clearImmediate(immediate);
      };
    },
  };
};

const saveRecording = async (content: string): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'replay-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'drive.jsonl');
  await writeFile(file, content);
  return file;
};

const line = (topic: string): string => JSON.stringify({ t: '2024-05-01T12:00:00Z', topic, payload: 'ä {"x": 1.0}' });

test.skipIf(!hasSharedData(helsinki))(
  'every message of the Helsinki recording arrives, in order, topic and payload unchanged',
  async () => {
    const recorded = readRecording(helsinki);
    const broker = await PlainBroker.start(0);
    onTestFinished(() => broker.close());
    const said = createCollector<string>();
    const recording = await checkRecording(sharedDataPath(helsinki));
    expect(recording).toMatchObject({ messages: recorded.length, firstTopic: recorded[0]?.topic });
    new Replay(recording, 1000, broker, createHastyClock(), said.add);

    const client = await connect(mqttUrl(broker.listener), { clientId: 'look' });
    await client.mqtt.subscribeAsync('/hfp/v2/#');
    for (const { topic, payload } of recorded) {
      expect(await client.received.next()).toEqual({ topic, text: payload, isRetained: false });
    }
    await said.next();
    expect(await said.next()).toBe('The recording has been replayed to its end: 2003 messages.');
  },
);

test('a replay waits for its first listener, on a listener without rules or password', async () => {
  const file = await saveRecording([line('/a'), line('/b')].join('\n'));
  const said = createCollector<string>();
  const { info } = await startPlatform({ replay: { file, speed: 1000 } }, { say: said.add });
  const { mqttUrl: url = '', firstTopic } = info.replay ?? {};
  expect(firstTopic).toBe('/a');
  const client = await connect(url, {});
  expect(said.items).toEqual([]);
  await client.mqtt.subscribeAsync('#');
  expect(await client.received.next()).toEqual({ topic: '/a', text: 'ä {"x": 1.0}', isRetained: false });
  expect(await client.received.next()).toMatchObject({ topic: '/b' });
});

test('the successor of a platform replays on the same port', async () => {
  const file = await saveRecording(line('/a'));
  const first = await startPlatform({ replay: { file, speed: 1 } });
  await first.close();
  const successor = await startPlatform({ replay: { file, speed: 1 }, ...first.restart });
  expect(successor.info).toEqual(first.info);
});

describe('a recording that cannot be replayed keeps the platform from starting, and says why', () => {
  test('when it is missing', async () => {
    const file = path.join(os.tmpdir(), 'no-such-recording.jsonl');
    await expect(startPlatform({ replay: { file, speed: 1 } })).rejects.toThrow(`The recording ${file} is not there.`);
  });

  test('when it is empty', async () => {
    const file = await saveRecording('');
    await expect(startPlatform({ replay: { file, speed: 1 } })).rejects.toThrow(`The recording ${file} is empty`);
  });

  test('when line 17 is broken', async () => {
    const file = await saveRecording([...Array.from({ length: 16 }, () => line('/a')), '{"t"', line('/b')].join('\n'));
    await expect(startPlatform({ replay: { file, speed: 1 } })).rejects.toThrow(`Line 17 of ${file} is not JSON.`);
  });
});
