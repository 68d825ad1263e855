import { useConnections } from '../engine/connections-context.ts';
import { hrefOf } from '../app/routes.ts';
import { ConnectionNotice } from './connection-notice.tsx';
import { ConnectionSummary } from './connection-summary.tsx';
import classes from './status-bar.module.css';

/**
 * A live region that says what changes state and nothing else: it is not atomic, and the numbers that move every second
 * are taken out of it (`aria-live="off"`).
 */
export const StatusBar = () => {
  const connections = useConnections();
  return (
    <footer className={classes.footer}>
      <div role="status" aria-label="Connections" aria-atomic="false" className={classes.status}>
        {connections?.map((connection) => (
          <ConnectionNotice key={connection.id} connection={connection} />
        ))}
        <div className={classes.bar}>
          {connections === undefined && <span className={classes.quiet}>Waiting for the engine…</span>}
          {connections?.length === 0 && (
            <span className={classes.quiet}>
              No connection yet. <a href={hrefOf({ view: 'connections' })}>Add one</a>
            </span>
          )}
          {connections?.map((connection) => (
            <ConnectionSummary key={connection.id} connection={connection} />
          ))}
        </div>
      </div>
    </footer>
  );
};
