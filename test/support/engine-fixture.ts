import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../core/clock.ts';
import { createEngine, type Engine, type EngineNeeds } from '../../core/engine.ts';
import type { Log } from '../../core/log.ts';
import { createMemorySettings } from '../../core/settings/settings-store.ts';
import { createMemoryVault } from '../../core/vault/memory-vault.ts';
import { createClient, type ContractClient } from '../../shared/contract/client.ts';
import type {
  MethodName,
  MethodParams,
  MethodResult,
  TopicEvent,
  TopicName,
  TopicParams,
} from '../../shared/contract/contract.ts';
import { createInMemoryTransports } from '../../shared/contract/transports/in-memory.ts';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';

export interface EngineFixture {
  readonly engine: Engine;
  readonly client: ContractClient;
  readonly dataDir: string;
  /** Every line the engine logged, as JSON, debug and all. */
  readonly logLines: readonly string[];
  /** Calls and fails the test where the answer is not ok. */
  call<M extends MethodName>(method: M, params: MethodParams<M>): Promise<MethodResult<M>>;
  /** All events of a topic that have come; settles when one satisfies `isWanted`. */
  until<T extends TopicName>(
    topic: T,
    params: TopicParams<T>,
    isWanted: (event: TopicEvent<T>) => boolean,
  ): Promise<readonly TopicEvent<T>[]>;
  /** Settles when the connection's status satisfies `isWanted`; answers every status on the way there. */
  untilConnection(id: string, isWanted: (status: ConnectionStatus) => boolean): Promise<readonly ConnectionStatus[]>;
  close(): Promise<void>;
}

/** An engine with a window over the in-memory transport. */
export const createEngineFixture = async (needs: Partial<EngineNeeds> = {}): Promise<EngineFixture> => {
  const dataDir = needs.dataDir ?? mkdtempSync(path.join(tmpdir(), 'fleetdeck-engine-'));
  const logLines: string[] = [];
  const write =
    (level: string) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      logLines.push(JSON.stringify({ level, event, ...fields }));
    };
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const engine = await createEngine({
    vault: createMemoryVault(),
    settings: createMemorySettings(),
    clock: systemClock,
    log,
    appInfo: { name: 'Fleetdeck', version: '0.0.0', host: 'browser' },
    ...needs,
    dataDir,
  });
  const [windowEnd, engineEnd] = createInMemoryTransports();
  engine.openSession(engineEnd);
  const client = createClient(windowEnd);

  const until: EngineFixture['until'] = (topic, params, isWanted) =>
    new Promise((resolve, reject) => {
      const events: TopicEvent<typeof topic>[] = [];
      const subscription = client.subscribe(topic, params, {
        onEvent: (event) => {
          events.push(event);
          if (!isWanted(event)) return;
          subscription.close();
          resolve(events);
        },
        onError: (failure) => {
          reject(new Error(failure.message));
        },
      });
    });

  return {
    engine,
    client,
    dataDir,
    logLines,
    until,
    call: async (method, params) => {
      const result = await client.call(method, params);
      if (!result.ok) throw new Error(`${method}: ${result.error.code}: ${result.error.message}`);
      return result.value;
    },
    untilConnection: async (id, isWanted) => {
      const find = (connections: readonly ConnectionStatus[]) => connections.find((connection) => connection.id === id);
      const events = await until('connections', {}, ({ connections }) => {
        const status = find(connections);
        return status !== undefined && isWanted(status);
      });
      return events.flatMap(({ connections }) => find(connections) ?? []);
    },
    close: async () => {
      client.close();
      await engine.close();
      if (needs.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

/** The smallest useful mapping: `fleet/{vehicle}` with a speed and a time in it. */
export const plainMapping: Mapping = {
  version: 1,
  title: 'Plain',
  expectedIntervalMs: 1000,
  routes: [
    {
      kind: 'telemetry',
      topic: 'fleet/{vehicle}',
      vehicle: '{vehicle}',
      time: { from: 'ts', format: 'unix-milliseconds' },
      signals: [{ from: 'speed', to: 'Vehicle.Speed', unit: 'km/h' }],
    },
  ],
};

/** A connection to a plain broker. */
export const plainSettings = (url: string, changes: Partial<ConnectionSettings> = {}): ConnectionSettings => ({
  name: 'Test broker',
  isEnabled: true,
  presetId: 'custom',
  url,
  protocolVersion: 5,
  clientId: 'fleetdeck-{unique}',
  topics: [{ filter: 'fleet/+', qos: 1 }],
  mapping: plainMapping,
  ...changes,
});
