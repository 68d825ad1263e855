import type { ConnectionProblem } from '../../../shared/connection/problem.ts';
import { failureBeforeConnect } from '../../connections/link-failure.ts';
import { describeFailure } from '../../connections/problem.ts';
import type { PlatformAddress } from './address.ts';

export interface NetworkProblem {
  readonly reason: ConnectionProblem;
  readonly message: string;
  readonly technical: string | undefined;
  /** Whether it may pass by itself. A certificate that is not trusted does not. */
  readonly mayPass: boolean;
}

const lasting: ReadonlySet<ConnectionProblem> = new Set([
  'certificate-not-trusted',
  'certificate-expired',
  'certificate-name-mismatch',
  'client-certificate-required',
  'wrong-protocol',
]);

/** Sorts a failure below HTTP in the way in which a broker's are sorted, and says it of a platform. */
export const describeNetworkError = (address: PlatformAddress, error: Error): NetworkProblem => {
  const { code, message, technical } = describeFailure(failureBeforeConnect(error), {
    address: { ...address, protocol: address.isSecure ? 'wss' : 'ws', path: address.basePath },
    protocolVersion: 4,
    hasClientCertificate: false,
    secrets: [],
  });
  const isLost = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE') && !isBeforeTls(error);
  const reason = isLost ? 'closed' : code;
  return {
    reason,
    message: shared.has(reason) ? message : platformWords(reason, address),
    technical,
    mayPass: !lasting.has(reason),
  };
};

const isBeforeTls = (error: Error): boolean => error.message.includes('before secure TLS connection');

/** Where a broker's words fit a platform as well. */
const shared: ReadonlySet<ConnectionProblem> = new Set(['name-not-found', 'no-route', 'timeout']);

const platformWords = (reason: ConnectionProblem, { label, isSecure }: PlatformAddress): string => {
  const own: Partial<Record<ConnectionProblem, string>> = {
    refused: `${label} refused the connection: the computer is there, but no platform listens on this port. Check the address, and that the platform runs.`,
    closed: `${label} closed the connection without an answer. It may be restarting, ${isSecure ? 'or something on the way, such as a proxy, cut it' : 'or it expects https://'}.`,
    'certificate-not-trusted': `The certificate of ${label} is not signed by an authority that this console trusts. If the platform has its own authority, add its CA file to this connection.`,
    'certificate-expired': `The certificate of ${label} has expired or is not valid yet. Whoever runs the platform has to renew it; check this computer's clock, too.`,
    'certificate-name-mismatch': `The certificate at ${label} is made for another name. Use the name that it was made for, or ask whoever runs the platform.`,
    'client-certificate-required': `${label} asks for a client certificate, which its REST API should not. Check the address.`,
    'wrong-protocol': isSecure
      ? `What answers at ${label} does not speak HTTPS. Check the address and the port.`
      : `What answers at ${label} does not speak HTTP. Check the address and the port, or use https://.`,
  };
  return own[reason] ?? `The connection to ${label} failed. Check the address and this computer's network.`;
};
