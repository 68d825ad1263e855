import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from 'react';
import { useConnections } from '../engine/connections-context.ts';
import { useFleet, useFleetSelection } from './fleet-context.ts';
import { FleetEmptyState } from './fleet-empty-state.tsx';
import type { VehicleKey } from './fleet-store.ts';
import { FleetTable } from './fleet-table.tsx';
import { FleetToolbar } from './fleet-toolbar.tsx';
import { isSameVehicle, useFleetUi } from './fleet-ui.ts';
import { groupMembers } from './group-members.ts';
import { SplitView } from './split-view.tsx';
import { useGroups } from './use-groups.ts';
import { useLook } from './use-look.ts';
import classes from './fleet-view.module.css';

/**
 * The map library is larger than everything else together, and takes its time to set up. It is fetched meanwhile, and has
 * its turn when the first vehicles stand in the table.
 */
const mapPane = import('../map/map-pane.tsx');
const MapPane = lazy(() => mapPane);

const MapToCome = () => <p className={classes.note}>Drawing the map…</p>;

export const FleetView = () => {
  const fleet = useFleet();
  const connections = useConnections();
  const { hasSnapshot } = useFleetSelection();
  const query = useFleetUi((state) => state.query);

  const groups = useGroups();
  const see = useLook();
  const selected = useFleetUi((state) => state.selected);
  const visible = useRef<readonly VehicleKey[]>([]);
  const onVisible = useCallback(
    (vehicles: readonly VehicleKey[]) => {
      visible.current = vehicles;
      see(withFirst(useFleetUi.getState().selected, vehicles));
    },
    [see],
  );

  useEffect(() => fleet.show(), [fleet]);
  useEffect(() => {
    fleet.viewModel.setGroups(groupMembers(groups));
  }, [fleet, groups]);
  // On the map one sees the selected vehicle also where its row is not.
  useEffect(() => {
    see(withFirst(selected, visible.current));
  }, [see, selected]);
  useEffect(() => {
    fleet.viewModel.setQuery(query);
  }, [fleet, query]);

  // The connections' states arrive every second; their names seldom change.
  const namesText = JSON.stringify((connections ?? []).map(({ id, name }) => [id, name]));
  const connectionNames = useMemo(() => new Map(JSON.parse(namesText) as [string, string][]), [namesText]);
  useEffect(() => {
    fleet.viewModel.setConnectionNames(connectionNames);
  }, [fleet, connectionNames]);

  return (
    <div className={classes.view}>
      <h1 className={classes.title}>Fleet</h1>
      <FleetToolbar groups={groups} />
      <SplitView
        first={
          <div className={classes.table}>
            <FleetTable connectionNames={connectionNames} onVisible={onVisible} />
            <FleetEmptyState />
          </div>
        }
        second={
          <section aria-label="Map" className={classes.map}>
            <Suspense fallback={<MapToCome />}>{hasSnapshot ? <MapPane /> : <MapToCome />}</Suspense>
          </section>
        }
      />
    </div>
  );
};

const withFirst = (first: VehicleKey | null, vehicles: readonly VehicleKey[]): readonly VehicleKey[] =>
  first === null ? vehicles : [first, ...vehicles.filter((vehicle) => !isSameVehicle(vehicle, first))];
