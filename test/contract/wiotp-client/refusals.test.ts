import type { BaseClient, BaseEvents } from '@wiotp/sdk';
import { describe, expect, test } from 'vitest';
import { hasOpenssl } from '../../support/certificates.ts';
import { createCollector } from '../../support/collector.ts';
import { connected, listening, openService, readJson, type Service } from './service.ts';

/** The library gives up only on return code 5: it would try again every second with any other. */
const strangers: readonly (readonly [string, (service: Service) => BaseClient<BaseEvents>])[] = [
  ['an application with a wrong token', (service) => service.application({ token: 'wrong' })],
  ['an application with an unknown key', (service) => service.application({ key: unknownKey(service.org) })],
  ['an application of another organisation', (service) => service.application({ key: unknownKey('other1') })],
  ['an application with a name that no client id may have', (service) => service.application({ appId: 'my app' })],
  ['a device with a wrong token', (service) => service.device({ token: 'wrong' })],
  ['a device that nobody registered', (service) => service.device({ deviceId: 'VAN-NONE' })],
  ['a vehicle that the platform simulates', (service) => service.device({ deviceId: 'VAN-002' })],
];

const unknownKey = (org: string): string => `a-${org}-abcdefghij`;

describe.skipIf(!hasOpenssl)('the official library gives up after one attempt', () => {
  test.each(strangers)('as %s', async (_who, choose) => {
    const service = await openService({ vehicles: 3 });
    const client = choose(service);
    const isOver = new Promise<void>((resolve) => {
      client.once('error', () => client.mqtt?.once('end', resolve));
    });
    await expect(connected(client)).rejects.toThrow('Connection refused: Not authorized');
    await isOver;
    expect([client.isConnected(), client.mqtt?.disconnecting]).toEqual([false, true]);
    expect(service.messaging.connectionCount()).toBe(1);
  });
});

describe.skipIf(!hasOpenssl)('an application whose role does not allow it', () => {
  test('loses its connection over a command, and the device hears nothing of it', async () => {
    const service = await openService();
    const monitor = service.application({ appId: 'monitor' });
    const statuses = createCollector<unknown>();
    monitor.on('appStatus', (appId, payload) => {
      if (appId === 'reader') statuses.add(readJson(payload));
    });
    await connected(monitor);
    monitor.subscribeToAppStatus();
    const commands = await listening(service.device());

    const reader = service.application({ appId: 'reader', as: 'visualization' });
    await connected(reader);
    expect(await statuses.next()).toMatchObject({ Action: 'Connect' });
    // At QoS 1 the library would send it again as soon as it is back.
    reader.publishCommand('van', 'VAN-SPARE', 'lockDoors', 'json', {}, 0, () => undefined);
    expect(await statuses.next()).toMatchObject({ Action: 'Disconnect', CloseCode: 276 });
    expect(commands.items).toEqual([]);
  });
});
