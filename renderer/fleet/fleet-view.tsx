import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useConnections } from '../engine/connections-context.ts';
import { useFleet, useFleetSelection } from './fleet-context.ts';
import { FleetEmptyState } from './fleet-empty-state.tsx';
import { FleetTable } from './fleet-table.tsx';
import { FleetToolbar } from './fleet-toolbar.tsx';
import { useFleetUi } from './fleet-ui.ts';
import { SplitView } from './split-view.tsx';
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

  useEffect(() => fleet.show(), [fleet]);
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
      <FleetToolbar />
      <SplitView
        first={
          <div className={classes.table}>
            <FleetTable connectionNames={connectionNames} />
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
