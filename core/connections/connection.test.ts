import { beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import { createManualTimers, type ManualTimers } from '../../test/support/manual-timers.ts';
import { silentLog } from '../log.ts';
import type { BrokerMessage } from '../telemetry/message.ts';
import { Connection, type ConnectionNeeds } from './connection.ts';
import { failureBeforeConnect, type LinkFailure } from './link-failure.ts';
import type { LinkHandlers, LinkRequest, OpenLink } from './link.ts';
import type { SecretsAnswer } from './secrets.ts';

const settings: ConnectionSettings = {
  name: 'Depot',
  isEnabled: true,
  presetId: 'custom',
  url: 'mqtt://broker.example.com:1883',
  protocolVersion: 5,
  clientId: 'deck-{unique}',
  topics: [{ filter: 'fleet/#', qos: 1 }],
  mapping: {
    version: 1,
    title: 'Test',
    expectedIntervalMs: 1000,
    routes: [{ kind: 'ignore', topic: '#' }],
  },
};

interface FakeLink {
  readonly request: LinkRequest;
  readonly handlers: LinkHandlers;
  isOpen: boolean;
  finishClosing: () => void;
}

let clock: ManualTimers;
let links: FakeLink[];
let messages: BrokerMessage[];
let changes: number;
let secrets: SecretsAnswer;

const openLink: OpenLink = (request, handlers) => {
  const link: FakeLink = { request, handlers, isOpen: true, finishClosing: () => undefined };
  links.push(link);
  return {
    publish: () => Promise.resolve({ kind: 'acknowledged' }),
    close: () =>
      new Promise((resolve) => {
        link.finishClosing = () => {
          link.isOpen = false;
          resolve();
        };
      }),
  };
};

beforeEach(() => {
  clock = createManualTimers();
  links = [];
  messages = [];
  changes = 0;
  secrets = { isReadable: true, secrets: { password: 'pw', clientKeyPem: undefined } };
});

const create = (needs: Partial<ConnectionNeeds> = {}) =>
  new Connection({
    id: 'depot',
    settings,
    uniqueWord: 'w0rd',
    readSecrets: () => Promise.resolve(secrets),
    openLink,
    clock,
    log: silentLog,
    random: () => 0.999999,
    onMessage: (message) => messages.push(message),
    onChange: () => (changes += 1),
    ...needs,
  });

/** Lets promises that are settled already run their course. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

const lastLink = (): FakeLink => {
  const link = links.at(-1);
  if (link === undefined) throw new Error('No attempt was made.');
  return link;
};

const lose = async (changesToFailure: Partial<LinkFailure> = {}): Promise<void> => {
  const link = lastLink();
  link.isOpen = false;
  link.handlers.onClosed({
    ...failureBeforeConnect(null),
    error: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    ...changesToFailure,
  });
  await settle();
};

const becomeLive = async (connection: Connection): Promise<void> => {
  connection.start();
  await settle();
  lastLink().handlers.onReady([]);
};

const message = (): BrokerMessage => ({
  topic: 'fleet/1',
  payload: new Uint8Array(),
  qos: 0,
  isRetained: false,
  receivedAtMs: clock.now(),
});

test('signs in with the resolved client id and the secrets of the moment', async () => {
  create().start();
  await settle();
  expect(lastLink().request).toMatchObject({ clientId: 'deck-w0rd', secrets: { password: 'pw' } });
});

test('starting twice makes one attempt', async () => {
  const connection = create();
  connection.start();
  connection.start();
  await settle();
  expect(links).toHaveLength(1);
});

describe('trying again', () => {
  test('follows the back-off, says when, and never has two links', async () => {
    const connection = create();
    connection.start();
    await settle();
    for (const [index, waitMs] of [500, 1000, 2000, 4000, 6000, 6000].entries()) {
      await lose();
      expect(connection.condition).toMatchObject({ state: 'offline', problem: { code: 'refused' } });
      expect(connection.condition.retryAtMs).toBe(clock.now() + waitMs);
      clock.advance(waitMs - 1);
      await settle();
      expect(links).toHaveLength(index + 1);
      clock.advance(1);
      await settle();
      expect(links).toHaveLength(index + 2);
      expect(links.filter((link) => link.isOpen)).toHaveLength(1);
    }
    lastLink().handlers.onReady([]);
    expect(connection.condition).toMatchObject({ state: 'live', problem: null, retryAtMs: null });
  });

  test('a final refusal is left until someone asks', async () => {
    const connection = create();
    connection.start();
    await settle();
    await lose({ error: null, connackCode: 5, stage: 'signing-in' });
    expect(connection.condition).toMatchObject({
      problem: { code: 'not-authorised', willRetry: false },
      retryAtMs: null,
    });
    clock.advance(3_600_000);
    await settle();
    expect(links).toHaveLength(1);
    connection.retry();
    await settle();
    expect(links).toHaveLength(2);
  });

  test('on request happens at once and takes the place of the planned attempt', async () => {
    const connection = create();
    connection.start();
    await settle();
    await lose();
    connection.retry();
    connection.retry();
    await settle();
    expect(links).toHaveLength(2);
    clock.advance(10_000);
    await settle();
    expect(links).toHaveLength(2);
  });

  test('on request disturbs no connection that stands', async () => {
    const connection = create();
    await becomeLive(connection);
    connection.retry();
    await settle();
    expect(links).toHaveLength(1);
  });

  test('two consoles that throw each other out slow down and are told why', async () => {
    const connection = create();
    connection.start();
    await settle();
    const waits: number[] = [];
    for (let round = 0; round < 5; round++) {
      lastLink().handlers.onReady([]);
      clock.advance(1_000);
      await lose({ error: null, stage: 'established' });
      waits.push((connection.condition.retryAtMs ?? 0) - clock.now());
      clock.advance(waits.at(-1) ?? 0);
      await settle();
    }
    expect(waits).toEqual([500, 500, 2_000, 5_000, 20_000]);
    expect(connection.condition.problem).toMatchObject({ code: 'taken-over', willRetry: true });
  });

  test("an MQTT 5 broker's own word on a takeover is enough", async () => {
    const connection = create();
    await becomeLive(connection);
    clock.advance(60_000);
    await lose({ error: null, stage: 'established', disconnectCode: 0x8e });
    expect(connection.condition.problem?.code).toBe('taken-over');
    expect((connection.condition.retryAtMs ?? 0) - clock.now()).toBe(2_000);
  });
});

describe('secrets', () => {
  test.each(['locked', 'broken'] as const)('a vault that is %s is said, and nothing is sent', async (how) => {
    secrets = {
      isReadable: false,
      problem: { code: how === 'locked' ? 'secret-locked' : 'secret-missing', message: 'No.', willRetry: false },
    };
    const connection = create();
    connection.start();
    await settle();
    expect(connection.condition).toMatchObject({ state: 'offline', problem: secrets.problem });
    expect(links).toHaveLength(0);
  });

  test('are read again for every attempt: an unlocked vault helps the next one', async () => {
    secrets = { isReadable: false, problem: { code: 'secret-locked', message: 'No.', willRetry: false } };
    const connection = create();
    connection.start();
    await settle();
    secrets = { isReadable: true, secrets: { password: 'new', clientKeyPem: undefined } };
    connection.retry();
    await settle();
    expect(lastLink().request.secrets.password).toBe('new');
  });
});

describe('silence', () => {
  test('of ninety seconds makes it stale, counted from the last message, and news makes it live', async () => {
    const connection = create();
    await becomeLive(connection);
    clock.advance(60_000);
    lastLink().handlers.onMessage(message());
    clock.advance(89_999);
    expect(connection.condition.state).toBe('live');
    clock.advance(1);
    expect(connection.condition).toMatchObject({ state: 'stale', problem: { code: 'no-messages' } });
    lastLink().handlers.onMessage(message());
    expect(connection.condition).toMatchObject({ state: 'live', problem: null });
    expect(messages).toHaveLength(2);
  });

  test('of a recording is told as its end', async () => {
    const connection = create({ isRecording: true });
    await becomeLive(connection);
    clock.advance(90_000);
    expect(connection.condition.problem?.message).toMatch(/replayed to its end: nothing has come for 90 s/);
  });

  test('is longer for a feed that reports rarely', async () => {
    const connection = create({
      settings: { ...settings, mapping: { ...settings.mapping, expectedIntervalMs: 3_600_000 } },
    });
    await becomeLive(connection);
    clock.advance(2 * 3_600_000 - 1);
    expect(connection.condition.state).toBe('live');
    clock.advance(1);
    expect(connection.condition.state).toBe('stale');
  });

  test('needs one timer, not one a message', async () => {
    const connection = create();
    await becomeLive(connection);
    for (let index = 0; index < 1_000; index++) lastLink().handlers.onMessage(message());
    expect(clock.pendingCount()).toBe(1);
  });

  test('a burst of messages changes no state and tells nobody', async () => {
    const connection = create();
    await becomeLive(connection);
    const before = changes;
    for (let index = 0; index < 100; index++) lastLink().handlers.onMessage(message());
    expect(changes).toBe(before);
  });
});

test('one refused topic of two leaves the connection live with the refusal on show', async () => {
  const connection = create();
  connection.start();
  await settle();
  lastLink().handlers.onReady(['fleet/secret']);
  expect(connection.condition).toMatchObject({ state: 'live', problem: { code: 'topic-refused' } });
  expect(connection.condition.problem?.message).toContain('fleet/secret');
});

describe('stopping', () => {
  test('leaves no timer and no link, and what still comes is ignored', async () => {
    const connection = create();
    await becomeLive(connection);
    const link = lastLink();
    const stopped = connection.stop();
    expect(connection.condition).toMatchObject({ state: 'idle', problem: null });
    link.handlers.onMessage(message());
    link.handlers.onClosed(failureBeforeConnect(null));
    link.finishClosing();
    await stopped;
    expect(messages).toEqual([]);
    expect(clock.pendingCount()).toBe(0);
    expect(connection.condition.state).toBe('idle');
  });

  test('while it waits for the next attempt calls that attempt off', async () => {
    const connection = create();
    connection.start();
    await settle();
    await lose();
    await connection.stop();
    clock.advance(60_000);
    await settle();
    expect(links).toHaveLength(1);
  });

  test('and starting at once waits until the former link is gone', async () => {
    const connection = create();
    await becomeLive(connection);
    const former = lastLink();
    void connection.stop();
    connection.start();
    await settle();
    expect(links).toHaveLength(1);
    former.finishClosing();
    await settle();
    expect(links).toHaveLength(2);
    expect(links.filter((link) => link.isOpen)).toHaveLength(1);
  });

  test('on and off and on again in one breath ends with one link', async () => {
    const connection = create();
    connection.start();
    void connection.stop();
    connection.start();
    await settle();
    expect(links).toHaveLength(1);
  });
});

test('publishing without a link is answered as not connected', async () => {
  expect(await create().publish('cmd', '{}', 1)).toEqual({ kind: 'not-connected' });
});
