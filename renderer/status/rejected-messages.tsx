import { Button, Modal } from '@mantine/core';
import { IconCopy, IconRefresh } from '@tabler/icons-react';
import { useClipboard } from '@mantine/hooks';
import type { RejectedMessage } from '../../shared/connection/status.ts';
import { useCall } from '../engine/use-call.ts';
import { formatClock, formatDateTime } from '../format/age.ts';
import { formatBytes } from '../format/number.ts';
import { describeRejection, rejectionWords } from './rejection-words.ts';
import classes from './rejected-messages.module.css';

interface Props {
  /** Said to the dialog, not by leaving it out: it gives the focus back only when it closes by itself. */
  readonly isOpen: boolean;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly onClose: () => void;
}

export const RejectedMessages = ({ isOpen, connectionId, connectionName, onClose }: Props) => (
  <Modal opened={isOpen} onClose={onClose} size={900} title={`Rejected messages of ${connectionName}`}>
    <RejectedList connectionId={connectionId} connectionName={connectionName} />
  </Modal>
);

const RejectedList = ({ connectionId, connectionName }: Pick<Props, 'connectionId' | 'connectionName'>) => {
  const call = useCall('connections.rejected', { id: connectionId });
  const clipboard = useClipboard({ timeout: 2000 });

  if (call.status === 'loading') return <p className={classes.note}>Asking the engine…</p>;
  if (call.status === 'failed') {
    return (
      <p className={classes.note} role="alert">
        {call.error.message} <Button onClick={call.reload}>Try again</Button>
      </p>
    );
  }
  const messages = call.value;
  return (
    <>
      <div className={classes.bar}>
        <p className={classes.note}>
          {messages.length === 0
            ? 'No message has been rejected.'
            : 'What cannot be understood of a message changes nothing. The last hundred such messages, newest first.'}
        </p>
        <Button leftSection={<IconRefresh size={14} aria-hidden />} onClick={call.reload}>
          Refresh
        </Button>
        {messages.length > 0 && (
          <Button
            leftSection={<IconCopy size={14} aria-hidden />}
            onClick={() => {
              clipboard.copy(messages.map((message) => describeRejection(message, connectionName)).join('\n\n'));
            }}
          >
            {clipboard.copied ? 'Copied' : 'Copy all'}
          </Button>
        )}
      </div>
      <ul className={classes.list}>
        {messages.map((message, index) => (
          <Rejection
            key={`${String(message.receivedAtMs)} ${message.topic} ${String(index)}`}
            message={message}
            connectionName={connectionName}
          />
        ))}
      </ul>
    </>
  );
};

const Rejection = ({
  message,
  connectionName,
}: {
  readonly message: RejectedMessage;
  readonly connectionName: string;
}) => {
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <li className={classes.item}>
      <div className={classes.bar}>
        <time dateTime={new Date(message.receivedAtMs).toISOString()} title={formatDateTime(message.receivedAtMs)}>
          {formatClock(message.receivedAtMs)}
        </time>
        <strong>{rejectionWords[message.reason]}</strong>
        <code className={classes.topic}>{message.topic}</code>
        <Button
          size="compact-xs"
          onClick={() => {
            clipboard.copy(describeRejection(message, connectionName));
          }}
        >
          {clipboard.copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p className={classes.explanation}>{message.explanation}</p>
      {message.excerpt !== '' && <pre className={classes.excerpt}>{message.excerpt}</pre>}
      <p className={classes.size}>
        {formatBytes(message.payloadBytes)}
        {message.isCut && ', only the beginning is shown'}
      </p>
    </li>
  );
};
