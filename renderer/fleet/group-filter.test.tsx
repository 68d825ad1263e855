// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { ok } from '../../shared/contract/result.ts';
import type { DeviceGroup } from '../../shared/platform/device.ts';
import { fakeConnectionStatus, fakeNowMs } from '../../test/support/fake-data.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { fakeGroup, fakePlatformStatus } from '../../test/support/fake-platform.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { everyVehicle } from './fleet-query.ts';
import { useFleetUi } from './fleet-ui.ts';
import { GroupFilter } from './group-filter.tsx';
import { useGroups } from './use-groups.ts';

const Filter = () => <GroupFilter groups={useGroups()} />;

const listedAt = (listedAtMs: number, sequence = 1) => {
  const platform = { ...fakePlatformStatus, devices: { ...fakePlatformStatus.devices, listedAtMs } };
  const connections: ConnectionStatus[] = [
    { ...fakeConnectionStatus, platform },
    { ...fakeConnectionStatus, id: 'yard', name: 'Yard', platform },
  ];
  return { sequence, connections };
};

const show = (read: () => readonly DeviceGroup[]) => {
  const topic = createFakeTopic<'connections'>(listedAt(fakeNowMs));
  const groups = vi.fn(() => ok([...read()]));
  renderWithEngine(
    <Filter />,
    fakeHandlers({ topics: { connections: topic.open }, methods: { 'platforms.groups': groups } }),
  );
  return { topic, groups };
};
const field = () => screen.findByRole<HTMLInputElement>('combobox', { name: 'Filter by group' });
const choose = async (name: string) => {
  fireEvent.click(await field());
  fireEvent.click(await screen.findByRole('option', { name, hidden: true }));
};

beforeEach(() => {
  useFleetUi.setState({ query: everyVehicle });
});

describe('the filter by group', () => {
  it('offers the platforms’ groups under their connection, and remembers what is chosen', async () => {
    show(() => [fakeGroup, { ...fakeGroup, connectionId: 'yard', id: 'cold', name: 'Cold chain', vehicleIds: [] }]);
    fireEvent.click(await field());
    const list = await screen.findByRole('listbox');
    expect(list.textContent).toBe('All groupsFake fleetVans (1 vehicle)YardCold chain (0 vehicles)');
    await choose('Cold chain (0 vehicles)');
    expect(useFleetUi.getState().query.group).toEqual({ connectionId: 'yard', id: 'cold', name: 'Cold chain' });
    await choose('All groups');
    expect(useFleetUi.getState().query.group).toBeNull();
  });

  it('says why the members of a group are not known', async () => {
    const problem = 'The members of Vans could not be read: the platform took too long. It is tried again.';
    show(() => [{ ...fakeGroup, vehicleIds: null, problem }]);
    await choose('Vans (members could not be read)');
    expect(screen.getByRole('status').textContent).toBe(problem);
  });

  it('reads the groups again when a list has been read again', async () => {
    let members = ['VAN-002'];
    const { topic, groups } = show(() => [{ ...fakeGroup, vehicleIds: members }]);
    await choose('Vans (1 vehicle)');
    members = ['VAN-002', 'VAN-003'];
    topic.publish(listedAt(fakeNowMs + 60_000, 2));
    await vi.waitFor(async () => {
      expect((await field()).value).toBe('Vans (2 vehicles)');
    });
    expect(groups).toHaveBeenCalledTimes(2);
  });

  it('keeps a chosen group that the platform does not name at present, and says so', async () => {
    useFleetUi.setState({
      query: { ...everyVehicle, group: { connectionId: 'fake', id: 'gone', name: 'Night shift' } },
    });
    show(() => [fakeGroup]);
    expect((await field()).value).toBe('Night shift');
    expect(screen.getByRole('status').textContent).toContain('names no such group');
  });

  it('is not there where no platform has groups', async () => {
    const { groups } = show(() => []);
    await vi.waitFor(() => {
      expect(groups).toHaveBeenCalled();
    });
    expect(screen.queryByRole('combobox')).toBeNull();
  });
});
