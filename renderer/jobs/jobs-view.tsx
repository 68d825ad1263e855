import { Anchor, Loader } from '@mantine/core';
import { hrefOf } from '../app/routes.ts';
import { useConnections } from '../engine/connections-context.ts';
import { isOffered, platformConnectionsOf, rightOf } from '../platform/use-platform.ts';
import { ConnectionJobs } from './connection-jobs.tsx';
import classes from './jobs.module.css';

/** One action on many vehicles, on each platform that can do it. */
export const JobsView = () => {
  const connections = useConnections();
  const platforms = connections === undefined ? [] : platformConnectionsOf(connections);
  const withJobs = platforms.filter(({ platform }) => isOffered(rightOf(platform, 'view-jobs')));
  return (
    <section role="region" aria-label="Jobs" className={classes.view}>
      <h1>Jobs</h1>
      {connections === undefined && <Loader size="sm" aria-label="Loading" />}
      {connections !== undefined && withJobs.length === 0 && (
        <div className={classes.empty}>
          {platforms.length === 0
            ? 'A job does one thing on many vehicles: it sets a value, sends a command or restarts them. It is the platform that runs it, and no connection here is to a platform that can: Azure IoT Central or Watson IoT Platform.'
            : 'No platform that is connected here offers jobs.'}{' '}
          <Anchor href={hrefOf({ view: 'connections' })}>Go to the connections</Anchor>
        </div>
      )}
      {withJobs.map(({ connection, platform }) => (
        <ConnectionJobs key={connection.id} connection={connection} platform={platform} />
      ))}
    </section>
  );
};
