import { ok, type Result } from '../../../shared/contract/result.ts';
import type { WatsonSettings } from '../../../shared/platform/settings.ts';
import { organisationOfKey, watsonHostsOf, withWatsonApiPath } from '../../../shared/platform/watson-hosts.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { CallContext, KeptMessage, Platform, RegisteredDevice } from '../platform.ts';
import type { RefusalKnowledge } from '../refusal/knowledge.ts';
import { createRestClient, type RestClient, type Turnstiles } from '../rest/rest-client.ts';
import { timeOf } from './answers.ts';
import { createWatsonApi, withOutcomes, type WatsonApi } from './api.ts';
import { createCommands } from './commands.ts';
import { listDevices, type VehicleIdOf } from './devices.ts';
import { readWatsonError } from './error.ts';
import { createGroups } from './groups.ts';
import { identify } from './identity.ts';
import { createJobs } from './jobs.ts';
import { KeyAccess } from './key-access.ts';
import { LastEventCache, payloadOf } from './last-events.ts';
import { createRecords } from './records.ts';
import { addressOf, createRegistry } from './registry.ts';
import { listTypes } from './types.ts';

/** "Quotas" of the platform's documentation: of an organisation, all its keys together. */
const callsPerSecond = 10;

export interface WatsonPlatformNeeds {
  readonly settings: WatsonSettings;
  /** `a-{org}-{10 characters}`: the connection's user name. */
  readonly apiKey: string;
  /** Of the authority that signed the platform's certificate, where it is a private one. */
  readonly caPem?: string;
  /** The key's. Asked before each request. */
  readonly token: () => Promise<Result<string>>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Of the console; absent: the adapter keeps its limits for itself. */
  readonly turnstiles?: Turnstiles;
  /** What the console knows of other keys of the organisation; absent: nothing. */
  readonly knowledge?: RefusalKnowledge;
  /** As the connection's mapping makes it; absent: `{type}/{device}`. */
  readonly vehicleIdOf?: VehicleIdOf;
  /** The field of a command in which the mapping's command route sends the request id; absent: `requestId`. */
  readonly requestIdField?: string;
  /** The command that takes a vehicle's settings; absent: `settings`. */
  readonly settingsCommand?: string;
  /** Whether the mapping has a route by which vehicles acknowledge commands. */
  readonly isAcknowledged?: boolean;
}

/**
 * One organisation of Watson IoT Platform, or of Maximo's IoT tool, which has the same API:
 * https://www.ibm.com/docs/en/SSQR84_cd/iot/platform/reference/api.html
 */
export const createWatsonPlatform = (needs: WatsonPlatformNeeds): Platform => {
  const { settings, apiKey, clock, log, vehicleIdOf = (typeId, deviceId) => `${typeId}/${deviceId}` } = needs;
  const { watch } = settings;
  const hosts = watsonHostsOf(settings.address);
  const apiUrl = hosts?.apiUrl ?? settings.address;
  let expiresAtMs: number | null = null;
  const keyExpiresAtMs = (): number | null => expiresAtMs;
  const { client, api, access } = openHost(needs, apiUrl, keyExpiresAtMs);
  const cache = new LastEventCache(api, clock, log);
  const messagingUrl =
    settings.messagingAddress === undefined
      ? (hosts?.messagingUrl ?? settings.address)
      : withWatsonApiPath(settings.messagingAddress);
  const messaging = settings.commandRoute === 'http' ? openHost(needs, messagingUrl, keyExpiresAtMs) : null;

  return {
    kind: 'watson',
    client,
    identify: async (context) => {
      const identity = await identify(api, apiKey, context);
      if (!identity.ok) return { ok: false, error: await access.inquire(identity.error, context.signal) };
      ({ expiresAtMs } = identity.value.token);
      access.remember();
      return identity;
    },
    listDevices: (context, onPage) => listDevices(api, watch, vehicleIdOf, context, onPage),
    listTypes: (context) => listTypes(api, needs.settingsCommand ?? 'settings', context),
    latest: (device, context) => readLatest(cache, device, context),
    registry: createRegistry({
      ...{ api, client, clock, vehicleIdOf },
      organisation: hosts?.organisation ?? organisationOfKey(apiKey),
    }),
    groups: createGroups(api, watch, vehicleIdOf),
    records: createRecords(api, cache),
    jobs: createJobs({ api, clock, vehicleIdOf }),
    ...(messaging !== null && {
      commands: createCommands(messaging.api, {
        requestIdField: needs.requestIdField ?? 'requestId',
        isAcknowledged: needs.isAcknowledged === true,
      }),
    }),
    close: () => {
      client.close();
      messaging?.client.close();
    },
  };
};

interface Host {
  readonly client: RestClient;
  readonly api: WatsonApi;
  readonly access: KeyAccess;
}

const openHost = (needs: WatsonPlatformNeeds, baseUrl: string, expiresAtMs: () => number | null): Host => {
  const { settings, apiKey, caPem, token, clock, random, log, turnstiles, knowledge } = needs;
  const host = baseUrl.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  const hosts = watsonHostsOf(settings.address);
  const access = new KeyAccess({ apiKey, token, hosts, host, expiresAtMs, knowledge, clock });
  const client = withOutcomes(
    createRestClient({
      ...{ baseUrl, clock, random, log },
      ...(caPem !== undefined && { caPem }),
      ...(turnstiles !== undefined && { turnstiles }),
      limits: { perSecond: callsPerSecond },
      readError: readWatsonError,
      authorization: () => access.authorization(),
    }),
    {
      onAnswer: () => {
        access.noteAccepted();
      },
      explain: (failure) => access.explain(failure),
    },
  );
  return { client, api: createWatsonApi(client, host), access };
};

/**
 * The last events that the platform keeps, on the topics on which the live feed brings them. The device's location is not
 * made a message: an event that no vehicle sent would make it look heard of, under names that no mapping knows.
 */
const readLatest = async (
  cache: LastEventCache,
  device: RegisteredDevice,
  context: CallContext,
): Promise<Result<readonly KeptMessage[]>> => {
  const address = addressOf(device);
  if (!address.ok) return address;
  const answer = await cache.read(address.value, context);
  if (!answer.ok) return answer;
  if (!answer.value.isOn) return ok([]);
  const { typeId, deviceId } = address.value;
  return ok(
    answer.value.events
      .toSorted((a, b) => (timeOf(a.timestamp) ?? 0) - (timeOf(b.timestamp) ?? 0))
      .map((event) => ({
        topic: `iot-2/type/${typeId}/id/${deviceId}/evt/${event.eventId}/fmt/${event.format}`,
        payload: payloadOf(event),
        ...receivedAt(event.timestamp),
      })),
  );
};

const receivedAt = (timestamp: string | undefined): Pick<KeptMessage, 'receivedAtMs'> => {
  const receivedAtMs = timeOf(timestamp);
  return receivedAtMs === null ? {} : { receivedAtMs };
};
