import type { Audit } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Vault } from '../vault/vault.ts';
import { Creations } from './creations.ts';
import { ExpiryWatch } from './expiry-watch.ts';
import { Privileges } from './privileges.ts';
import { Rotations } from './rotations.ts';
import type { PlatformToken } from './token-book.ts';
import { TokenDesk } from './token-desk.ts';
import { TokenLists } from './token-lists.ts';
import { openTokenRecords } from './token-records.ts';
import type { TokenConnections } from './token-use.ts';

export interface TokensNeeds {
  readonly connections: TokenConnections;
  readonly vault: Vault;
  readonly audit: Pick<Audit, 'append'>;
  readonly clock: Clock;
  readonly log: Log;
  /** `:memory:` for tests. */
  readonly file: string;
}

/** The admin's desk: API tokens of all platforms, what is under way with them, and what is to be said of them. */
export interface Tokens {
  readonly desk: TokenDesk;
  readonly lists: TokenLists;
  readonly creations: Creations;
  readonly rotations: Rotations;
  readonly expiryWatch: ExpiryWatch;
  readonly privileges: Privileges;
  close(): void;
}

/** @throws {StartError} when its file is in use or the file system refuses it. */
export const openTokens = (needs: TokensNeeds): Tokens => {
  const { connections, vault, audit, clock, log, file } = needs;
  const records = openTokenRecords({ file, clock, log });
  const known = (connectionId: string): readonly PlatformToken[] => lists.known(connectionId);
  const desk: TokenDesk = new TokenDesk({ connections, audit, clock, known });
  const lists: TokenLists = new TokenLists({ desk, connections, clock, log });
  const creations = new Creations({ desk, connections, records, vault, clock, log });
  const rotations = new Rotations({ desk, connections, records, vault, clock, log });
  const expiryWatch = new ExpiryWatch({ desk, lists, rotations, connections, records, clock });
  const privileges = new Privileges({ connections, records, clock });
  return {
    ...{ desk, lists, creations, rotations, expiryWatch, privileges },
    close: () => {
      lists.close();
      creations.close();
      privileges.close();
      records.close();
    },
  };
};
