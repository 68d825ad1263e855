import type { Audit } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { CreatePlatform } from '../platforms/create-platform.ts';
import type { Vault } from '../vault/vault.ts';
import { TokenDesk } from './token-desk.ts';
import type { TokenConnections } from './token-use.ts';

export interface TokensNeeds {
  readonly connections: TokenConnections;
  readonly vault: Vault;
  readonly audit: Pick<Audit, 'append'>;
  readonly clock: Clock;
  readonly log: Log;
  /** `:memory:` for tests. */
  readonly file: string;
  readonly createPlatform?: CreatePlatform | undefined;
  /** In [0, 1). */
  readonly random?: (() => number) | undefined;
}

/** The admin's desk: API tokens of all platforms, what is under way with them, and what is to be said of them. */
export interface Tokens {
  readonly desk: TokenDesk;
  close(): void;
}

export const openTokens = ({ connections, audit, clock }: TokensNeeds): Tokens => ({
  desk: new TokenDesk({ connections, audit, clock }),
  close: () => undefined,
});
