import { useConnections } from '../engine/connections-context.ts';
import { hrefOf } from '../app/routes.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf } from '../format/number.ts';
import { ConnectionNotice, hasNotice } from './connection-notice.tsx';
import { ConnectionSummary } from './connection-summary.tsx';
import classes from './status-bar.module.css';

/** More of them would take the window from the fleet; all stand in the connections view. */
const mostNotices = 2;

/**
 * A live region that says what changes state and nothing else: it is not atomic, and the numbers that move every second
 * are taken out of it (`aria-live="off"`).
 */
export const StatusBar = () => {
  const connections = useConnections();
  const nowMs = useNowMs();
  const noticed = connections?.filter((connection) => hasNotice(connection, nowMs)) ?? [];
  const more = noticed.length - mostNotices;
  return (
    <footer className={classes.footer}>
      <div role="status" aria-label="Connections" aria-atomic="false" className={classes.status}>
        {noticed.slice(0, mostNotices).map((connection) => (
          <ConnectionNotice key={connection.id} connection={connection} />
        ))}
        {more > 0 && (
          <div className={classes.notice}>
            <a href={hrefOf({ view: 'connections' })}>{countOf(more, 'more connection')} to look at</a>
          </div>
        )}
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
