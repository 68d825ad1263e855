import { ok, type Result } from '../../../shared/contract/result.ts';
import type { CallContext, PlatformGroup, PlatformGroups } from '../platform.ts';
import { deviceSchema, groupSchema } from './answers.ts';
import { segment } from './api.ts';
import { readPages, type Listing, type ListCall } from './pages.ts';
import type { Parts } from './parts.ts';

type Lister = Pick<Parts, 'api' | 'clock' | 'log'>;

/** Where the interface has no room for a list in part: the part that came, and a line in the log. */
export const readList = async <T>(
  { api, clock, log }: Lister,
  call: ListCall<T>,
  context: CallContext,
): Promise<Result<readonly T[]>> => {
  const listing: Result<Listing<T>> = await readPages(api, clock, call, context);
  if (!listing.ok) return listing;
  if (listing.value.problem !== null)
    log.warn('iot-central-list-in-part', { path: call.path, count: listing.value.items.length });
  return ok(listing.value.items);
};

export const createGroups = (parts: Lister): PlatformGroups => ({
  list: async (context) => {
    const call = { path: '/deviceGroups', action: 'view-groups', item: groupSchema, what: 'groups' } as const;
    const groups = await readList(parts, call, context);
    if (!groups.ok) return groups;
    return ok(
      groups.value.map(({ id, displayName, description, filter }): PlatformGroup => ({
        id,
        name: displayName ?? id,
        description: description ?? null,
        rule: filter ?? null,
      })),
    );
  },
  members: async (groupId, context) => {
    const path = `/deviceGroups/${segment(groupId)}/devices`;
    const call = { path, action: 'view-groups', item: deviceSchema, what: 'vehicles of the group' } as const;
    const listing = await readPages(parts.api, parts.clock, call, context);
    if (!listing.ok) return listing;
    // Half of a group looks like the whole of a smaller one.
    const { items, problem } = listing.value;
    if (problem !== null) return { ok: false, error: { code: 'unreachable', message: problem, retryable: true } };
    return ok(items.map(({ id }) => id));
  },
});
