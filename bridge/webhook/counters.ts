import {
  applicationSources,
  deviceSources,
  type ExportMessage,
  type UnknownMessage,
} from '../export/export-message.ts';

type AnySource = ExportMessage['source'] | UnknownMessage['source'];
type Failure = 'disconnected' | 'refused' | 'too-large' | 'cancelled';

/** What stands at the moment of asking. */
export interface Gauges {
  readonly isConnected: boolean;
  readonly connections: number;
  readonly inFlight: number;
  readonly pendingBytes: number;
}

export interface Counters {
  received(source: AnySource): void;
  published(source: AnySource): void;
  notPublished(reason: Failure): void;
  answered(status: number): void;
  /** Prometheus text exposition format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */
  exposition(gauges: Gauges): string;
}

/** Label values are the program's own words, never text from the wire: a sender cannot make series. */
export const createCounters = (): Counters => {
  const sources = [...deviceSources, ...applicationSources, 'unknown'] as const;
  const received = zeros<AnySource>(sources);
  const published = zeros<AnySource>(sources);
  const notPublished = zeros<Failure>(['disconnected', 'refused', 'too-large', 'cancelled']);
  const answered = new Map<number, number>();
  return {
    received: (source) => count(received, source),
    published: (source) => count(published, source),
    notPublished: (reason) => count(notPublished, reason),
    answered: (status) => count(answered, status),
    exposition: ({ isConnected, connections, inFlight, pendingBytes }) =>
      [
        ...family('messages_received_total', 'counter', 'Readable export messages by source.', 'source', received),
        ...family('messages_published_total', 'counter', 'Messages the broker acknowledged.', 'source', published),
        ...family('messages_failed_total', 'counter', 'Messages not acknowledged.', 'reason', notPublished),
        ...family('requests_total', 'counter', 'Requests to the webhook by status.', 'status', answered),
        ...single('broker_connected', 'gauge', 'Whether the broker is connected.', isConnected ? 1 : 0),
        ...single('broker_connections_total', 'counter', 'Connections made to the broker.', connections),
        ...single('messages_in_flight', 'gauge', 'Messages sent and not acknowledged.', inFlight),
        ...single('pending_bytes', 'gauge', 'Room taken by requests not dealt with yet.', pendingBytes),
        '',
      ].join('\n'),
  };
};

const zeros = <K>(keys: readonly K[]): Map<K, number> => new Map(keys.map((key) => [key, 0]));
const count = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

const prefix = 'fleetdeck_bridge_';
type Kind = 'counter' | 'gauge';

const heading = (name: string, kind: Kind, help: string): readonly string[] => [
  `# HELP ${prefix}${name} ${help}`,
  `# TYPE ${prefix}${name} ${kind}`,
];

const family = (
  name: string,
  kind: Kind,
  help: string,
  label: string,
  counts: ReadonlyMap<string | number, number>,
): readonly string[] => [
  ...heading(name, kind, help),
  ...Array.from(counts, ([value, total]) => `${prefix}${name}{${label}="${value}"} ${total}`),
];

const single = (name: string, kind: Kind, help: string, value: number): readonly string[] => [
  ...heading(name, kind, help),
  `${prefix}${name} ${value}`,
];
