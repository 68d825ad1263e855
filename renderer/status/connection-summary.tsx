import { useState } from 'react';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { useLinkState } from '../engine/engine-context.ts';
import { connectionStateWords } from '../connections/connection-words.ts';
import { pollingExplanation } from '../connections/platform-words.ts';
import { formatAge } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { formatNumber, formatRate } from '../format/number.ts';
import { ConnectionStateIcon } from './connection-state-icon.tsx';
import { RejectedMessages } from './rejected-messages.tsx';
import classes from './status-bar.module.css';

export const ConnectionSummary = ({ connection }: { readonly connection: ConnectionStatus }) => {
  const [isInspecting, setInspecting] = useState(false);
  // What the engine last said of a connection is no news of it when the engine itself is lost.
  const isEngineLost = useLinkState() === 'lost';
  const isPolled = connection.isEnabled && connection.platform?.live === 'polling';
  const isConnected = !isEngineLost && (connection.state === 'live' || connection.state === 'stale');
  return (
    <div className={classes.connection}>
      <ConnectionStateIcon state={isEngineLost ? 'connecting' : connection.state} />
      <span className={classes.name}>{connection.name}</span>
      <span>{isEngineLost ? 'No news' : connectionStateWords[connection.state].word}</span>
      <span aria-live="off" className={classes.numbers}>
        {isConnected && !isPolled && <span>{formatRate(connection.messagesPerSecond)} msgs/s</span>}
        {isPolled && (
          <span className={classes.polling} title={pollingExplanation}>
            values read in turn
          </span>
        )}
        {connection.newestAtMs !== null && <NewestAge newestAtMs={connection.newestAtMs} />}
        {connection.rejectedCount === 0 ? (
          <span>0 rejected</span>
        ) : (
          <button
            type="button"
            aria-haspopup="dialog"
            onClick={() => {
              setInspecting(true);
            }}
          >
            {formatNumber(connection.rejectedCount)} rejected
          </button>
        )}
      </span>
      <RejectedMessages
        isOpen={isInspecting}
        connectionId={connection.id}
        connectionName={connection.name}
        onClose={() => {
          setInspecting(false);
        }}
      />
    </div>
  );
};

const NewestAge = ({ newestAtMs }: { readonly newestAtMs: number }) => (
  <span>newest {formatAge(useNowMs() - newestAtMs)}</span>
);
