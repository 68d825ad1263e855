import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { RawMessage } from '../../shared/vehicle/detail.ts';
import { formatDateTime } from '../format/age.ts';
import { formatBytes } from '../format/number.ts';
import { CopyControl } from './copy-control.tsx';
import { Panel } from './panel.tsx';
import { prettyText } from './raw-text.ts';
import classes from './raw-panel.module.css';

/** The last message as it came, as text and as nothing else. It can be held, to be read or marked while others arrive. */
export const RawPanel = memo(({ rawMessage }: { readonly rawMessage: RawMessage | null }) => {
  const [held, setHeld] = useState<RawMessage | null>(null);
  const message = held ?? rawMessage;
  if (message === null) {
    return (
      <Panel title="Last message">
        <p className={classes.none}>No message is kept for this vehicle yet.</p>
      </Panel>
    );
  }

  const pretty = prettyText(message.text);
  const facts = [
    formatDateTime(message.receivedAtMs),
    formatBytes(message.payloadBytes),
    `QoS ${String(message.qos)}`,
    ...(message.isRetained ? ['retained: kept by the broker, perhaps for long'] : []),
    ...(pretty.isJson || message.isCut ? [] : ['not JSON']),
  ];
  return (
    <Panel
      title={held === null ? 'Last message' : 'Last message, held'}
      controls={
        <div className={classes.controls}>
          <Button
            size="compact-sm"
            fz="xs"
            variant={held === null ? 'subtle' : 'filled'}
            leftSection={
              held === null ? <IconPlayerPause size={14} aria-hidden /> : <IconPlayerPlay size={14} aria-hidden />
            }
            onClick={() => {
              setHeld(held === null ? message : null);
            }}
          >
            {held === null ? 'Hold message' : 'Go on'}
          </Button>
          <CopyControl value={message.text} label="message" />
        </div>
      }
    >
      <p className={classes.topic}>{message.topic}</p>
      <p className={classes.facts}>{facts.join(' · ')}</p>
      {message.isCut && (
        <p className={classes.cut}>
          <span aria-hidden>✂</span> Cut: this is only the beginning of {formatBytes(message.payloadBytes)}.
        </p>
      )}
      <pre className={classes.text} tabIndex={0} role="group" aria-label="Text of the last message">
        {pretty.text === '' ? '(empty)' : pretty.text}
      </pre>
    </Panel>
  );
});
RawPanel.displayName = 'RawPanel';
