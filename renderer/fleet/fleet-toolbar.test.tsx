// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { defaultPreferences } from '../../shared/preferences.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { usePreferencesStore } from '../preferences/preferences-store.ts';
import { useFleet } from './fleet-context.ts';
import { FleetEmptyState } from './fleet-empty-state.tsx';
import { everyVehicle } from './fleet-query.ts';
import { FleetToolbar } from './fleet-toolbar.tsx';
import { useFleetUi } from './fleet-ui.ts';
import { snapshotOf } from './testing/frames.ts';
import { useEffect } from 'react';

beforeEach(() => {
  useFleetUi.setState({ query: everyVehicle, selected: null });
  usePreferencesStore.setState({ preferences: defaultPreferences });
});

const noGroups: never[] = [];

/** The parts around the table, wired as the fleet view wires them. */
const Surroundings = () => {
  const fleet = useFleet();
  const query = useFleetUi((state) => state.query);
  useEffect(() => fleet.show(), [fleet]);
  useEffect(() => {
    fleet.viewModel.setQuery(query);
  }, [fleet, query]);
  return (
    <>
      <FleetToolbar groups={noGroups} />
      <FleetEmptyState />
    </>
  );
};

const show = async () => {
  const fleet = createFakeTopic<'fleet'>(
    snapshotOf([
      { row: 0, name: 'TRUCK-001', status: 'moving', heardAtMs: Date.now() },
      { row: 1, name: 'VAN-002', status: 'stopped', heardAtMs: Date.now() },
    ]),
  );
  renderWithEngine(<Surroundings />, fakeHandlers({ topics: { fleet: fleet.open } }));
  await screen.findByText('2 vehicles');
  return fleet;
};
const filter = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Filter vehicles' });

it('counts what the filters leave, and takes them away again', async () => {
  await show();
  fireEvent.change(filter(), { target: { value: 'van' } });
  expect(await screen.findByText('1 of 2 vehicles')).toBeShown();
  fireEvent.click(screen.getByRole('button', { name: /^Moving/ }));
  expect(await screen.findByText('0 of 2 vehicles')).toBeShown();
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(await screen.findByText('2 vehicles')).toBeShown();
  expect(filter().value).toBe('');
});

it('goes to the filter with a slash, and clears it with Escape', async () => {
  await show();
  fireEvent.keyDown(document.body, { key: '/' });
  expect(document.activeElement).toBe(filter());
  fireEvent.change(filter(), { target: { value: 'x' } });
  fireEvent.keyDown(filter(), { key: 'Escape' });
  expect(filter().value).toBe('');
});

it('leaves the slash alone where single-key shortcuts are off', async () => {
  usePreferencesStore.setState({ preferences: { ...defaultPreferences, singleKeyShortcuts: false } });
  await show();
  fireEvent.keyDown(document.body, { key: '/' });
  expect(document.activeElement).not.toBe(filter());
});

it('closes the subscription while it is paused, says since when, and opens it to go live', async () => {
  const topic = await show();
  fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
  expect(screen.getByText(/^Paused at/)).toBeShown();
  await waitFor(() => {
    expect(topic.counts.closed).toBe(1);
  });
  fireEvent.click(screen.getByRole('button', { name: 'Go live' }));
  await waitFor(() => {
    expect(topic.counts.opened).toBe(2);
  });
  expect(screen.queryByText(/^Paused at/)).toBeNull();
});
