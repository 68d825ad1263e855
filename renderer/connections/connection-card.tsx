import { Button, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { formatAge } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf, formatNumber, formatRate } from '../format/number.ts';
import { mayTry } from '../../shared/platform/rights.ts';
import { SeveralMenu } from '../many-devices/several-menu.tsx';
import { connectionStateWords } from './connection-words.ts';
import { PlatformLines } from './platform-lines.tsx';
import classes from './connection-card.module.css';

interface ConnectionCardProps {
  readonly status: ConnectionStatus;
  readonly onSetEnabled: (isEnabled: boolean) => void;
  readonly onRetry: () => void;
  readonly onEdit: () => void;
  readonly onTest: () => void;
  readonly onRemove: () => void;
  readonly onEnterToken: () => void;
  readonly onRefreshList: () => void;
  readonly onAddVehicle: () => void;
  /** The outcome of a test that was asked for here. */
  readonly children?: ReactNode;
}

export const ConnectionCard = (props: ConnectionCardProps) => {
  const { status } = props;
  const nowMs = useNowMs();
  const words = connectionStateWords[status.state];
  const { problem, platform } = status;
  const createRight = platform?.rights['create-device'];
  return (
    <li className={classes.card} data-tone={words.tone} aria-label={status.name}>
      <div className={classes.head}>
        <h2 className={classes.name}>{status.name}</h2>
        <span className={classes.state}>
          <span aria-hidden>{words.shape}</span> {words.word}
        </span>
        <span className={classes.quiet}>for {formatAge(nowMs - status.sinceMs)}</span>
        <Switch
          className={classes.switch}
          size="md"
          label="Enabled"
          aria-label={`Enable ${status.name}`}
          checked={status.isEnabled}
          onChange={(event) => {
            props.onSetEnabled(event.currentTarget.checked);
          }}
        />
      </div>
      <p className={classes.url}>{status.url === '' ? platform?.address : status.url}</p>
      {status.isManaged && (
        <p className={classes.quiet}>
          Made by Fleetdeck for as long as it runs. It can be switched off, but not edited or removed.
        </p>
      )}
      {problem !== null && (
        <div className={classes.problem}>
          <p>{problem.message}</p>
          {problem.technical !== undefined && (
            <p className={classes.quiet}>
              For whoever runs the {status.url === '' ? 'platform' : 'broker'}: {problem.technical}
            </p>
          )}
          <p className={classes.quiet}>{retryWords(status, nowMs)}</p>
        </div>
      )}
      {status.isEnabled && (
        <p className={classes.facts}>
          {countOf(status.vehicleCount, 'vehicle')} ·{' '}
          {platform?.live !== 'polling' && <>{formatRate(status.messagesPerSecond)} messages/s · </>}newest{' '}
          {status.newestAtMs === null ? 'none yet' : `${formatAge(nowMs - status.newestAtMs)} ago`} ·{' '}
          {formatNumber(status.rejectedCount)} rejected
        </p>
      )}
      {platform !== null && <PlatformLines connection={status} platform={platform} onEnterToken={props.onEnterToken} />}
      {status.cuts.map((cut) => (
        <p key={cut} className={classes.cut}>
          <span aria-hidden>✂</span> {cut}
        </p>
      ))}
      <div className={classes.buttons}>
        {status.isEnabled && status.state === 'offline' && (
          <Button onClick={props.onRetry} aria-label={`Try ${status.name} again now`}>
            Try now
          </Button>
        )}
        {platform !== null && status.isEnabled && (
          <Button
            onClick={props.onRefreshList}
            disabled={platform.devices.isListing}
            aria-label={`Refresh the list of vehicles of ${status.name}`}
          >
            Refresh the list
          </Button>
        )}
        {platform !== null && status.isEnabled && createRight?.state !== 'unsupported' && (
          <Button
            onClick={props.onAddVehicle}
            disabled={!mayTry(createRight)}
            title={createRight?.explanation}
            aria-label={`Add a vehicle to ${status.name}`}
          >
            Add a vehicle…
          </Button>
        )}
        {platform !== null && status.isEnabled && <SeveralMenu connection={status} platform={platform} />}
        {!status.isManaged && (
          <>
            <Button onClick={props.onEdit} aria-label={`Edit ${status.name}`}>
              Edit…
            </Button>
            <Button onClick={props.onTest} aria-label={`Test ${status.name}`}>
              Test
            </Button>
            <Button onClick={props.onRemove} aria-label={`Remove ${status.name}`}>
              Remove…
            </Button>
          </>
        )}
      </div>
      {props.children}
    </li>
  );
};

const retryWords = (status: ConnectionStatus, nowMs: number): string => {
  if (status.problem?.willRetry !== true) return 'It is not tried again by itself.';
  if (status.retryAtMs === null) return 'It is tried again by itself.';
  const seconds = Math.ceil((status.retryAtMs - nowMs) / 1000);
  return seconds <= 0 ? 'It is being tried again.' : `It is tried again in ${formatAge(seconds * 1000)}.`;
};
