import { useEffect, useRef } from 'react';
import { ConnectionsView } from '../connections/connections-view.tsx';
import { FleetView } from '../fleet/fleet-view.tsx';
import { StatusBar } from '../status/status-bar.tsx';
import { VehicleView } from '../vehicle/vehicle-view.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { LostEngineBanner } from './lost-engine-banner.tsx';
import { NotFound } from './not-found.tsx';
import { pathOf, useRoute, type Route } from './routes.ts';
import classes from './shell.module.css';

export const Shell = () => {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const place = route.view === 'not-found' ? 'not-found' : pathOf(route);

  // A new view starts at its beginning for the keyboard and the screen reader, as a new page would. Not at first load:
  // there the browser's own start of the page is right.
  const lastPlace = useRef(place);
  useEffect(() => {
    if (lastPlace.current === place) return;
    lastPlace.current = place;
    main.current?.focus();
  }, [place]);

  return (
    <div className={classes.shell}>
      <a
        className={classes.skip}
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the view
      </a>
      <Header view={route.view} />
      <LostEngineBanner />
      <main ref={main} className={classes.main} tabIndex={-1}>
        <ErrorBoundary resetKey={place}>
          <View route={route} />
        </ErrorBoundary>
      </main>
      <StatusBar />
    </div>
  );
};

const View = ({ route }: { readonly route: Route }) => {
  switch (route.view) {
    case 'fleet':
      return <FleetView />;
    case 'connections':
      return <ConnectionsView />;
    case 'vehicle':
      return <VehicleView key={pathOf(route)} connectionId={route.connectionId} vehicleId={route.vehicleId} />;
    case 'not-found':
      return <NotFound />;
  }
};
