import { useCallback, useEffect, useRef } from 'react';
import { systemTimers } from '../../shared/contract/timers.ts';
import { useConnections } from '../engine/connections-context.ts';
import { useEngine } from '../engine/engine-context.ts';
import { createLook, type Look } from './look.ts';
import type { VehicleKey } from './fleet-store.ts';

/**
 * Lets the engine read the values of what is on screen first. Answers what to call with the vehicles that one sees now;
 * nothing is sent while no connection has a platform to read from.
 */
export const useLook = (): Look['see'] => {
  const engine = useEngine();
  const connections = useConnections();
  const platformsText = JSON.stringify(
    (connections ?? []).filter(({ platform }) => platform !== null).map(({ id }) => id),
  );
  const look = useRef<Look | null>(null);
  const lastSeen = useRef<readonly VehicleKey[]>([]);
  useEffect(() => {
    const current = createLook({
      connectionIds: new Set(JSON.parse(platformsText) as string[]),
      send: (vehicles) => {
        // Should it get lost, the values come in another order, and no more.
        void engine.call('vehicles.look', { vehicles: [...vehicles] });
      },
      after: (delayMs, callback) => systemTimers.after(delayMs, callback),
    });
    look.current = current;
    current.see(lastSeen.current);
    // An engine that has started again knows nothing of what is on screen.
    const stopWatching = engine.onStateChange(() => {
      if (engine.state === 'ready') current.sendAgain();
    });
    return () => {
      stopWatching();
      current.close();
      look.current = null;
    };
  }, [engine, platformsText]);
  return useCallback((vehicles) => {
    lastSeen.current = vehicles;
    look.current?.see(vehicles);
  }, []);
};
