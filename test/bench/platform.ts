import { createEngineFixture } from '../support/engine-fixture.ts';
import { startPractice } from '../support/practice.ts';
import { median, percentile } from './statistics.ts';

export interface PlatformBench {
  readonly vehicles: number;
  readonly listSeconds: number;
  /** Of the time that the pages alone take at twenty requests a second; 1 would be all of the budget for nothing else. */
  readonly listOfFloor: number;
  readonly clicks: number;
  readonly clickMedianMs: number;
  readonly clickP95Ms: number;
  readonly clickSlowestMs: number;
  /** Of one second, the slowest; below 1 is within. */
  readonly ofBudget: number;
}

const requestsPerSecond = 20;
const devicesPerPage = 25;
const connectionId = 'practice-iot-central';
const clickEveryMs = 250;

/** How long IoT Central's list of vehicles takes, and how long clicks wait while it and the latest values are read. */
export const benchPlatform = async ({ vehicles }: { readonly vehicles: number }): Promise<PlatformBench> => {
  const practice = await startPractice(vehicles);
  const polled = practice.connections.flatMap((connection) =>
    connection.id === connectionId && connection.platform?.kind === 'iot-central'
      ? [
          {
            ...connection,
            url: '',
            isInitiallyEnabled: true,
            platform: { ...connection.platform, live: 'polling' as const },
          },
        ]
      : [],
  );
  const startedAtMs = performance.now();
  const fixture = await createEngineFixture({ managedConnections: polled });
  let listedAtMs = Number.NaN;
  const listed = fixture
    .untilConnection(connectionId, ({ platform }) => (platform?.devices.listedAtMs ?? null) !== null)
    .then(() => {
      listedAtMs = performance.now();
    });
  await fixture.untilConnection(connectionId, ({ vehicleCount }) => vehicleCount > 0);
  const clickMs: number[] = [];
  while (Number.isNaN(listedAtMs) || clickMs.length < 40) {
    const clickedAtMs = performance.now();
    await fixture.call('devices.get', { connectionId, vehicleId: 'TRUCK-001' });
    clickMs.push(performance.now() - clickedAtMs);
    await new Promise((resolve) => setTimeout(resolve, clickEveryMs));
  }
  await listed;
  await fixture.close();
  await practice.stop();

  const listSeconds = (listedAtMs - startedAtMs) / 1000;
  const slowestMs = Math.max(...clickMs);
  const round = (value: number, digits = 0): number => Number(value.toFixed(digits));
  return {
    vehicles,
    listSeconds: round(listSeconds, 1),
    listOfFloor: round(listSeconds / (Math.ceil(vehicles / devicesPerPage) / requestsPerSecond), 2),
    clicks: clickMs.length,
    clickMedianMs: round(median(clickMs)),
    clickP95Ms: round(percentile(clickMs, 0.95)),
    clickSlowestMs: round(slowestMs),
    ofBudget: round(slowestMs / 1000, 2),
  };
};
