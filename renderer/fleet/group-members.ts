import type { DeviceGroup } from '../../shared/platform/device.ts';
import type { GroupKey } from './fleet-query.ts';

/** Who belongs to which group, as the platforms' groups were read last. */
export interface GroupMembers {
  /** Ids of vehicles of the group's connection; undefined while they are not known. */
  membersOf(group: GroupKey): ReadonlySet<string> | undefined;
}

export const noGroups: GroupMembers = { membersOf: () => undefined };

export const groupMembers = (groups: readonly DeviceGroup[]): GroupMembers => {
  const members = new Map<string, ReadonlySet<string>>();
  for (const group of groups) {
    if (group.vehicleIds !== null) members.set(groupText(group), new Set(group.vehicleIds));
  }
  return { membersOf: (group) => members.get(groupText(group)) };
};

/** A connection's id holds no null character, so two groups never become one text. */
export const groupText = ({ connectionId, id }: GroupKey): string => `${connectionId}\u0000${id}`;
