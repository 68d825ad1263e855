import type { Result } from '../../shared/contract/result.ts';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { Clock } from '../clock.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import type { Log } from '../log.ts';
import type { Platforms } from '../platforms/platforms.ts';
import { isSamePlatform } from '../platforms/same-platform.ts';
import { uniqueWord } from './client-identity.ts';
import { Connection } from './connection.ts';
import { Feed, type Acknowledgement } from './feed.ts';
import type { OpenLink } from './link.ts';
import type { SecretKeeper } from './secret-keeper.ts';
import type { Entry } from './status-view.ts';

export interface ConnectionAssemblyNeeds {
  readonly fleet: FleetState;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: SecretKeeper;
  readonly platforms: Platforms;
  readonly onAcknowledgement: (connectionId: string, acknowledgement: Acknowledgement) => void;
  readonly onChange: () => void;
  readonly openLink: OpenLink;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Puts a connection together: its place in the fleet, its feed, its client and its platform. */
export class ConnectionAssembly {
  readonly #needs: ConnectionAssemblyNeeds;
  /** Stand for `{unique}` in client ids: two connections may share a broker, and each keeps its word for our life. */
  readonly #words = new Map<string, string>();

  constructor(needs: ConnectionAssemblyNeeds) {
    this.#needs = needs;
  }

  create(id: string, settings: ConnectionSettings, isManaged: boolean): Entry {
    const { fleet, clock, log, onAcknowledgement } = this.#needs;
    const feed = new Feed(settings.mapping, {
      connectionId: id,
      fleet,
      clock,
      log,
      onAcknowledgement: (acknowledgement) => {
        onAcknowledgement(id, acknowledgement);
      },
    });
    this.#register(id, settings);
    const entry: Entry = { id, isManaged, settings, feed, connection: this.#connect(id, settings, feed) };
    this.#putPlatform(id, settings, feed);
    return entry;
  }

  /**
   * The same connection with other settings. Vehicles stay on screen where the same feed goes on under other credentials
   * or another name. `stopped` settles when the former client is gone.
   */
  replace(former: Entry, settings: ConnectionSettings, stopped: Promise<void>): Entry {
    const { id, feed } = former;
    if (!isSameFeed(former.settings, settings)) this.#needs.fleet.removeConnection(id);
    this.#register(id, settings);
    feed.useMapping(settings.mapping);
    this.#putPlatform(id, settings, feed);
    return { ...former, settings, connection: this.#connect(id, settings, feed, stopped) };
  }

  #register(id: string, settings: ConnectionSettings): void {
    const { fleet, platforms } = this.#needs;
    const { name, mapping, platform } = settings;
    fleet.registerConnection({
      id,
      name,
      expectedIntervalMs: mapping.expectedIntervalMs,
      commands: mapping.commands ?? [],
      platformCommandsFor: (vehicleId) => platforms.get(id)?.typeOf(vehicleId)?.commands ?? [],
      isClosed: platform?.watch.types !== undefined || platform?.watch.groups !== undefined,
    });
  }

  /** Its secret is read once, and held for as long as this connection to the API stands. */
  #putPlatform(id: string, settings: ConnectionSettings, feed: Feed): void {
    const { platforms, secrets } = this.#needs;
    let token: Promise<Result<string>> | undefined;
    platforms.put(id, {
      settings,
      feed,
      token: async () => {
        const asked = (token ??= secrets.forPlatform(id, settings, settings));
        const answer = await asked;
        // A vault that was locked may be open at the next attempt.
        if (!answer.ok && token === asked) token = undefined;
        return answer;
      },
      onTypes: () => {
        this.#register(id, settings);
      },
    });
  }

  #connect(id: string, settings: ConnectionSettings, feed: Feed, startsAfter?: Promise<void>): Connection {
    const { secrets, openLink, clock, log, random, onChange } = this.#needs;
    return new Connection({
      id,
      settings,
      isRecording: secrets.isManaged(id) && settings.platform === undefined && settings.presetId !== 'practice',
      uniqueWord: this.#wordOf(id),
      readSecrets: () => secrets.forBroker(id, settings, settings, {}),
      openLink,
      ...(startsAfter === undefined ? {} : { startsAfter }),
      clock,
      log,
      random,
      onMessage: feed.handle,
      onChange,
    });
  }

  #wordOf(id: string): string {
    const word = this.#words.get(id) ?? uniqueWord();
    this.#words.set(id, word);
    return word;
  }
}

const isSameFeed = (a: ConnectionSettings, b: ConnectionSettings): boolean =>
  a.url === b.url &&
  JSON.stringify(a.topics) === JSON.stringify(b.topics) &&
  JSON.stringify(a.mapping) === JSON.stringify(b.mapping) &&
  isSamePlatform(a, b);
