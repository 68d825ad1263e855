import { Select } from '@mantine/core';
import type { DeviceGroup } from '../../shared/platform/device.ts';
import { useConnections } from '../engine/connections-context.ts';
import { countOf } from '../format/number.ts';
import type { GroupChoice } from './fleet-query.ts';
import { filterByGroup, useFleetUi } from './fleet-ui.ts';
import { groupText } from './group-members.ts';
import classes from './fleet-toolbar.module.css';

interface Props {
  readonly groups: readonly DeviceGroup[];
}

/** The platforms' own groups. Not there where no platform has any. */
export const GroupFilter = ({ groups }: Props) => {
  const chosen = useFleetUi((state) => state.query.group);
  const connections = useConnections();
  if (groups.length === 0 && chosen === null) return null;

  const connectionIds = new Set(groups.map(({ connectionId }) => connectionId));
  const connectionName = (connectionId: string): string =>
    connections?.find(({ id }) => id === connectionId)?.name ?? connectionId;
  const options = groups.map((group) => ({ value: groupText(group), label: group.name, group }));
  const isGone = chosen !== null && !groups.some((group) => groupText(group) === groupText(chosen));
  if (isGone) options.push({ value: groupText(chosen), label: chosen.name, group: unreadGroup(chosen) });
  const data = [
    ...connectionIds,
    ...(isGone && !connectionIds.has(chosen.connectionId) ? [chosen.connectionId] : []),
  ].map((connectionId) => ({
    group: connectionName(connectionId),
    items: options
      .filter(({ group }) => group.connectionId === connectionId)
      .map(({ value, label, group }) => ({ value, label: `${label}${memberWords(group)}` })),
  }));
  const chosenGroup = options.find(({ value }) => chosen !== null && value === groupText(chosen))?.group;
  return (
    <>
      <Select
        className={classes.group}
        aria-label="Filter by group"
        // Nobody needs the connection's name above the list where there is one.
        data={[everyGroup, ...(data.length === 1 ? (data[0]?.items ?? []) : data)]}
        value={chosen === null ? everyGroup.value : groupText(chosen)}
        onChange={(value) => {
          const option = options.find((candidate) => candidate.value === value);
          filterByGroup(
            option === undefined
              ? null
              : { connectionId: option.group.connectionId, id: option.group.id, name: option.group.name },
          );
        }}
        searchable
        allowDeselect={false}
        nothingFoundMessage="No group of this name"
      />
      {chosenGroup?.vehicleIds === null && (
        <span role="status" className={classes.groupProblem}>
          {chosenGroup.problem ??
            (isGone ? 'The platform names no such group at present.' : 'The members of this group are being read.')}
        </span>
      )}
    </>
  );
};

/** Among the choices, because a button that clears a field is not for the keyboard. */
const everyGroup = { value: '', label: 'All groups' };

const memberWords = ({ vehicleIds, problem }: DeviceGroup): string => {
  if (vehicleIds !== null) return ` (${countOf(vehicleIds.length, 'vehicle')})`;
  return problem === null ? '' : ' (members could not be read)';
};

const unreadGroup = ({ connectionId, id, name }: GroupChoice): DeviceGroup => ({
  connectionId,
  id,
  name,
  description: null,
  rule: null,
  vehicleIds: null,
  problem: null,
});
