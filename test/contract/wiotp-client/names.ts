import dns, { type LookupAddress } from 'node:dns';
import { mkdtempSync, rmSync } from 'node:fs';
import net, { type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { onTestFinished, vi } from 'vitest';
import { createAuthority } from '../../support/certificates.ts';

/** A name that nobody owns (RFC 6761), in the place of `internetofthings.ibmcloud.com`. */
export const domain = 'fleetdeck.test';

interface Certificates {
  readonly authorityPem: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

let made: Certificates | undefined;

/** For `{org}.fleetdeck.test` and `{org}.messaging.fleetdeck.test`, whatever the organisation. */
const certificates = (): Certificates => {
  if (made !== undefined) return made;
  const folder = mkdtempSync(path.join(tmpdir(), 'fleetdeck-names-'));
  try {
    const authority = createAuthority(folder, 'practice-authority');
    const { certificatePem, keyPem } = authority.issue('platform', { hosts: [`*.${domain}`, `*.messaging.${domain}`] });
    made = { authorityPem: authority.certificatePem, certificatePem, keyPem };
    return made;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * For the rest of the test the names of the domain stand for this machine, and certificates of our authority are trusted.
 * The library has no option for either, and `options.mqtt.caFile` is read by nobody.
 */
export const ownTheNames = (): void => {
  const trusted = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...trusted, certificates().authorityPem]);
  const original = dns.lookup;
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation((hostname: string, ...rest: readonly unknown[]) => {
    if (hostname.endsWith(`.${domain}`)) answer(rest);
    else Reflect.apply(original, dns, [hostname, ...rest]);
  });
  // The library's HTTP client would ask the proxy of whoever runs the tests.
  vi.stubEnv('no_proxy', '*');
  onTestFinished(() => {
    vi.unstubAllEnvs();
    lookup.mockRestore();
    tls.setDefaultCACertificates(trusted);
  });
};

const loopback: LookupAddress = { address: '127.0.0.1', family: 4 };

const answer = (rest: readonly unknown[]): void => {
  const [first, second] = rest;
  const wantsAll = typeof first === 'object' && first !== null && Reflect.get(first, 'all') === true;
  const callback = typeof first === 'function' ? first : second;
  if (typeof callback !== 'function') throw new TypeError('A lookup without a callback.');
  const found = wantsAll ? [[loopback]] : [loopback.address, loopback.family];
  process.nextTick(() => void Reflect.apply(callback, undefined, [null, ...found]));
};

export interface TlsFront {
  readonly port: number;
  /** Clients that have come so far. */
  readonly connectionCount: () => number;
}

/** TLS on a port of its own, in front of what speaks without on `targetPort`; ends with the test. */
export const startTlsFront = async (targetPort: number): Promise<TlsFront> => {
  const { certificatePem, keyPem } = certificates();
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = tls.createServer({ cert: certificatePem, key: keyPem }, (near) => {
    connections += 1;
    const far = net.connect(targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, connectionCount: () => connections };
};
