import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../support/mosquitto.ts';
import { startPlainBroker, type PlainBroker } from '../../support/plain-broker.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import { patience, secret, startTestBridge } from './bridge.ts';
import { telemetry } from './export-samples.ts';

let broker: PlainBroker;
let wire: TcpProxy;
/** What the broker has: noted before it acknowledges. */
let stored: Set<string>;
/** Publishes that the broker sits on while `isHolding`. */
let held: (() => void)[];
let isHolding: boolean;

beforeEach(async () => {
  stored = new Set();
  held = [];
  isHolding = false;
  broker = await startPlainBroker({
    authorizePublish: (_client, _packet, callback) => {
      if (isHolding) held.push(() => callback(null));
      else callback(null);
    },
  });
  broker.aedes.on('publish', ({ payload }, client) => {
    if (client !== null) stored.add(payload.toString());
  });
  wire = await startTcpProxy(broker.port);
});

afterEach(async () => {
  await wire.close();
  await broker.close();
});

const url = () => `mqtt://127.0.0.1:${wire.port}`;
const message = (name: string, filler = '') => JSON.stringify(telemetry(name, '2026-05-01T12:00:00Z', { filler }));

const letGo = (): void => {
  isHolding = false;
  for (const release of held.splice(0)) release();
};

describe('a broker that goes away', () => {
  test('while messages come in loses none that was answered 200; the others are answered 503', async () => {
    const { post, untilHealth } = await startTestBridge({ url: url() });
    await untilHealth(200);
    const bodies = Array.from({ length: 120 }, (_, index) => message(`truck-${index}`));
    const statuses = new Map<string, number>();
    const send = async (body: string): Promise<void> => {
      const answer = await post(body);
      statuses.set(body, answer.status);
      if (answer.status === 503) expect(answer.headers.get('retry-after')).toBe('5');
      if (answer.status === 200 && statuses.size >= 40) wire.cut();
    };
    const queue = [...bodies];
    const sender = async (): Promise<void> => {
      for (let body = queue.shift(); body !== undefined; body = queue.shift()) await send(body);
    };
    await Promise.all([sender(), sender(), sender(), sender()]);
    const answered = (status: number) => bodies.filter((body) => statuses.get(body) === status);
    expect(answered(200).length).toBeGreaterThanOrEqual(40);
    expect(answered(503).length).toBeGreaterThan(0);
    expect(answered(200).length + answered(503).length).toBe(bodies.length);
    expect(answered(200).filter((body) => !stored.has(body))).toEqual([]);
  });

  test('and comes back has everything in the end from a sender that repeats what was answered 503', async () => {
    const { post, untilHealth, metric } = await startTestBridge({ url: url() });
    await untilHealth(200);
    const batches = Array.from({ length: 12 }, (_, batch) =>
      Array.from({ length: 10 }, (_, index) => message(`truck-${batch}-${index}`)),
    );
    let repeated = 0;
    for (const [index, batch] of batches.entries()) {
      if (index % 4 === 3) {
        isHolding = true;
        const answering = post(`[${batch.join(',')}]`);
        await expect.poll(() => held.length, patience).toBeGreaterThan(0);
        wire.cut();
        expect((await answering).status).toBe(503);
        letGo();
        wire.mend();
        await untilHealth(200);
        repeated += 1;
      }
      expect((await post(`[${batch.join(',')}]`)).status).toBe(200);
    }
    expect(repeated).toBe(3);
    expect(batches.flat().filter((body) => !stored.has(body))).toEqual([]);
    expect(await metric('broker_connections_total')).toBe(4);
    expect(await metric('pending_bytes')).toBe(0);
  });

  test('is a reason not to read the body at all, and the health says so', async () => {
    const nobody = `mqtt://127.0.0.1:${await freePort()}`;
    const { post, get, logLines } = await startTestBridge({ url: nobody });
    const answer = await post(message('a'));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ error: 'There is no connection to the broker.' });
    const health = await get('/health');
    expect(health.status).toBe(503);
    expect(await health.json()).toEqual({ broker: 'disconnected' });
    await expect.poll(() => logLines.join('\n'), patience).toContain('ECONNREFUSED');
  });
});

describe('a broker that is slow', () => {
  test('fills the room there is and not the memory: what does not fit is answered 503 at once', async () => {
    const filler = 'x'.repeat(20_000);
    const { post, untilHealth, metric } = await startTestBridge(
      { url: url() },
      { maxBodyBytes: 30_000, maxPendingBytes: 100_000, maxInFlight: 2 },
    );
    await untilHealth(200);
    isHolding = true;
    const answers = Array.from({ length: 40 }, (_, index) => post(message(`truck-${index}`, filler)));
    const early: Response[] = [];
    for (const answering of answers) {
      void answering.then((answer) => {
        if (answer.status === 503) early.push(answer);
      });
    }
    await expect.poll(() => early.length, patience).toBe(36);
    expect(await early[0]?.json()).toEqual({ error: 'There is more on its way to the broker than fits.' });
    expect(await metric('pending_bytes')).toBeGreaterThan(80_000);
    expect(await metric('pending_bytes')).toBeLessThanOrEqual(100_000);
    expect(await metric('messages_in_flight')).toBe(2);
    letGo();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(4);
    expect(stored.size).toBe(4);
    await expect.poll(() => metric('pending_bytes'), patience).toBe(0);
  });

  test('to acknowledge anything is given up, and nothing it had is kept', async () => {
    const { post, untilHealth, metric, logLines } = await startTestBridge({ url: url() }, { answerWithinMs: 300 });
    await untilHealth(200);
    isHolding = true;
    const answer = await post([message('a'), message('b')].join('\n'));
    expect(answer.status).toBe(503);
    await expect.poll(() => logLines.join('\n'), patience).toContain('no acknowledgement for');
    expect(await metric('pending_bytes')).toBe(0);
    letGo();
    await untilHealth(200);
    expect((await post(message('c'))).status).toBe(200);
  });

  test('is waited for when the bridge ends: what is under way is answered, and nothing new is taken', async () => {
    const { bridge, post, untilHealth } = await startTestBridge({ url: url() });
    await untilHealth(200);
    const goodbye = once(broker.aedes, 'clientDisconnect');
    isHolding = true;
    const answering = post(message('last'));
    await expect.poll(() => held.length, patience).toBe(1);
    const closing = bridge.close();
    const late = await post(message('too-late')).then(
      ({ status }) => status,
      () => 'no connection',
    );
    expect([503, 'no connection']).toContain(late);
    letGo();
    const answer = await answering;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('connection')).toBe('close');
    await closing;
    await goodbye;
    expect([...stored]).toEqual([message('last')]);
  });
});

test('a sender that leaves in the middle of a body leaves its room to others', async () => {
  const { bridge, untilHealth, metric } = await startTestBridge({ url: url() });
  await untilHealth(200);
  const socket = connect(bridge.port, '127.0.0.1');
  socket.write(`POST /export HTTP/1.1\r\nhost: x\r\nauthorization: ${secret}\r\ncontent-type: application/json\r\n`);
  socket.write('content-length: 5000\r\n\r\n{"messageSource":');
  await expect.poll(() => metric('pending_bytes'), patience).toBe(5000);
  socket.destroy();
  await expect.poll(() => metric('pending_bytes'), patience).toBe(0);
});
