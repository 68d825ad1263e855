import type { ConnectionsEvent } from '../../shared/contract/contract.ts';
import type { TopicSource } from '../../shared/contract/topic-source.ts';
import type { Clock } from '../clock.ts';
import type { ConnectionManager } from './connection-manager.ts';

const conflationMs = 250;
/** Rates and counts move all the time; once a second is as fast as they can be read. */
const countsEveryMs = 1_000;

/** All connections' status for one window: at once when a state changes, every second for the counts. */
export const openConnectionsSource = (
  manager: Pick<ConnectionManager, 'statuses' | 'onChange'>,
  clock: Clock,
  wake: () => void,
): TopicSource<ConnectionsEvent> => {
  let sequence = 0;
  let isDue = true;
  let lastSent = '';
  let callOffTick: () => void = () => undefined;

  const becomeDue = (): void => {
    isDue = true;
    wake();
  };
  const stopListening = manager.onChange(becomeDue);
  const tick = (): void => {
    callOffTick = clock.after(countsEveryMs, () => {
      tick();
      becomeDue();
    });
  };
  tick();

  return {
    minimumIntervalMs: conflationMs,
    take: () => {
      if (!isDue) return undefined;
      isDue = false;
      const connections = manager.statuses();
      // A quiet console sends nothing.
      const content = JSON.stringify(connections);
      if (content === lastSent) return undefined;
      lastSent = content;
      sequence += 1;
      return { sequence, connections };
    },
    close: () => {
      stopListening();
      callOffTick();
    },
  };
};
