import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import type { UnreadableConnection } from '../settings/connection-book.ts';
import type { Connection } from './connection.ts';
import type { Feed } from './feed.ts';

export interface Entry {
  readonly id: string;
  readonly isManaged: boolean;
  settings: ConnectionSettings;
  readonly feed: Feed;
  readonly connection: Connection;
}

/** How one connection stands, as every window sees it. */
export const statusOfEntry = (
  entry: Entry,
  fleet: Pick<FleetState, 'vehicleCount' | 'cuts'>,
  nowMs: number,
): ConnectionStatus => {
  const { id, settings, feed, isManaged } = entry;
  const { state, sinceMs, problem, retryAtMs } = entry.connection.condition;
  return {
    id,
    name: settings.name,
    presetId: settings.presetId,
    url: settings.url,
    isManaged,
    isEnabled: settings.isEnabled,
    state,
    sinceMs,
    problem: problem ?? feed.fault(nowMs),
    retryAtMs,
    messagesPerSecond: feed.messagesPerSecond,
    newestAtMs: feed.newestAtMs,
    receivedCount: feed.receivedCount,
    rejectedCount: feed.rejectedCount,
    vehicleCount: fleet.vehicleCount(id),
    cuts: [...fleet.cuts(id)],
    expectedIntervalMs: settings.mapping.expectedIntervalMs,
  };
};

/** Stored settings that cannot be read are on the list, so that nobody wonders where a connection went. */
export const statusOfUnreadable = (unreadable: UnreadableConnection, nowMs: number): ConnectionStatus => ({
  id: unreadable.id,
  name: unreadable.name,
  presetId: 'custom',
  url: unreadable.url,
  isManaged: false,
  isEnabled: false,
  state: 'offline',
  sinceMs: nowMs,
  problem: {
    code: 'invalid-settings',
    message:
      'The stored settings of this connection cannot be read, so it is not used. They are kept as they are: another version of the console may read them. Set the connection up anew, or remove it.',
    technical: unreadable.explanation,
    willRetry: false,
  },
  retryAtMs: null,
  messagesPerSecond: 0,
  newestAtMs: null,
  receivedCount: 0,
  rejectedCount: 0,
  vehicleCount: 0,
  cuts: [],
  expectedIntervalMs: 1000,
});
