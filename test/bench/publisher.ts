// A worker: a plain broker with vehicles that report at an even rate, and remembers when it published what.
import { createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { Aedes } from 'aedes';

export interface PublisherSettings {
  readonly vehicles: number;
  readonly rateHz: number;
}

/** When vehicle `index` published speed `speedKmh` last: `times[index * speeds + speedKmh]`, Unix milliseconds, 0 for never. */
export interface PublisherReport {
  readonly times: Float64Array;
  readonly published: number;
}

/** Speeds count up and wrap: long enough to tell a message from the one before by its value alone. */
export const speeds = 200;

export const vehicleName = (index: number): string => `B${String(index).padStart(4, '0')}`;

const run = async ({ vehicles, rateHz }: PublisherSettings): Promise<void> => {
  const port = parentPort;
  if (port === null) throw new Error('The publisher runs as a worker.');
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const times = new Float64Array(vehicles * speeds);
  let published = 0;

  const publish = (tick: number): void => {
    const index = tick % vehicles;
    const round = Math.floor(tick / vehicles);
    const speed = (round + index) % speeds;
    const angle = (index / vehicles) * 2 * Math.PI + round / 500;
    const reach = 0.2 + (index % 50) / 40;
    const payload = JSON.stringify({
      ts: new Date().toISOString(),
      lat: 51.3 + reach * Math.sin(angle),
      lon: 12.4 + 1.6 * reach * Math.cos(angle),
      heading: Math.round((360 - (angle * 180) / Math.PI) % 360),
      speed,
      fuelLevel: 40 + (index % 60),
      rpm: 900 + 10 * speed,
      coolantTemp: 88,
    });
    times[index * speeds + speed] = Date.now();
    broker.publish(
      {
        cmd: 'publish',
        topic: `bench/${vehicleName(index)}`,
        payload: Buffer.from(payload),
        qos: 0,
        dup: false,
        retain: false,
      },
      () => undefined,
    );
    published += 1;
  };

  // Ticks are owed by the clock, so that a late timer is made up for and the rate holds.
  const startedAtMs = Date.now();
  const timer = setInterval(() => {
    const due = Math.floor(((Date.now() - startedAtMs) / 1000) * vehicles * rateHz);
    while (published < due) publish(published);
  }, 5);

  port.on('message', () => {
    clearInterval(timer);
    port.postMessage({ times, published } satisfies PublisherReport);
    broker.close(() => server.close());
  });
  port.postMessage({ url: `mqtt://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}` });
};

if (parentPort !== null) await run(workerData as PublisherSettings);
