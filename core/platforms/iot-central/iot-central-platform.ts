import { ok, type Result } from '../../../shared/contract/result.ts';
import type { PlatformAction } from '../../../shared/platform/rights.ts';
import type { IotCentralSettings } from '../../../shared/platform/settings.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type {
  Platform,
  PlatformCommands,
  PlatformGroups,
  PlatformJobs,
  PlatformPeople,
  PlatformRecords,
  PlatformRegistry,
  PlatformSettings,
} from '../platform.ts';
import type { RefusalKnowledge } from '../refusal/knowledge.ts';
import { createRestClient, type Turnstiles } from '../rest/rest-client.ts';
import { Access } from './access.ts';
import { IotCentralApi, readIotCentralError } from './api.ts';
import { createAzureCliToken } from './azure-cli-token.ts';
import { createCommands } from './commands.ts';
import { listDevices } from './devices.ts';
import { explainedClient } from './explained-client.ts';
import { Gate } from './gate.ts';
import { createGroups } from './groups.ts';
import { identify } from './identity.ts';
import { createJobs } from './jobs.ts';
import { readLatest, readsAtOnce } from './latest.ts';
import { createPeople } from './people.ts';
import type { Parts } from './parts.ts';
import { queryBudget, queryLatest, type Unqueryable } from './query.ts';
import { createRecords } from './records.ts';
import { createRegistry } from './registry.ts';
import { RightsBook } from './rights-book.ts';
import { createSettings } from './settings.ts';
import { Templates } from './templates.ts';

export interface IotCentralNeeds {
  readonly settings: IotCentralSettings;
  /** Trusted instead of the usual authorities. */
  readonly caPem?: string;
  /** As it was pasted. Asked before each request; not asked where `settings.auth` is `azure-cli`. */
  readonly token: () => Promise<Result<string>>;
  /** Of the application behind the address, where it was learnt before: then a token of another one is told as such. */
  readonly applicationId?: string;
  /** The pattern of the topics on which the connection gets the export; the preset's unless it has another. */
  readonly exportTopic?: string;
  /** The Azure CLI's program, where it is not found along PATH. */
  readonly azureCli?: string;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Of the console; absent: the adapter keeps its limits for itself. */
  readonly turnstiles?: Turnstiles;
  /** What the console knows of other tokens of the application; absent: nothing. */
  readonly knowledge?: RefusalKnowledge;
}

export interface IotCentralPlatform extends Platform {
  readonly kind: 'iot-central';
  readonly registry: Required<Omit<PlatformRegistry, 'setLocation' | 'createMany' | 'removeMany'>>;
  readonly commands: PlatformCommands;
  readonly settings: PlatformSettings;
  readonly groups: PlatformGroups;
  readonly records: PlatformRecords;
  readonly jobs: Required<PlatformJobs>;
  readonly people: Required<PlatformPeople>;
  /** A refusal that was met elsewhere, such as by the page of API tokens, which uses the client itself. */
  noteForbidden(action: PlatformAction): void;
  /** Learnt from an API token that was accepted; undefined until then. */
  readonly applicationId: string | undefined;
}

/** https://learn.microsoft.com/rest/api/iotcentral/throttling, and "Quotas and limits" for queries. */
const requestsPerSecond = 20;
const queriesPerSecond = 1;

/** One IoT Central application, over its REST API 2022-07-31, and 2022-10-31-preview for queries where that is switched on. */
export const createIotCentralPlatform = (needs: IotCentralNeeds): IotCentralPlatform => {
  const { settings, clock, random, log, exportTopic } = needs;
  const { origin, host, subdomain } = readAddress(settings.address);
  const rights = new RightsBook();
  const unqueryable: Unqueryable = new Set();
  const sweep = new Gate(readsAtOnce);
  const program = needs.azureCli === undefined ? {} : { program: needs.azureCli };
  const azureCli = settings.auth === 'azure-cli' ? createAzureCliToken({ clock, log, ...program }) : undefined;
  const access = new Access({
    token: azureCli ?? needs.token,
    applicationId: needs.applicationId,
    label: host,
    clock,
    onReplaced: () => {
      rights.forget();
      unqueryable.clear();
    },
    onRefused: azureCli?.forget,
    knowledge: needs.knowledge,
  });
  const client = createRestClient({
    baseUrl: `${origin}/api`,
    authorization: () => access.authorization(),
    ...(needs.caPem === undefined ? {} : { caPem: needs.caPem }),
    ...(needs.turnstiles === undefined ? {} : { turnstiles: needs.turnstiles }),
    limits: { perSecond: requestsPerSecond, budgets: { [queryBudget]: queriesPerSecond } },
    readError: readIotCentralError,
    clock,
    random,
    log,
  });
  const api = new IotCentralApi(client, access, rights, host, log);
  const templates = new Templates(api, clock, log, exportTopic);
  const parts: Parts = { api, clock, log, templates };
  /** The export's topics name the application; what is read over REST goes by the same way. */
  const exportAddress = () => ({ applicationId: access.applicationId ?? subdomain ?? 'application', exportTopic });

  return {
    kind: 'iot-central',
    client: explainedClient(client, access),
    get applicationId() {
      return access.applicationId;
    },
    noteForbidden: (action) => rights.note(action, 'denied'),
    identify: async (context) => {
      const identity = await identify({ ...parts, access, rights, application: subdomain }, context);
      return identity.ok ? identity : { ok: false, error: await access.inquire(identity.error, context.signal) };
    },
    listDevices: (context, onPage) => listDevices(parts, settings.watch, context, onPage),
    listTypes: async (context) => {
      const types = await templates.list(context);
      return types.ok ? ok({ types: types.value.items, problem: types.value.problem }) : types;
    },
    latest: (device, context) => readLatest(parts, exportAddress(), device, sweep, context),
    ...(settings.usesPreview
      ? { latestOfMany: (devices, context) => queryLatest(parts, exportAddress(), devices, unqueryable, context) }
      : {}),
    registry: createRegistry(parts),
    commands: createCommands(parts),
    settings: createSettings(parts),
    groups: createGroups(parts),
    records: createRecords(parts),
    jobs: createJobs(parts),
    people: createPeople(parts),
    close: () => client.close(),
  };
};

interface Address {
  /** With a path in front of the API where a proxy has one; without `/api`. */
  readonly origin: string;
  readonly host: string;
  /** Of `contoso.azureiotcentral.com`; null elsewhere. */
  readonly subdomain: string | null;
}

const readAddress = (address: string): Address => {
  const host = URL.parse(address)?.host ?? address;
  return {
    origin: address.replace(/\/+$/, '').replace(/\/api$/, ''),
    host,
    subdomain: /^([a-z0-9-]+)\.azureiotcentral\.com$/i.exec(host)?.[1] ?? null,
  };
};
