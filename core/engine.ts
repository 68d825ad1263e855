import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { AppInfo } from '../shared/contract/contract.ts';
import type { Session } from '../shared/contract/server.ts';
import type { Transport } from '../shared/contract/transport.ts';
import { settingsAnchor } from './audit/anchor.ts';
import { openAudit } from './audit/audit.ts';
import { settleInterrupted } from './audit/interrupted.ts';
import { auditCommandEnd, auditCommandStart, auditVaultEvent } from './audit/watch.ts';
import { createBackup } from './backup/backup.ts';
import { awaitsSecrets } from './backup/takeover.ts';
import type { Clock } from './clock.ts';
import { Commander } from './commands/commander.ts';
import { openLedger } from './commands/ledger.ts';
import { ConnectionManager } from './connections/connection-manager.ts';
import { finishRemovals } from './connections/finish-removals.ts';
import type { OpenLink } from './connections/link.ts';
import type { ManagedConnection } from './connections/managed-connection.ts';
import { makeFolder } from './data-folder/make-folder.ts';
import { FleetState } from './fleet/fleet-state.ts';
import type { Log } from './log.ts';
import { LongWorks } from './long-work/long-works.ts';
import type { CreatePlatform } from './platforms/create-platform.ts';
import { AccessMemory } from './platforms/refusal/access-memory.ts';
import { openEngineSession } from './session.ts';
import { createNotingVault } from './secrets/noting-vault.ts';
import { SecretsInUse } from './secrets/secrets-in-use.ts';
import { ConnectionBook } from './settings/connection-book.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import { createTokenLookUp } from './tokens/token-look-up.ts';
import { openTokens } from './tokens/tokens.ts';
import { passwordKey, platformTokenKey, type Vault } from './vault/vault.ts';

export type { ManagedConnection } from './connections/managed-connection.ts';
export type { SettingsStore } from './settings/settings-store.ts';

export interface EngineNeeds {
  readonly vault: Vault;
  readonly settings: SettingsStore;
  /** Made when it is not there. `:memory:` keeps everything in memory. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** What the host knows of itself; the vault speaks for itself. */
  readonly appInfo: Pick<AppInfo, 'name' | 'version' | 'host'>;
  readonly managedConnections?: readonly ManagedConnection[];
  /** The host's, where its log keeps them out. */
  readonly secretsInUse?: SecretsInUse;
  /** For tests: how connections reach their broker, and what their jitter is made of. */
  readonly openLink?: OpenLink;
  readonly createPlatform?: CreatePlatform;
  readonly random?: () => number;
  readonly testListenMs?: number;
  /** Who the record of what was done names; the operating system's user where absent. */
  readonly user?: string;
}

export interface Engine {
  /** Serves one window until its transport or the session is closed. */
  openSession(transport: Transport): Session;
  /** Ends every client and timer; settles within two seconds. A second call waits for the first. */
  close(): Promise<void>;
}

/** Starts an engine. It holds all its state itself, so any number can run side by side (each with a `dataDir` of its own). */
export const createEngine = async (needs: EngineNeeds): Promise<Engine> => {
  const { vault, settings, dataDir, clock, log, secretsInUse = new SecretsInUse() } = needs;
  const notingVault = createNotingVault(vault, secretsInUse);
  for (const { id, password, platformToken } of needs.managedConnections ?? []) {
    if (password !== undefined) secretsInUse.note(passwordKey(id), password);
    if (platformToken !== undefined) secretsInUse.note(platformTokenKey(id), platformToken);
  }
  const isInMemory = dataDir === ':memory:';
  if (!isInMemory) makeFolder(dataDir);
  const ledger = openLedger(isInMemory ? dataDir : join(dataDir, 'ledger.sqlite'), clock.now(), log);
  const fleet = new FleetState({ clock });
  const connections = new ConnectionManager({
    book: new ConnectionBook(settings, log, needs.appInfo.host),
    vault: notingVault,
    fleet,
    clock,
    log,
    managed: needs.managedConnections ?? [],
    onAcknowledgement: (connectionId, acknowledgement) => {
      commander.acknowledge(connectionId, acknowledgement);
    },
    ...(needs.openLink === undefined ? {} : { openLink: needs.openLink }),
    createPlatform: needs.createPlatform,
    access: new AccessMemory({ store: settings, clock, log }),
    awaitsSecrets: (id) => awaitsSecrets(settings, id),
    ...(needs.random === undefined ? {} : { random: needs.random }),
  });
  const audit = openAudit({
    file: isInMemory ? dataDir : join(dataDir, 'audit.sqlite'),
    clock,
    log,
    user: needs.user ?? userName(),
    knownSecrets: () => secretsInUse.values(),
    anchor: settingsAnchor(settings),
  });
  const interrupted = settleInterrupted(audit);
  const connectionName = (id: string): string => connections.find(id)?.name ?? id;
  const commander = new Commander({
    ...{ fleet, connections, ledger, clock, log },
    recordStart: (record, name) => {
      auditCommandStart(audit, record, name);
    },
  });
  commander.onChange((record) => {
    auditCommandEnd(audit, record, connectionName(record.connectionId));
  });
  const stopWatchingVault = vault.onEvent((event) => {
    auditVaultEvent(audit, event, (id) => connections.nameOf(id));
    if (event.kind === 'unlocked') void backup.finishWaiting().then(() => connections.retryLocked());
  });
  const backup = createBackup({
    ...{ settings, vault, clock, log },
    managedIds: () => (needs.managedConnections ?? []).map(({ id }) => id),
    onImported: ({ connectionIds }) => {
      connections.reload(connectionIds);
    },
  });
  const tokens = openTokens({
    ...{ connections, vault: notingVault, audit, clock, log },
    file: isInMemory ? dataDir : join(dataDir, 'tokens.sqlite'),
  });
  connections.platforms.useLookUp(createTokenLookUp({ desk: tokens.desk, connections, clock }));
  const longWorks = new LongWorks();
  const sessions = new Set<Session>();
  let closing: Promise<void> | undefined;

  const close = async (): Promise<void> => {
    for (const session of sessions) session.close();
    sessions.clear();
    tokens.close();
    await connections.close();
    stopWatchingVault();
    backup.close();
    commander.close();
    fleet.close();
    ledger.close();
    audit.close();
    log.info('engine-closed');
  };

  const finished = await backup.finishInterrupted();
  if (!finished.ok) log.warn('import-not-finished', { message: finished.error.message });
  const isThere = (id: string) => connections.statuses().some((status) => status.id === id);
  await finishRemovals(interrupted, isThere, vault, log);
  connections.start();
  log.info('engine-started', { dataDir, connections: connections.statuses().length });

  return {
    openSession: (transport) => {
      const session = openEngineSession(transport, {
        info: () => ({ ...needs.appInfo, vault: vault.info(), dataFolder: dataDir }),
        settings,
        connections,
        tokens,
        commander,
        audit,
        interrupted,
        longWorks,
        backup,
        vault,
        secretsInUse,
        fleet,
        clock,
        log,
        ...(needs.testListenMs === undefined ? {} : { testListenMs: needs.testListenMs }),
      });
      sessions.add(session);
      transport.onClose(() => {
        sessions.delete(session);
        void tokens.creations.forgetTaken();
      });
      return session;
    },
    close: () => (closing ??= close()),
  };
};

/** The operating system's name of whoever runs the console; a system without one has none to tell. */
const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
};
