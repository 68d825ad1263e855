import { useMemo, useSyncExternalStore } from 'react';
import type { TopicEvent, TopicName, TopicParams } from '../../shared/contract/contract.ts';
import { useEngine } from './engine-context.ts';
import type { EngineLink } from './engine-link.ts';

/**
 * The state that a topic's events add up to, for topics small enough to go through React. `fold` receives what stood
 * before (undefined at the beginning) and must return a new object when something changed. It has to be stable:
 * declared outside the component.
 */
export const useFoldedTopic = <T extends TopicName, S>(
  topic: T,
  params: TopicParams<T>,
  fold: (state: S | undefined, event: TopicEvent<T>) => S,
): S | undefined => {
  const engine = useEngine();
  const key = JSON.stringify(params);
  const store = useMemo(
    () => createTopicStore(engine, topic, JSON.parse(key) as TopicParams<T>, fold),
    [engine, topic, key, fold],
  );
  return useSyncExternalStore(store.subscribe, store.getState);
};

/** The latest event, for topics where each replaces the one before, such as `connections`. */
export const useTopic = <T extends TopicName>(topic: T, params: TopicParams<T>): TopicEvent<T> | undefined =>
  useFoldedTopic<T, TopicEvent<T>>(topic, params, latest);

const latest = <E>(_state: E | undefined, event: E): E => event;

const createTopicStore = <T extends TopicName, S>(
  engine: EngineLink,
  topic: T,
  params: TopicParams<T>,
  fold: (state: S | undefined, event: TopicEvent<T>) => S,
) => {
  const listeners = new Set<() => void>();
  let state: S | undefined;
  let unsubscribe: () => void = () => undefined;

  return {
    getState: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        unsubscribe = engine.subscribe(topic, params, (event) => {
          state = fold(state, event);
          for (const notify of listeners) notify();
        });
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) unsubscribe();
      };
    },
  };
};
