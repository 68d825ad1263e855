import type { RejectedMessage, RejectionReason } from '../../shared/connection/status.ts';
import { formatDateTime } from '../format/age.ts';

export const rejectionWords: Readonly<Record<RejectionReason, string>> = {
  'too-large': 'Too large',
  'not-json': 'Not JSON',
  'too-deep': 'Nested too deeply',
  'wrong-shape': 'Not the expected shape',
  'no-route': 'Topic not in the mapping',
  'no-vehicle-id': 'No vehicle named',
  'not-a-number': 'Not a number',
  'out-of-range': 'Impossible value',
  'unknown-value': 'Unknown value',
  'implausible-time': 'Impossible time',
  'too-many-vehicles': 'Too many vehicles',
  'too-many-signals': 'Too many signals',
};

/** For the clipboard: what somebody needs to find the sender's mistake. */
export const describeRejection = (message: RejectedMessage, connectionName: string): string =>
  [
    `${formatDateTime(message.receivedAtMs)}  ${connectionName}`,
    `Topic: ${message.topic}`,
    `${rejectionWords[message.reason]}: ${message.explanation}`,
    `Payload (${String(message.payloadBytes)} bytes${message.isCut ? ', beginning only' : ''}):`,
    message.excerpt,
  ].join('\n');
