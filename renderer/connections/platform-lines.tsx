import { Button } from '@mantine/core';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { platformTitles } from '../../shared/platform/kinds.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { useNowMs } from '../format/clock.ts';
import {
  devicesWords,
  expiryWords,
  platformStateWords,
  pollingExplanation,
  requestWords,
  roleWords,
  wantsNewToken,
} from './platform-words.ts';
import classes from './platform.module.css';

interface PlatformLinesProps {
  readonly connection: ConnectionStatus;
  readonly platform: PlatformStatus;
  readonly onEnterToken: () => void;
}

/** How the platform's API stands beside the live feed. */
export const PlatformLines = ({ connection, platform, onEnterToken }: PlatformLinesProps) => {
  const nowMs = useNowMs();
  const state = platformStateWords[platform.state];
  const { token, problem, devices } = platform;
  const expiry = token.expiresAtMs === null ? undefined : expiryWords(token.expiresAtMs, nowMs, token.lifetime);
  const requests = requestWords(platform, nowMs);
  return (
    <div className={classes.lines} role="group" aria-label={`Platform of ${connection.name}`}>
      <p>
        {platformTitles[platform.kind]}
        {platform.application !== null && (
          <>
            {' '}
            · <strong>{platform.application}</strong>
          </>
        )}{' '}
        · <span data-tone={state.tone}>{state.text}</span>
      </p>
      {(token.name !== null || expiry !== undefined || platform.roles !== null) && (
        <p>
          Token{token.name !== null && <> {token.name}</>}
          {expiry !== undefined && (
            <>
              {' '}
              · <span data-tone={expiry.tone}>{expiry.text}</span>
            </>
          )}
          {platform.roles !== null && <> · {roleWords(platform.roles)}</>}
        </p>
      )}
      {connection.isEnabled && (
        <p>
          {devicesWords(platform, nowMs)}
          {platform.live === 'polling' && (
            <>
              {' '}
              ·{' '}
              <span className={classes.polling} title={pollingExplanation}>
                Values are read in turn
              </span>
            </>
          )}
        </p>
      )}
      {devices.problem !== null && <p data-tone="doubtful">{devices.problem}</p>}
      {requests !== undefined && <p className={classes.quiet}>{requests}</p>}
      {problem !== null && problem.message !== connection.problem?.message && (
        <p data-tone="bad">
          {problem.message}
          {problem.technical !== undefined && (
            <>
              <br />
              <span className={classes.quiet}>For whoever runs the platform: {problem.technical}</span>
            </>
          )}
        </p>
      )}
      {!connection.isManaged && wantsNewToken(platform, nowMs) && (
        <p>
          <Button onClick={onEnterToken} aria-label={`Enter a new token for ${connection.name}`}>
            Enter a new token…
          </Button>
        </p>
      )}
      {platform.leftOut.length > 0 && (
        <details>
          <summary>
            {platform.leftOut.length === 1
              ? 'One thing of the vehicle types could not be read'
              : `${String(platform.leftOut.length)} things of the vehicle types could not be read`}
          </summary>
          <ul>
            {platform.leftOut.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
};
