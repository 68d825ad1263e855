import { useEffect, useMemo, useState } from 'react';
import type { Organization } from '../../shared/platform/device.ts';
import { useEngine } from '../engine/engine-context.ts';
import { pathsOf } from '../platform/organization-paths.ts';

export interface Organizations {
  readonly names: ReadonlyMap<string, string>;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** In words, why there is nothing to choose from, so that an id has to be typed; null while there may be. */
  readonly problem: string | null;
}

const none: readonly Organization[] = [];

/** The organisations of a connection's platform, with their place in the tree; null asks nobody. */
export const useOrganizations = (connectionId: string | null): Organizations => {
  const engine = useEngine();
  const [organizations, setOrganizations] = useState(none);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (connectionId === null) return undefined;
    const controller = new AbortController();
    void engine.call('platforms.organizations', { connectionId }, { signal: controller.signal }).then((result) => {
      if (controller.signal.aborted) return;
      setOrganizations(result.ok ? result.value : none);
      setProblem(result.ok ? null : result.error.message);
    });
    return () => {
      controller.abort();
    };
  }, [engine, connectionId]);

  return useMemo(() => {
    const paths = pathsOf(organizations);
    return {
      names: new Map(organizations.map(({ id, name }) => [id, name])),
      choices: organizations
        .map(({ id, name }) => ({ value: id, label: paths.get(id) ?? name }))
        .sort((a, b) => a.label.localeCompare(b.label)),
      problem,
    };
  }, [organizations, problem]);
};
