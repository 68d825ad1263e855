import { expect, test } from 'vitest';
import { createEngineFixture, plainSettings } from '../../support/engine-fixture.ts';
import { startPlainBroker } from '../../support/plain-broker.ts';

test.each(['TCP', 'a WebSocket'] as const)(
  'a message of 20 MB over %s is counted and rejected, and the next ones have their turn',
  async (way) => {
    const broker = await startPlainBroker();
    const fixture = await createEngineFixture();
    try {
      const url =
        way === 'TCP'
          ? `mqtt://127.0.0.1:${String(broker.port)}`
          : `ws://127.0.0.1:${String(broker.webSocketPort)}/mqtt`;
      const { id } = await fixture.call('connections.save', {
        settings: plainSettings(url, { protocolVersion: 4 }),
        secrets: {},
      });
      await fixture.untilConnection(id, ({ state }) => state === 'live');
      await broker.publish('fleet/van-1', 'x'.repeat(20_000_000));
      await broker.publish('fleet/van-2', { speed: 1 });
      const states = await fixture.untilConnection(id, ({ vehicleCount }) => vehicleCount === 1);
      expect(states.at(-1)).toMatchObject({ state: 'live', receivedCount: 2, rejectedCount: 1 });
      const [rejected] = await fixture.call('connections.rejected', { id });
      expect(rejected).toMatchObject({ reason: 'too-large', topic: 'fleet/van-1' });
      // What lies beyond was never held.
      expect(rejected?.payloadBytes).toBeLessThanOrEqual(2 * 1024 * 1024);
    } finally {
      await fixture.close();
      await broker.close();
    }
  },
);
