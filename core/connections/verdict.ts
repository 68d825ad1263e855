import type { ConnectionProblem } from '../../shared/connection/problem.ts';
import type { BrokerAddress } from './broker-address.ts';

/** What the words are about. Secrets are here for one purpose: to be taken out of what a library says. */
export interface ProblemContext {
  readonly address: BrokerAddress;
  readonly protocolVersion: 4 | 5;
  readonly hasClientCertificate: boolean;
  readonly secrets: readonly string[];
}

export interface Verdict {
  readonly code: ConnectionProblem;
  readonly message: string;
  /** False where only a change by a person helps. */
  readonly willRetry: boolean;
}
