import { expect, test } from 'vitest';
import { createCounters } from './counters.ts';

test('the counters are what Prometheus reads, each with its help and type', () => {
  const counters = createCounters();
  counters.received('telemetry');
  counters.received('telemetry');
  counters.received('unknown');
  counters.published('telemetry');
  counters.notPublished('refused');
  counters.answered(503);
  const text = counters.exposition({ isConnected: true, connections: 2, inFlight: 3, pendingBytes: 4 });
  expect(text).toContain('fleetdeck_bridge_messages_received_total{source="telemetry"} 2\n');
  expect(text).toContain('fleetdeck_bridge_messages_received_total{source="audit"} 0\n');
  expect(text).toContain('fleetdeck_bridge_messages_received_total{source="unknown"} 1\n');
  expect(text).toContain('fleetdeck_bridge_messages_published_total{source="telemetry"} 1\n');
  expect(text).toContain('fleetdeck_bridge_messages_failed_total{reason="refused"} 1\n');
  expect(text).toContain('fleetdeck_bridge_requests_total{status="503"} 1\n');
  expect(text).toContain('fleetdeck_bridge_broker_connected 1\n');
  expect(text).toContain('fleetdeck_bridge_broker_connections_total 2\n');
  expect(text).toContain('fleetdeck_bridge_messages_in_flight 3\n');
  expect(text).toMatch(/fleetdeck_bridge_pending_bytes 4\n$/);
  const names = new Set(text.match(/^fleetdeck_bridge_\w+/gm));
  for (const name of names) expect(text).toMatch(new RegExp(`# HELP ${name} .+\n# TYPE ${name} (counter|gauge)\n`));
});
