import type { CommandedConnections } from '../commands/commanded.ts';
import type { Platforms } from '../platforms/platforms.ts';
import { placeOf } from '../platforms/same-platform.ts';
import type { Entry } from './status-view.ts';

/** A connection as a command sees it: where it goes, how, and what there is to send. */
export const commandedView = (
  { id, settings, connection }: Entry,
  platforms: Pick<Platforms, 'get' | 'commanded'>,
): NonNullable<ReturnType<CommandedConnections['find']>> => {
  const platform = platforms.commanded(id);
  const api = platforms.get(id);
  const right = api?.rights['send-command'];
  const { name, mapping } = settings;
  return {
    ...{ name, mapping, platform, place: placeOf(settings) },
    isConnected: platform === undefined ? connection.isConnected : api?.isReady === true,
    refusal:
      right?.state === 'denied'
        ? `The token of this connection may not send commands. ${right.explanation}`
        : undefined,
    describe: (vehicleId) => platforms.get(id)?.typeOf(vehicleId),
  };
};
