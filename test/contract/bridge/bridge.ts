import { expect, onTestFinished } from 'vitest';
import { startBridge, type Bridge } from '../../../bridge/bridge.ts';
import { systemClock } from '../../../bridge/clock.ts';
import { parseTemplate } from '../../../bridge/export/topic-template.ts';
import type { Log } from '../../../bridge/log.ts';
import { defaults, type BridgeOptions, type BrokerOptions } from '../../../bridge/options.ts';

export const secret = 'not-a-real-secret';

/** For `expect.poll`: generous, because machines are busy; no test waits for it to run out. */
export const patience = { timeout: 10_000, interval: 20 } as const;

export interface TestBridge {
  readonly bridge: Bridge;
  readonly logLines: readonly string[];
  /** To the webhook, with the secret unless the headers say otherwise. */
  readonly post: (body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  readonly get: (path: string) => Promise<Response>;
  /** A value of GET /metrics, as `name` or `name{label="value"}` without the prefix. */
  readonly metric: (name: string) => Promise<number>;
  /** Settles when /health answers so. */
  readonly untilHealth: (status: 200 | 503) => Promise<void>;
}

/** A bridge to a broker on this machine, on a port that the system chose, which ends with the test. */
export const startTestBridge = async (
  broker: Pick<BrokerOptions, 'url'> & Partial<BrokerOptions>,
  changes: Partial<BridgeOptions> = {},
): Promise<TestBridge> => {
  const logLines: string[] = [];
  const write = (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    logLines.push(JSON.stringify({ event, ...fields }));
  };
  const log: Log = { info: write, warn: write };
  const options: BridgeOptions = {
    ...defaults,
    port: 0,
    secrets: [secret],
    deviceTopic: parseTemplate(defaults.topic),
    broker: { protocolVersion: 4, clientId: 'bridge', ...broker },
    ...changes,
  };
  const bridge = await startBridge(options, systemClock, log);
  onTestFinished(() => bridge.close());
  const base = new URL(bridge.webhookUrl).origin;
  const get = (path: string) => fetch(`${base}${path}`, { headers: { [options.secretHeader]: secret } });
  return {
    bridge,
    logLines,
    get,
    post: (body, headers = { [options.secretHeader]: secret }) =>
      fetch(bridge.webhookUrl, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    metric: async (name) => {
      const line = (await (await get('/metrics')).text())
        .split('\n')
        .find((text) => text.startsWith(`fleetdeck_bridge_${name} `));
      return Number(line?.split(' ').at(-1));
    },
    untilHealth: (status) => expect.poll(async () => (await get('/health')).status, patience).toBe(status),
  };
};
