import { useEffect, useState } from 'react';
import type { DeviceGroup } from '../../shared/platform/device.ts';
import { useConnections } from '../engine/connections-context.ts';
import { useEngine } from '../engine/engine-context.ts';

const none: readonly DeviceGroup[] = [];

/** The groups of all platforms; read again whenever a platform's list has been. What is known stays until the answer is there. */
export const useGroups = (): readonly DeviceGroup[] => {
  const engine = useEngine();
  const connections = useConnections();
  const [groups, setGroups] = useState(none);
  const listings = (connections ?? [])
    .filter(({ platform }) => platform !== null)
    .map(({ id, platform }) => `${id} ${String(platform?.devices.listedAtMs)}`)
    .join('\n');
  useEffect(() => {
    if (listings === '') return undefined;
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      const result = await engine.call('platforms.groups', {}, { signal: controller.signal });
      if (result.ok && !controller.signal.aborted) setGroups(result.value);
    };
    const readWhenReady = (): void => {
      if (engine.state === 'ready') void read();
    };
    void read();
    const stopWatching = engine.onStateChange(readWhenReady);
    return () => {
      stopWatching();
      controller.abort();
    };
  }, [engine, listings]);
  return listings === '' ? none : groups;
};
