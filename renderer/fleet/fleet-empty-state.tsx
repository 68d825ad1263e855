import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useConnections } from '../engine/connections-context.ts';
import { hrefOf } from '../app/routes.ts';
import { useFleetSelection } from './fleet-context.ts';
import { clearFilters } from './fleet-ui.ts';
import classes from './fleet-empty-state.module.css';

/** Why the table is empty, and the way out of it. */
export const FleetEmptyState = () => {
  const { rows, totalCount, hasSnapshot } = useFleetSelection();
  const connections = useConnections();
  if (rows.length > 0) return null;

  if (totalCount > 0) {
    return (
      <Message title="No vehicle matches the filters">
        <Button onClick={clearFilters}>Clear filters</Button>
      </Message>
    );
  }
  if (!hasSnapshot || connections === undefined) return <Message title="Waiting for the engine…" />;

  const enabled = connections.filter(({ isEnabled }) => isEnabled);
  if (enabled.length === 0) {
    return (
      <Message title={connections.length === 0 ? 'There is no connection yet' : 'Every connection is switched off'}>
        <p>Vehicles appear as soon as a connection to their platform is live.</p>
        <Button component="a" href={hrefOf({ view: 'connections' })}>
          Go to Connections
        </Button>
      </Message>
    );
  }
  const isLive = enabled.some(({ state }) => state === 'live' || state === 'stale');
  return (
    <Message title="No vehicle has been heard yet">
      <p>
        {isLive
          ? 'Connected. Each vehicle appears with its first message. If none comes, look whether the topics are right.'
          : 'No connection is live at present. The status bar says why.'}
      </p>
      <Button component="a" href={hrefOf({ view: 'connections' })}>
        Go to Connections
      </Button>
    </Message>
  );
};

const Message = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className={classes.message}>
    <h2>{title}</h2>
    {children}
  </div>
);
