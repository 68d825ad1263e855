import { followsBroker, type ConnectionSettings } from '../../shared/connection/settings.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import type { UnreadableConnection } from '../settings/connection-book.ts';
import type { PlatformConnection } from '../platforms/desk/platform-connection.ts';
import type { Connection, ConnectionCondition } from './connection.ts';
import type { Feed } from './feed.ts';

export interface Entry {
  readonly id: string;
  readonly isManaged: boolean;
  settings: ConnectionSettings;
  readonly feed: Feed;
  readonly connection: Connection;
}

/** Where its values come from: the broker, or the platform's API in turn. */
export const conditionOf = (
  { settings, connection }: Pick<Entry, 'settings' | 'connection'>,
  platform: PlatformConnection | undefined,
): ConnectionCondition =>
  followsBroker(settings) ? connection.condition : (platform?.condition ?? connection.condition);

/** How one connection stands, as every window sees it. */
export const statusOfEntry = (
  entry: Entry,
  fleet: Pick<FleetState, 'vehicleCount' | 'cuts'>,
  platform: PlatformConnection | undefined,
  nowMs: number,
): ConnectionStatus => {
  const { id, settings, feed, isManaged } = entry;
  const { state, sinceMs, problem, retryAtMs } = conditionOf(entry, platform);
  return {
    id,
    name: settings.name,
    presetId: settings.presetId,
    url: settings.url,
    isManaged,
    isEnabled: settings.isEnabled,
    state,
    sinceMs,
    problem: explained(entry, problem, platform) ?? feed.fault(nowMs),
    retryAtMs,
    messagesPerSecond: feed.messagesPerSecond,
    newestAtMs: feed.newestAtMs,
    receivedCount: feed.receivedCount,
    rejectedCount: feed.rejectedCount,
    vehicleCount: fleet.vehicleCount(id),
    cuts: [...fleet.cuts(id)],
    expectedIntervalMs: settings.mapping.expectedIntervalMs,
    platform: platform?.status ?? null,
  };
};

/** Watson's broker and its API take the same key and token, and the API's answer tells more of why they do not. */
const explained = (
  { settings }: Pick<Entry, 'settings'>,
  problem: ConnectionStatus['problem'],
  platform: PlatformConnection | undefined,
): ConnectionStatus['problem'] => {
  if (settings.platform?.kind !== 'watson' || problem?.code !== 'not-authorised') return problem;
  return platform?.status.state === 'refused' ? platform.condition.problem : problem;
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
  platform: null,
});
