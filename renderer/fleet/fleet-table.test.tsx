// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { vehicleFlag } from '../../shared/vehicle/status.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { FleetProvider } from './fleet-context.ts';
import { everyVehicle } from './fleet-query.ts';
import type { VehicleKey } from './fleet-store.ts';
import { FleetSession } from './fleet-session.ts';
import { FleetTable } from './fleet-table.tsx';
import { useFleetUi } from './fleet-ui.ts';
import { createManualTimers, type ManualTimers } from '../../test/support/manual-timers.ts';
import { frameOf, snapshotOf, type FrameVehicle } from './testing/frames.ts';

const noEngine: Pick<EngineLink, 'subscribe'> = { subscribe: () => () => undefined };

let clock: ManualTimers;
let fleet: FleetSession;

beforeEach(() => {
  // jsdom lays nothing out: the list gets the height of twenty rows.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  Element.prototype.scrollTo = () => undefined;
  window.location.hash = '#/fleet';
  useFleetUi.setState({ query: everyVehicle, selected: null });
  clock = createManualTimers(Date.now());
  fleet = new FleetSession(noEngine, clock);
});

afterEach(cleanup);

const names = new Map([['yard', 'Yard']]);

const show = (vehicles: readonly FrameVehicle[], onVisible?: (vehicles: readonly VehicleKey[]) => void) => {
  fleet.store.apply(snapshotOf(vehicles.map((vehicle) => ({ heardAtMs: clock.now(), ...vehicle }))));
  render(
    <FleetProvider value={fleet}>
      <FleetTable connectionNames={names} {...(onVisible === undefined ? {} : { onVisible })} />
    </FleetProvider>,
  );
};
const manyVehicles = (count: number) =>
  Array.from({ length: count }, (_, row) => ({ row, name: `V-${String(row + 1).padStart(4, '0')}` }));
const focused = () => document.activeElement?.getAttribute('aria-label')?.split(',')[0];
const press = (key: string) => {
  if (document.activeElement !== null) fireEvent.keyDown(document.activeElement, { key });
};
const rowNamed = (name: string) => screen.getByRole('row', { name: new RegExp(`^${name},`) });

