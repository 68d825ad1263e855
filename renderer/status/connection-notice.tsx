import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { useEngine } from '../engine/engine-context.ts';
import { expiryWords, isExpiryPressing, wantsNewToken } from '../connections/platform-words.ts';
import { goToToken } from '../connections/token-errand.ts';
import { useNowMs } from '../format/clock.ts';
import { ConnectionStateIcon } from './connection-state-icon.tsx';
import classes from './status-bar.module.css';

export const hasNotice = (connection: ConnectionStatus, nowMs: number): boolean =>
  connection.isEnabled &&
  (connection.problem !== null || connection.cuts.length > 0 || platformNotice(connection, nowMs) !== undefined);

/** What the platform's API or its token needs, in words; undefined when nothing, or nothing that is not said already. */
const platformNotice = ({ platform, problem }: ConnectionStatus, nowMs: number): string | undefined => {
  if (platform === null) return undefined;
  if (platform.problem !== null) {
    return platform.problem.message === problem?.message ? undefined : platform.problem.message;
  }
  const { expiresAtMs, lifetime } = platform.token;
  return expiresAtMs !== null && isExpiryPressing(platform, nowMs)
    ? `The token ${expiryWords(expiresAtMs, nowMs, lifetime).text}.`
    : undefined;
};

/** What stands in the way of a connection, and what it leaves out: in words, with what one can do. */
export const ConnectionNotice = ({ connection }: { readonly connection: ConnectionStatus }) => {
  const engine = useEngine();
  const { problem, cuts, retryAtMs } = connection;
  const nowMs = useNowMs();
  const platformWords = platformNotice(connection, nowMs);
  const wantsToken = connection.platform !== null && !connection.isManaged && wantsNewToken(connection.platform, nowMs);
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
          {wantsToken && platformWords === undefined && <NewTokenButton connectionId={connection.id} />}
          {retryAtMs !== null && <NextTry retryAtMs={retryAtMs} />}
        </div>
      )}
      {platformWords !== undefined && (
        <div className={classes.notice}>
          <ConnectionStateIcon state="stale" />
          <span className={classes.words} aria-live={connection.platform?.problem === null ? 'off' : undefined}>
            <strong>{connection.name}:</strong> {platformWords}
          </span>
          {wantsToken && <NewTokenButton connectionId={connection.id} />}
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

const NewTokenButton = ({ connectionId }: { readonly connectionId: string }) => (
  <Button
    size="compact-xs"
    onClick={() => {
      goToToken(connectionId);
    }}
  >
    Enter a new token…
  </Button>
);

const NextTry = ({ retryAtMs }: { readonly retryAtMs: number }) => {
  const seconds = Math.ceil((retryAtMs - useNowMs()) / 1000);
  return (
    <span aria-live="off" className={classes.quiet}>
      {seconds > 0 ? `Tries again by itself in ${String(seconds)} s` : 'Trying again…'}
    </span>
  );
};
