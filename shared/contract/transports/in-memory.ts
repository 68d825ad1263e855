import { platform } from '../platform.ts';
import type { Transport } from '../transport.ts';
import { closedHere, closedThere, createEndpoint, type Endpoint } from './endpoint.ts';
import { withExactViews } from './plain-data.ts';

/**
 * Two ends in one process, for tests. As honest as a real one: messages are cloned, and arrive later than they are sent.
 */
export const createInMemoryTransports = (): readonly [Transport, Transport] => {
  const first = createEndpoint();
  const second = createEndpoint();
  return [connect(first, second), connect(second, first)];
};

const connect = (own: Endpoint, other: Endpoint): Transport => ({
  onMessage: own.onMessage,
  onClose: own.onClose,
  send: (message) => {
    if (own.isClosed()) return;
    const clone = platform.structuredClone(withExactViews(message));
    void Promise.resolve().then(() => {
      if (!other.isClosed()) other.deliver(clone);
    });
  },
  close: () => {
    own.end(closedHere);
    void Promise.resolve().then(() => {
      other.end(closedThere);
    });
  },
});