describe('the table of vehicles', () => {
  it('says how many vehicles there are and draws few of them', () => {
    show(manyVehicles(1000));
    const grid = screen.getByRole('grid', { name: 'Vehicles' });
    expect(grid.getAttribute('aria-rowcount')).toBe('1000');
    expect(within(grid).getAllByRole('row').length).toBeLessThan(60);
    expect(rowNamed('V-0002').getAttribute('aria-rowindex')).toBe('2');
  });

  it('tells which vehicles one can see, and tells again when they are others', () => {
    const told: string[][] = [];
    show(manyVehicles(1000), (vehicles) => told.push(vehicles.map(({ vehicleId }) => vehicleId)));
    const first = told.at(-1) ?? [];
    expect(first[0]).toBe('V-0001');
    expect(first.length).toBeGreaterThan(10);
    expect(first.length).toBeLessThan(60);
    act(() => {
      fleet.viewModel.setQuery({ ...everyVehicle, text: 'V-0500' });
    });
    expect(told.at(-1)).toEqual(['V-0500']);
  });

  it('names type and connection of a vehicle where there are several connections', () => {
    show([
      { row: 0, name: 'A', type: 'refrigerated-truck' },
      { row: 1, name: 'B', type: 'van', connectionId: 'yard' },
      { row: 2, name: 'C', connectionId: 'yard' },
    ]);
    expect(within(rowNamed('B')).getByText('Yard · Van')).toBeShown();
    expect(within(rowNamed('C')).getByText('Yard')).toBeShown();
  });

  it('describes a vehicle in one sentence that begins with its name', () => {
    show([
      {
        row: 0,
        name: 'TRUCK-001',
        status: 'stopped',
        flags: vehicleFlag.fault,
        speedKmh: 0,
        headingDegrees: 90,
        levelPercent: 9,
        levelKind: 'fuel',
      },
    ]);
    expect(rowNamed('TRUCK-001').getAttribute('aria-label')).toBe(
      'TRUCK-001, stopped, reports faults, 0\u00a0km/h, heading east, fuel 9 %, low',
    );
  });

  it('is walked through with the keyboard, one row being in the order of tabs', () => {
    show(manyVehicles(1000));
    const inTabOrder = () => screen.getAllByRole('row').filter((row) => row.getAttribute('tabindex') === '0');
    expect(inTabOrder()).toHaveLength(1);
    rowNamed('V-0001').focus();
    press('ArrowDown');
    expect(focused()).toBe('V-0002');
    press('PageDown');
    expect(focused()).toBe('V-0020');
    press('End');
    expect(focused()).toBe('V-1000');
    press('ArrowDown');
    expect(focused()).toBe('V-1000');
    press('Home');
    expect(focused()).toBe('V-0001');
    expect(inTabOrder()).toHaveLength(1);
  });

  it('selects with the space bar, lets go with Escape and opens with Enter', () => {
    show(manyVehicles(3));
    rowNamed('V-0002').focus();
    press(' ');
    expect(useFleetUi.getState().selected).toEqual({ connectionId: 'practice', vehicleId: 'V-0002' });
    expect(rowNamed('V-0002').getAttribute('aria-selected')).toBe('true');
    press('Escape');
    expect(useFleetUi.getState().selected).toBeNull();
    press('Enter');
    expect(window.location.hash).toBe('#/vehicles/practice/V-0002');
  });

  it('keeps the keyboard on the vehicle when the order changes under it', () => {
    show([
      { row: 0, name: 'A', speedKmh: 10 },
      { row: 1, name: 'B', speedKmh: 20 },
      { row: 2, name: 'C', speedKmh: 30 },
    ]);
    act(() => {
      fleet.viewModel.setQuery({ ...everyVehicle, sort: { column: 'speed', isDescending: false } });
    });
    rowNamed('A').focus();
    act(() => {
      fleet.store.apply(frameOf('delta', 2, [{ row: 0, speedKmh: 90, heardAtMs: clock.now() }]));
      clock.advance(500);
    });
    expect(rowNamed('A').getAttribute('aria-rowindex')).toBe('3');
    expect(focused()).toBe('A');
  });

  it('sorts by its headings and says which way', () => {
    show(manyVehicles(2));
    const heading = () => screen.getByRole('columnheader', { name: 'Speed' });
    expect(heading().getAttribute('aria-sort')).toBe('none');
    fireEvent.click(within(heading()).getByRole('button'));
    expect(heading().getAttribute('aria-sort')).toBe('ascending');
    fireEvent.click(within(heading()).getByRole('button'));
    expect(heading().getAttribute('aria-sort')).toBe('descending');
    expect(useFleetUi.getState().query.sort).toEqual({ column: 'speed', isDescending: true });
  });

  it('goes with the keyboard to the vehicle that is selected when one comes back to it', () => {
    useFleetUi.setState({ selected: { connectionId: 'practice', vehicleId: 'V-0500' } });
    // The fleet has been on screen before, as it is when one comes back.
    onTestFinished(fleet.viewModel.subscribe(() => undefined));
    show(manyVehicles(1000));
    expect(focused()).toBe('V-0500');
  });

  it('leaves the keyboard where it is when the selected vehicle is not in the list', () => {
    useFleetUi.setState({ selected: { connectionId: 'practice', vehicleId: 'GONE' } });
    show(manyVehicles(3));
    expect(document.activeElement).toBe(document.body);
  });

  it('shows text from the wire as text', () => {
    show([{ row: 0, name: '<img src=x onerror=alert(1)>' }]);
    expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeShown();
    expect(document.querySelector('img')).toBeNull();
  });
});
