import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { ManagedConnection } from '../../../core/engine.ts';
import type { FleetFrame } from '../../../shared/fleet/frame.ts';
import type { ConnectionStatus } from '../../../shared/connection/status.ts';
import { createEngineFixture, type EngineFixture } from '../../support/engine-fixture.ts';
import { startPractice, type PracticeProcess } from '../../support/practice.ts';

/** What went through to a platform. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface Witness {
  readonly origin: string;
  readonly seen: readonly SeenRequest[];
  /** Answers the next request whose path contains it in the platform's place. */
  answerNext(path: string, status: number, body: object): void;
  close(): Promise<void>;
}

/** Stands between the console and a platform, and writes down what is asked, with which credentials. */
export const openWitness = async (target: string): Promise<Witness> => {
  const { hostname, port } = new URL(target);
  const seen: SeenRequest[] = [];
  const standIns: { readonly path: string; readonly status: number; readonly body: object }[] = [];
  let origin = '';
  const server = createServer((incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming;
    seen.push({ method, path, authorization: incoming.headers.authorization });
    const standIn = standIns.find((each) => path.includes(each.path));
    if (standIn !== undefined) {
      standIns.splice(standIns.indexOf(standIn), 1);
      incoming.resume();
      outgoing.writeHead(standIn.status, { 'content-type': 'application/json' }).end(JSON.stringify(standIn.body));
      return;
    }
    const headers: IncomingHttpHeaders = { ...incoming.headers, host: incoming.headers.host };
    const onward = httpRequest({ hostname, port, method, path, headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => {
        // Next-page links lead to the platform itself; they are to lead past the witness.
        const body = Buffer.concat(pieces).toString().replaceAll(new URL(target).origin, origin);
        const { 'content-type': contentType = 'application/json', 'retry-after': retryAfter } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, {
          'content-type': contentType,
          ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
        });
        outgoing.end(body);
      });
      answer.on('error', () => {
        outgoing.destroy();
      });
    });
    onward.on('error', () => {
      outgoing.destroy();
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  origin = `http://127.0.0.1:${String(address.port)}`;
  return {
    origin,
    seen,
    answerNext: (path, status, body) => {
      standIns.push({ path, status, body });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export type PlatformSide = 'iotCentral' | 'watson';

export interface BothPlatforms {
  readonly practice: PracticeProcess;
  readonly fixture: EngineFixture;
  readonly witnesses: Readonly<Record<PlatformSide, Witness>>;
  /** Has a platform misbehave, by the practice platform's own door. */
  spoil(side: PlatformSide, fault: object): Promise<void>;
  mend(side: PlatformSide): Promise<void>;
  close(): Promise<void>;
}

export const watsonId = 'practice';
export const centralId = 'practice-iot-central';

/** One fleet behind both platforms, in one console, with a witness before each platform's API. */
export const openBothPlatforms = async (
  vehicles: number,
  live: 'mqtt' | 'polling' = 'mqtt',
): Promise<BothPlatforms> => {
  const practice = await startPractice(vehicles);
  const { iotCentral, watson, adminKey } = practice.practice;
  const witnesses = {
    iotCentral: await openWitness(iotCentral.restUrl),
    watson: await openWitness(watson.restUrl),
  };
  const fixture = await createEngineFixture({
    // Full jitter of nothing: what is tried again is tried again at once.
    random: () => 0,
    managedConnections: practice.connections.map((connection) => through(connection, witnesses, live)),
  });
  const faultsOf = (side: PlatformSide) =>
    new URL('/practice/faults', side === 'watson' ? watson.restUrl : iotCentral.restUrl);
  const headers = { 'x-practice-key': adminKey, 'content-type': 'application/json' };
  return {
    practice,
    fixture,
    witnesses,
    spoil: async (side, fault) => {
      const { status } = await fetch(faultsOf(side), { method: 'POST', headers, body: JSON.stringify(fault) });
      if (status !== 201) throw new Error(`The practice platform refused the fault with ${String(status)}.`);
    },
    mend: async (side) => {
      await fetch(faultsOf(side), { method: 'DELETE', headers: { 'x-practice-key': adminKey } });
    },
    close: async () => {
      await fixture.close();
      await Promise.all(Object.values(witnesses).map((witness) => witness.close()));
      await practice.stop();
    },
  };
};

const through = (
  connection: ManagedConnection,
  witnesses: Readonly<Record<PlatformSide, Witness>>,
  live: 'mqtt' | 'polling',
): ManagedConnection => {
  const { platform } = connection;
  if (platform === undefined) return connection;
  if (platform.kind === 'watson') {
    return { ...connection, platform: { ...platform, address: witnesses.watson.origin } };
  }
  return {
    ...connection,
    ...(live === 'polling' ? { url: '' } : {}),
    isInitiallyEnabled: true,
    platform: { ...platform, live, address: witnesses.iotCentral.origin },
  };
};

/** The platform's list has been read whole. */
export const isListed = ({ platform }: ConnectionStatus): boolean =>
  platform?.devices.isListing === false && platform.devices.listedAtMs !== null;

/** What a fleet view adds up to: rows by `connection/vehicle`, and how many ever left. */
export const watchFleet = (fixture: EngineFixture) => {
  const keys = new Map<number, string>();
  const names = new Map<string, string>();
  const latitudes = new Map<string, number>();
  let removedCount = 0;
  const subscription = fixture.client.subscribe(
    'fleet',
    {},
    {
      onEvent: (frame: FleetFrame) => {
        const { identities } = frame;
        for (const [index, row] of identities.rows.entries()) {
          const connection = identities.connectionDictionary[identities.connections[index] ?? 0] ?? '';
          const key = `${connection}/${identities.vehicleIds[index] ?? ''}`;
          keys.set(row, key);
          names.set(key, identities.names[index] ?? '');
        }
        for (const [index, row] of frame.rows.entries()) {
          const latitude = frame.latitude[index] ?? NaN;
          if (!Number.isNaN(latitude)) latitudes.set(keys.get(row) ?? '', latitude);
        }
        removedCount += frame.removedRows.length;
      },
    },
  );
  return {
    names,
    latitudes,
    removedCount: () => removedCount,
    close: () => {
      subscription.close();
    },
  };
};
