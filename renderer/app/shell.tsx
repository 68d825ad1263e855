import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { InterruptedBanner } from '../audit/interrupted-banner.tsx';
import { ConnectionsProvider } from '../engine/connections-context.ts';
import { useTopic } from '../engine/use-topic.ts';
import { useEngine } from '../engine/engine-context.ts';
import { systemTimers } from '../../shared/contract/timers.ts';
import { FleetProvider } from '../fleet/fleet-context.ts';
import { FleetSession } from '../fleet/fleet-session.ts';
import { DocumentTitle } from './document-title.tsx';
import { FleetView } from '../fleet/fleet-view.tsx';
import { StatusBar } from '../status/status-bar.tsx';
import { NoticesProvider } from '../tokens/notices-provider.tsx';
import { VaultBanner } from '../vault/vault-banner.tsx';
import { VaultProvider } from '../vault/vault-provider.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { LostEngineBanner } from './lost-engine-banner.tsx';
import { NotFound } from './not-found.tsx';
import { pathOf, useRoute, type Route } from './routes.ts';
import classes from './shell.module.css';

/** Charts and forms are not needed for the first vehicle on screen. */
const VehicleView = lazy(async () => ({ default: (await import('../vehicle/vehicle-view.tsx')).VehicleView }));
const ConnectionsView = lazy(async () => ({
  default: (await import('../connections/connections-view.tsx')).ConnectionsView,
}));
const AdminView = lazy(async () => ({ default: (await import('../admin/admin-view.tsx')).AdminView }));
const TokensView = lazy(async () => ({ default: (await import('../tokens/tokens-view.tsx')).TokensView }));
const JobsView = lazy(async () => ({ default: (await import('../jobs/jobs-view.tsx')).JobsView }));

export const Shell = () => {
  const engine = useEngine();
  const route = useRoute();
  const connections = useTopic('connections', {})?.connections;
  const [fleet] = useState(() => new FleetSession(engine, systemTimers));
  const main = useRef<HTMLElement>(null);
  const place = route.view === 'not-found' ? 'not-found' : pathOf(route);

  // A new view starts at its beginning for the keyboard and the screen reader, as a new page would. Not at first load:
  // there the browser's own start of the page is right.
  const lastPlace = useRef(place);
  useEffect(() => {
    if (lastPlace.current === place) return;
    lastPlace.current = place;
    // A view may have chosen a better place by itself; what is hidden while the next view loads is none.
    const focused = document.activeElement;
    const isPlaced = main.current?.contains(focused) === true && focused?.checkVisibility() === true;
    if (!isPlaced) main.current?.focus();
  }, [place]);

  return (
    <ConnectionsProvider value={connections}>
      <FleetProvider value={fleet}>
        <VaultProvider>
          <NoticesProvider>
            <DocumentTitle route={route} />
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
              <VaultBanner route={route} />
              <InterruptedBanner route={route} />
              <main ref={main} id="main" className={classes.main} tabIndex={-1}>
                <ErrorBoundary resetKey={place}>
                  <Suspense>
                    <View route={route} />
                  </Suspense>
                </ErrorBoundary>
              </main>
              <StatusBar />
            </div>
          </NoticesProvider>
        </VaultProvider>
      </FleetProvider>
    </ConnectionsProvider>
  );
};

const View = ({ route }: { readonly route: Route }) => {
  switch (route.view) {
    case 'fleet':
      return <FleetView />;
    case 'connections':
      return <ConnectionsView />;
    case 'jobs':
      return <JobsView />;
    case 'vehicle':
      return <VehicleView key={pathOf(route)} connectionId={route.connectionId} vehicleId={route.vehicleId} />;
    case 'tokens':
      return <TokensView connectionId={route.connectionId} />;
    case 'admin':
      return <AdminView section={route.section} connectionId={route.connectionId} />;
    case 'not-found':
      return <NotFound />;
  }
};
