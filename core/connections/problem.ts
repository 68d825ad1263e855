import type { Problem } from '../../shared/connection/problem.ts';
import { connackProblem } from './connack-problem.ts';
import type { LinkFailure } from './link-failure.ts';
import { socketProblem } from './socket-problem.ts';
import type { ProblemContext, Verdict } from './verdict.ts';

/** Puts a failure into words for an operator: what happened and what to do. */
export const describeFailure = (failure: LinkFailure, context: ProblemContext): Problem => {
  const verdict = verdictOf(failure, context);
  const technical = technicalWords(failure, context.secrets);
  return { ...verdict, ...(technical === undefined ? {} : { technical }) };
};

const verdictOf = (failure: LinkFailure, context: ProblemContext): Verdict => {
  const at = context.address.label;
  if (failure.connackCode !== null) return connackProblem(failure.connackCode, context.protocolVersion, at);
  if (failure.refusedFilters.length > 0) return topicsRefused(failure.refusedFilters, at);
  if (failure.disconnectCode !== null) {
    const verdict = disconnectProblem(failure.disconnectCode, at);
    if (verdict !== undefined) return verdict;
  }
  const socket = socketProblem(failure, context);
  if (socket !== undefined) return socket;
  switch (failure.stage) {
    case 'subscribing':
      return {
        code: 'topic-refused',
        message: `${at} closed the connection when it was asked for the topics. Some platforms do this for a topic that they do not offer or that this user may not read: check the topics and the user's rights.`,
        willRetry: true,
      };
    case 'signing-in':
    case 'connecting':
      return {
        code: 'wrong-protocol',
        message: `${at} closed the connection without an answer. It may expect ${context.address.isSecure ? 'a client certificate, or no encryption' : 'an encrypted connection (mqtts:// or wss://)'}, or it is not an MQTT broker: check the address and the port.`,
        willRetry: true,
      };
    case 'established':
      return {
        code: 'closed',
        message: `The connection to ${at} was closed. The console connects again by itself.`,
        willRetry: true,
      };
  }
};

export const topicsRefused = (filters: readonly string[], at: string): Verdict => ({
  code: 'topic-refused',
  message: `${at} refused ${filters.length === 1 ? 'the topic' : 'the topics'} ${filters.join(', ')}. Check the topic, and whether this user may read it.`,
  willRetry: false,
});

export const takenOver = (at: string): Verdict => ({
  code: 'taken-over',
  message: `Another client signs in at ${at} with the same client id, and the two throw each other out. Give this connection a client id of its own; {unique} in it makes one.`,
  willRetry: true,
});

/** MQTT 5.0, section 3.14.2.1. */
const disconnectProblem = (code: number, at: string): Verdict | undefined => {
  switch (code) {
    case 0x8e:
      return takenOver(at);
    case 0x87:
    case 0x98:
      return {
        code: 'not-authorised',
        message: `${at} ended the connection: this user is no longer allowed. Check the user's rights with whoever runs the broker.`,
        willRetry: true,
      };
    case 0x8b:
    case 0x89:
    case 0x9c:
    case 0x9d:
      return {
        code: 'broker-unavailable',
        message: `${at} is shutting down or asks its clients to leave. The console connects again by itself.`,
        willRetry: true,
      };
    case 0x8f:
    case 0xa2:
      return {
        code: 'topic-refused',
        message: `${at} ended the connection because of a topic that it does not accept. Check the topics.`,
        willRetry: true,
      };
    default:
      return undefined;
  }
};

const technicalWords = (failure: LinkFailure, secrets: readonly string[]): string | undefined => {
  const words: string[] = [];
  if (failure.error !== null) words.push(errorWords(failure.error));
  if (failure.disconnectCode !== null) words.push(`DISCONNECT reason 0x${failure.disconnectCode.toString(16)}`);
  // A broker that answered by MQTT's own refusal has said all there is to know.
  if (failure.firstBytes !== null && failure.connackCode === null) {
    words.push(`first bytes: ${printable(failure.firstBytes)}`);
  }
  return words.length === 0 ? undefined : scrub(words.join('; '), secrets);
};

const errorWords = (error: Error): string => {
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  // Node gathers the failures of a name's several addresses in one error without words of its own.
  const message = error instanceof AggregateError ? error.errors.map(String).join(', ') : error.message;
  return `${code}${message}`.slice(0, 500);
};

const scrub = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((result, secret) => (secret.length === 0 ? result : result.replaceAll(secret, '•••')), text);

const printable = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, 40), (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
