import { useEffect, useMemo, useState } from 'react';
import type { PlatformFindings } from '../../shared/connection/status.ts';
import type { Named } from '../../shared/platform/device.ts';
import { useEngine } from '../engine/engine-context.ts';
import type { TestState } from './connection-test.ts';
import type { WatchChoices } from './watch-section.tsx';

/** What the last test found, or what the running connection knows already. */
export const useWatchChoices = (connectionId: string | undefined, test: TestState): WatchChoices => {
  const engine = useEngine();
  const found = findingsOf(test);
  const [known, setKnown] = useState<WatchChoices>({ types: null, groups: null });
  useEffect(() => {
    if (connectionId === undefined) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const learn = (part: Partial<WatchChoices>): void => {
      if (!signal.aborted) setKnown((before) => ({ ...before, ...part }));
    };
    // A platform that cannot be asked just now leaves the choices to the test, which says why.
    void engine.call('platforms.types', { connectionId }, { signal }).then((result) => {
      if (result.ok) learn({ types: result.value });
    });
    void engine.call('platforms.groups', {}, { signal }).then((result) => {
      if (!result.ok) return;
      const groups: Named[] = result.value
        .filter((group) => group.connectionId === connectionId)
        .map(({ id, name }) => ({ id, name }));
      learn({ groups });
    });
    return () => {
      controller.abort();
    };
  }, [engine, connectionId]);
  return useMemo(() => (found === null ? known : { types: found.types, groups: found.groups }), [found, known]);
};

export const findingsOf = (test: TestState): PlatformFindings | null =>
  test.status === 'done' ? test.outcome.platform : null;
