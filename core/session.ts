import type { AuditEntry } from '../shared/audit/entry.ts';
import type { AppInfo } from '../shared/contract/contract.ts';
import { ok } from '../shared/contract/result.ts';
import { serveSession, type MethodHandlers, type Session, type TopicHandlers } from '../shared/contract/server.ts';
import type { Transport } from '../shared/contract/transport.ts';
import { adminHandlers } from './admin-handlers.ts';
import { openAuditSource } from './audit/audit-source.ts';
import type { Audit } from './audit/audit-log.ts';
import type { Backup } from './backup/backup.ts';
import type { Vault } from './vault/vault.ts';
import type { Clock } from './clock.ts';
import type { Commander } from './commands/commander.ts';
import { SettingDesk } from './commands/setting-desk.ts';
import { openCommandsSource } from './commands/commands-source.ts';
import { connectionHandlers } from './connections/connection-handlers.ts';
import type { ConnectionManager } from './connections/connection-manager.ts';
import { openConnectionsSource } from './connections/connections-source.ts';
import type { FleetState } from './fleet/fleet-state.ts';
import type { Log } from './log.ts';
import { openLongWorkSource, type LongWorks } from './long-work/long-works.ts';
import { peopleHandlers } from './people/people-handlers.ts';
import { manyDeviceHandlers } from './platforms/many-device-handlers.ts';
import { platformHandlers } from './platforms/platform-handlers.ts';
import { refusingMisplacedSecrets } from './secrets/misplaced-secret.ts';
import type { SecretsInUse } from './secrets/secrets-in-use.ts';
import { readPreferences, savePreferences } from './settings/preferences-book.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import { tokenHandlers } from './tokens/token-handlers.ts';
import type { Tokens } from './tokens/tokens.ts';

export interface SessionNeeds {
  readonly info: () => AppInfo;
  readonly settings: SettingsStore;
  readonly connections: ConnectionManager;
  readonly tokens: Tokens;
  readonly commander: Commander;
  readonly audit: Audit;
  /** What the last end of the console has left. */
  readonly interrupted: readonly AuditEntry[];
  readonly longWorks: LongWorks;
  readonly backup: Backup;
  readonly vault: Vault;
  readonly secretsInUse: SecretsInUse;
  readonly fleet: FleetState;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a connection test listens; the default suits people. */
  readonly testListenMs?: number;
}

/** One window's end of the engine: every method and topic of the contract, wired to the part that answers it. */
export const openEngineSession = (transport: Transport, needs: SessionNeeds): Session => {
  const { platforms } = needs.connections;
  platforms.openWindow(transport);
  transport.onClose(() => {
    platforms.closeWindow(transport);
  });
  return serveSession(transport, {
    methods: refusingMisplacedSecrets(methodsOf(needs, transport), needs.secretsInUse),
    topics: topicsOf(needs),
    timers: needs.clock,
    onInternalError: (error, where) => {
      needs.log.error('session-fault', {
        where,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    },
    onProtocolError: (explanation) => {
      needs.log.warn('session-protocol-error', { explanation });
    },
  });
};

const methodsOf = (needs: SessionNeeds, window: object): MethodHandlers => {
  const { connections, commander, settings } = needs;
  return {
    'app.info': () => ok(needs.info()),
    'preferences.get': () => ok(readPreferences(settings)),
    'preferences.save': (preferences) => {
      savePreferences(settings, preferences);
      return ok(null);
    },

    ...connectionHandlers(needs),

    'commands.draft': (params) => commander.draft(params),
    'commands.confirm': ({ id }) => commander.confirm(id),
    'commands.discard': ({ id }) => commander.discard(id),

    ...platformHandlers(
      connections.platforms,
      needs.clock,
      needs.audit,
      new SettingDesk({ fleet: needs.fleet, connections, commander }),
      window,
    ),
    ...manyDeviceHandlers(connections.platforms, needs.audit),
    ...peopleHandlers(connections, needs.clock, needs.audit),
    ...tokenHandlers(needs.tokens),
    ...adminHandlers({
      ...{ vault: needs.vault, audit: needs.audit, backup: needs.backup, clock: needs.clock },
      ...{ longWorks: needs.longWorks, interrupted: needs.interrupted },
      connectionName: (id) => connections.nameOf(id) ?? connections.statuses().find((status) => status.id === id)?.name,
    }),
  };
};

const topicsOf = (needs: SessionNeeds): TopicHandlers => ({
  connections: (_params, wake) => openConnectionsSource(needs.connections, needs.clock, wake),
  fleet: (_params, wake) => needs.fleet.openFrames(wake),
  audit: (_params, wake) => openAuditSource(needs.audit, wake),
  longWork: (_params, wake) => openLongWorkSource(needs.longWorks, wake),
  tokens: ({ connectionId }, wake) => needs.tokens.lists.open(connectionId, wake),
  vehicle: (params, wake) => needs.fleet.openVehicle(params, wake),
  commands: (params, wake) => openCommandsSource(needs.commander, params, wake),
});
