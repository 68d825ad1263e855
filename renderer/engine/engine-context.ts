import { createContext, use, useSyncExternalStore } from 'react';
import type { EngineLink, LinkState } from './engine-link.ts';

const EngineContext = createContext<EngineLink | null>(null);

export const EngineProvider = EngineContext.Provider;

export const useEngine = (): EngineLink => {
  const engine = use(EngineContext);
  if (engine === null) throw new Error('useEngine needs an EngineProvider above it');
  return engine;
};

export const useLinkState = (): LinkState => {
  const engine = useEngine();
  return useSyncExternalStore(engine.onStateChange, () => engine.state);
};
