import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { useConnections } from '../engine/connections-context.ts';
import { useLinkState } from '../engine/engine-context.ts';
import { countOf } from '../format/number.ts';
import { adminTitles } from '../admin/admin-titles.ts';
import type { Route } from './routes.ts';

const viewTitle = (route: Route): string => {
  switch (route.view) {
    case 'fleet':
      return 'Fleet';
    case 'vehicle':
      return route.vehicleId;
    case 'connections':
      return 'Connections';
    case 'jobs':
      return 'Jobs';
    case 'tokens':
      return 'Tokens';
    case 'admin':
      return adminTitles[route.section];
    case 'not-found':
      return 'No such view';
  }
};

/** What somebody with ten tabs wants to know of this one. */
const stateOf = (connections: readonly ConnectionStatus[] | undefined, isLost: boolean): string | undefined => {
  if (isLost) return 'reconnecting';
  const troubled = connections?.filter(
    ({ isEnabled, state }) => isEnabled && (state === 'offline' || state === 'stale'),
  );
  return troubled === undefined || troubled.length === 0
    ? undefined
    : `${countOf(troubled.length, 'connection')} in trouble`;
};

export const DocumentTitle = ({ route }: { readonly route: Route }) => {
  const state = stateOf(useConnections(), useLinkState() === 'lost');
  return <title>{`${viewTitle(route)}${state === undefined ? '' : ` (${state})`} · Fleetdeck`}</title>;
};
