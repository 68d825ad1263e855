import mqtt from 'mqtt';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectionSecrets, ConnectionSettings } from '../../../shared/connection/settings.ts';
import type { ConnectionTest } from '../../../shared/connection/status.ts';
import { createAuthority, hasOpenssl, type Authority, type IssuedCertificate } from '../../support/certificates.ts';
import { createEngineFixture, plainSettings, type EngineFixture } from '../../support/engine-fixture.ts';
import { hasMosquitto, startMosquitto, type Mosquitto } from '../../support/mosquitto.ts';

describe.skipIf(!hasMosquitto || !hasOpenssl)('Mosquitto behind TLS', () => {
  let folder: string;
  let authority: Authority;
  let stranger: Authority;
  let client: IssuedCertificate;
  let open: Mosquitto;
  let strict: Mosquitto;
  let misnamed: Mosquitto;
  let expired: Mosquitto;
  let fixture: EngineFixture;

  const listenWith = (certificate: IssuedCertificate, ...more: readonly string[]) =>
    startMosquitto({
      lines: [
        `cafile ${authority.certificateFile}`,
        `certfile ${certificate.certificateFile}`,
        `keyfile ${certificate.keyFile}`,
        ...more,
      ],
    });

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'authority-'));
    authority = createAuthority(folder, 'own-authority');
    stranger = createAuthority(folder, 'strange-authority');
    client = authority.issue('console', {});
    const broker = authority.issue('broker', { hosts: ['127.0.0.1', 'localhost'] });
    open = await listenWith(broker);
    strict = await listenWith(broker, 'require_certificate true');
    misnamed = await listenWith(authority.issue('elsewhere', { hosts: ['broker.example.com'] }));
    expired = await listenWith(authority.issue('old', { hosts: ['127.0.0.1'], isExpired: true }));
    fixture = await createEngineFixture({ testListenMs: 300 });
  });

  afterAll(async () => {
    await fixture.close();
    await Promise.all([open, strict, misnamed, expired].map((broker) => broker.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  const settingsFor = (broker: Mosquitto, changes: Partial<ConnectionSettings> = {}): ConnectionSettings =>
    plainSettings(`mqtts://127.0.0.1:${String(broker.port)}`, { caPem: authority.certificatePem, ...changes });

  const run = (settings: ConnectionSettings, secrets: ConnectionSecrets = {}): Promise<ConnectionTest> =>
    fixture.call('connections.test', { settings, secrets });

  test('a broker under an own authority is trusted with its CA file', async () => {
    const result = await run(settingsFor(open));
    expect(result.problem?.code).toBe('no-messages');
    expect(result.steps.map((step) => [step.title, step.outcome])).toEqual([
      ['Address', 'passed'],
      ['Network', 'passed'],
      ['Encryption', 'passed'],
      ['Sign-in', 'passed'],
      ['Topics', 'passed'],
      ['Messages', 'failed'],
    ]);
  });

  test('without the CA file the certificate is not trusted', async () => {
    const result = await run(plainSettings(`mqtts://127.0.0.1:${String(open.port)}`));
    expect(result.problem).toMatchObject({ code: 'certificate-not-trusted' });
    expect(result.steps.at(-1)).toMatchObject({ title: 'Encryption', outcome: 'failed' });
  });

  test("with another authority's CA file the certificate is not trusted", async () => {
    const result = await run(settingsFor(open, { caPem: stranger.certificatePem }));
    expect(result.problem?.code).toBe('certificate-not-trusted');
  });

  test('a certificate for another name is told apart', async () => {
    const result = await run(settingsFor(misnamed));
    expect(result.problem?.code).toBe('certificate-name-mismatch');
    expect(result.problem?.message).toContain('127.0.0.1');
  });

  test('an expired certificate is told apart', async () => {
    expect((await run(settingsFor(expired))).problem?.code).toBe('certificate-expired');
  });

  test('a client certificate that the broker asks for is named as what is missing', async () => {
    const result = await run(settingsFor(strict));
    expect(result.problem?.code).toBe('client-certificate-required');
    expect(result.problem?.message).toContain('Add the certificate');
  });

  test("a stranger's client certificate is not accepted", async () => {
    const theirs = stranger.issue('intruder', {});
    const result = await run(settingsFor(strict, { clientCertificatePem: theirs.certificatePem }), {
      clientKeyPem: theirs.keyPem,
    });
    expect(result.problem?.code).toBe('client-certificate-required');
    expect(result.problem?.message).toContain('did not accept');
  });

  test('a client certificate without its key is said before anything is tried', async () => {
    const result = await run(settingsFor(strict, { clientCertificatePem: client.certificatePem }));
    expect(result.problem?.code).toBe('secret-missing');
  });

  test('a key that belongs to another certificate is said to be unusable', async () => {
    const other = authority.issue('other', {});
    const result = await run(settingsFor(strict, { clientCertificatePem: client.certificatePem }), {
      clientKeyPem: other.keyPem,
    });
    expect(result.problem?.code).toBe('invalid-settings');
  });

  test('encryption at a port without it is said, and the other way round', async () => {
    const plain = await startMosquitto();
    const encrypted = await run(settingsFor(plain));
    await plain.stop();
    expect(encrypted.problem?.code).toBe('wrong-protocol');
    expect(encrypted.problem?.message).toContain('does not speak TLS');

    const unencrypted = await run(plainSettings(`mqtt://127.0.0.1:${String(open.port)}`));
    expect(unencrypted.problem?.code).toBe('wrong-protocol');
    expect(unencrypted.problem?.message).toContain('mqtts://');
  });

  describe('a connection that is kept', () => {
    let id: string | undefined;

    afterEach(async () => {
      if (id !== undefined) await fixture.call('connections.remove', { id });
    });

    test('signs in with a client certificate, and vehicles are on screen', async () => {
      const settings = settingsFor(strict, { clientCertificatePem: client.certificatePem });
      ({ id } = await fixture.call('connections.save', { settings, secrets: { clientKeyPem: client.keyPem } }));
      await fixture.untilConnection(id, (status) => status.state === 'live');
      const frames = fixture.until('fleet', {}, (frame) => frame.speedKmh.includes(33));
      const sender = await mqtt.connectAsync(`mqtts://127.0.0.1:${String(strict.port)}`, {
        ca: authority.certificatePem,
        cert: client.certificatePem,
        key: client.keyPem,
      });
      await sender.publishAsync('fleet/tls-1', JSON.stringify({ speed: 33 }), { qos: 1 });
      await sender.endAsync();
      await frames;
    });

    test('says what is wrong with the certificate and goes on trying', async () => {
      ({ id } = await fixture.call('connections.save', { settings: settingsFor(misnamed), secrets: {} }));
      const statuses = await fixture.untilConnection(id, (status) => status.retryAtMs !== null);
      expect(statuses.at(-1)).toMatchObject({
        state: 'offline',
        problem: { code: 'certificate-name-mismatch', willRetry: true },
      });
    });
  });
});
