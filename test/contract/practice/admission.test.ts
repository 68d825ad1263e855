import { describe, expect, test } from 'vitest';
import {
  applicationOptions,
  connect,
  connectApplication,
  connectDevice,
  deviceOptions,
  startPlatform,
} from './platform.ts';

const notAuthorized = { code: 5 };

describe('who is let in', () => {
  test('an application with the API key, a device with its token', async () => {
    const platform = await startPlatform();
    const application = await connectApplication(platform);
    const device = await connectDevice(platform);
    expect([application.mqtt.connected, device.mqtt.connected]).toEqual([true, true]);
  });

  test('two applications with the same key at once', async () => {
    const platform = await startPlatform();
    const first = await connectApplication(platform, 'one');
    const second = await connectApplication(platform, 'two');
    expect([first.mqtt.connected, second.mqtt.connected]).toEqual([true, true]);
  });

  test('MQTT 3.1 too, with client ids as long as the platform’s', async () => {
    const platform = await startPlatform();
    const client = await connectApplication(platform, 'a-rather-long-application-id', {
      protocolId: 'MQIsdp',
      protocolVersion: 3,
    });
    expect(client.mqtt.connected).toBe(true);
  });
});

describe('who is refused with return code 5', () => {
  test.each([
    ['a wrong token', { password: 'wrong' }],
    ['a wrong key', { username: 'a-abcdef-0123456789' }],
    ['an empty password', { password: '' }],
    ['a client id that says nothing', { clientId: 'console' }],
    ['no client id', { clientId: '' }],
    ['another organisation', { clientId: 'a:other1:console' }],
    ['a client id with too many parts', { clientId: 'a:x:y:z' }],
  ])('an application with %s', async (_what, wrong) => {
    const platform = await startPlatform();
    const attempt = connect(platform.info.mqttUrl, { ...applicationOptions(platform, 'console'), ...wrong });
    await expect(attempt).rejects.toMatchObject(notAuthorized);
  });

  test('an application without credentials', async () => {
    const platform = await startPlatform();
    const { clientId = '' } = applicationOptions(platform, 'console');
    await expect(connect(platform.info.mqttUrl, { clientId })).rejects.toMatchObject(notAuthorized);
  });

  test.each([
    ['a wrong token', { password: 'wrong' }],
    ['another user name', { username: 'use-no-token' }],
  ])('a device with %s', async (_what, wrong) => {
    const platform = await startPlatform();
    const attempt = connect(platform.info.mqttUrl, { ...deviceOptions(platform), ...wrong });
    await expect(attempt).rejects.toMatchObject(notAuthorized);
  });

  test('an API key with a device’s client id, and a device’s token with an application’s', async () => {
    const platform = await startPlatform();
    const { clientId: deviceId = '', ...deviceLogin } = deviceOptions(platform);
    const { clientId: applicationId = '', ...applicationLogin } = applicationOptions(platform, 'console');
    const url = platform.info.mqttUrl;
    await expect(connect(url, { clientId: deviceId, ...applicationLogin })).rejects.toMatchObject(notAuthorized);
    await expect(connect(url, { clientId: applicationId, ...deviceLogin })).rejects.toMatchObject(notAuthorized);
  });

  test('a simulated vehicle’s name, a device that is not registered and a gateway', async () => {
    const platform = await startPlatform({ vehicles: 3 });
    const { org } = platform.info.watson;
    for (const clientId of [`d:${org}:van:VAN-002`, `d:${org}:van:VAN-999`, `g:${org}:van:VAN-SPARE`]) {
      const attempt = connect(platform.info.mqttUrl, { ...deviceOptions(platform), clientId });
      await expect(attempt).rejects.toMatchObject(notAuthorized);
    }
  });

  test('a shared application without an instance that wants its session kept', async () => {
    const platform = await startPlatform();
    const clientId = `A:${platform.info.watson.org}:console`;
    const options = { ...applicationOptions(platform, 'console'), clientId };
    await expect(connect(platform.info.mqttUrl, { ...options, clean: false })).rejects.toMatchObject(notAuthorized);
    expect((await connect(platform.info.mqttUrl, options)).mqtt.connected).toBe(true);
    const instance = { ...options, clientId: `${clientId}:one`, clean: false };
    expect((await connect(platform.info.mqttUrl, instance)).mqtt.connected).toBe(true);
  });
});

test('each platform has its own credentials, and keeps those it was handed', async () => {
  const first = await startPlatform();
  const second = await startPlatform();
  expect(second.info.watson).not.toEqual(first.info.watson);
  await first.close();
  const successor = await startPlatform(first.restart);
  expect(successor.info).toEqual(first.info);
  expect((await connectApplication(successor)).mqtt.connected).toBe(true);
});

test('a port that is taken is named', async () => {
  const { restart } = await startPlatform();
  await expect(startPlatform({ port: restart.port })).rejects.toThrow(
    `The practice platform cannot listen on port ${restart.port}: another program uses it already.`,
  );
});
