import type { Organization } from '../../shared/platform/device.ts';

/** "Contoso › North" by id. A tree that runs in a circle ends at the first repetition. */
export const pathsOf = (organizations: readonly Organization[]): ReadonlyMap<string, string> => {
  const byId = new Map(organizations.map((each) => [each.id, each]));
  const pathOf = (organization: Organization): string => {
    const names: string[] = [];
    const seen = new Set<string>();
    let current: Organization | undefined = organization;
    while (current !== undefined && !seen.has(current.id)) {
      seen.add(current.id);
      names.unshift(current.name);
      current = current.parentId === null ? undefined : byId.get(current.parentId);
    }
    return names.join(' › ');
  };
  return new Map(organizations.map((each) => [each.id, pathOf(each)]));
};
