import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { useEngine } from '../engine/engine-context.ts';
import { useNowMs } from '../format/clock.ts';
import { ConnectionStateIcon } from './connection-state-icon.tsx';
import classes from './status-bar.module.css';

export const hasNotice = ({ isEnabled, problem, cuts }: ConnectionStatus): boolean =>
  isEnabled && (problem !== null || cuts.length > 0);

/** What stands in the way of a connection, and what it leaves out: in words, with what one can do. */
export const ConnectionNotice = ({ connection }: { readonly connection: ConnectionStatus }) => {
  const engine = useEngine();
  const { problem, cuts, retryAtMs } = connection;
  const retry = async () => {
    const result = await engine.call('connections.retry', { id: connection.id });
    if (!result.ok) notifications.show({ title: 'Could not retry', message: result.error.message });
  };

  return (
    <>
      {problem !== null && (
        <div className={classes.notice}>
          <ConnectionStateIcon state={connection.state} />
          <span className={classes.words}>
            <strong>{connection.name}:</strong> {problem.message}
          </span>
          {connection.state === 'offline' && (
            <Button size="compact-xs" onClick={() => void retry()}>
              Retry now
            </Button>
          )}
          {retryAtMs !== null && <NextTry retryAtMs={retryAtMs} />}
        </div>
      )}
      {cuts.map((cut) => (
        <div key={cut} className={classes.notice}>
          <ConnectionStateIcon state="stale" />
          <span className={classes.words}>
            <strong>{connection.name}:</strong> {cut}
          </span>
        </div>
      ))}
    </>
  );
};

const NextTry = ({ retryAtMs }: { readonly retryAtMs: number }) => {
  const seconds = Math.ceil((retryAtMs - useNowMs()) / 1000);
  return (
    <span aria-live="off" className={classes.quiet}>
      {seconds > 0 ? `Tries again by itself in ${String(seconds)} s` : 'Trying again…'}
    </span>
  );
};
