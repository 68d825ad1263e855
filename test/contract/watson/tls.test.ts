import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { CommandDefinition } from '../../../shared/command/definition.ts';
import { createAuthority, hasOpenssl, type Authority, type IssuedCertificate } from '../../support/certificates.ts';
import { click, failureOf, listOf, notOffered, startPractice, valueOf, van } from './adapter.ts';

/** Ends TLS in front of the practice platform, as a Maximo route does; resolves to its address. */
const startProxy = async (target: string, { certificatePem, keyPem }: IssuedCertificate): Promise<string> => {
  const server = createServer({ cert: certificatePem, key: keyPem }, (incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const passed = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return `https://127.0.0.1:${address.port}`;
};

describe.skipIf(!hasOpenssl)('a platform with an authority of its own', () => {
  let folder: string;
  let authority: Authority;
  let certificate: IssuedCertificate;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'watson-authority-'));
    authority = createAuthority(folder, 'maximo-authority');
    certificate = authority.issue('platform', { hosts: ['127.0.0.1'] });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('is trusted by its CA file, for the API and for messaging', async () => {
    const practice = await startPractice({ vehicles: 3 });
    const address = await startProxy(practice.platform.info.watson.restUrl, certificate);
    const adapter = practice.adapter({ settings: { address }, needs: { caPem: authority.certificatePem } });
    expect(valueOf(await adapter.identify(click)).application).toBe('Practice organization');
    expect((await listOf(adapter)).ids).toHaveLength(4);
    const definition: CommandDefinition = {
      ...{ name: 'lockDoors', title: 'Lock doors', risk: 'routine' },
      ...{ parameters: [], expiresAfterMs: 30_000 },
    };
    const order = { device: van, definition, parameters: {}, requestId: 'one' };
    expect(valueOf((await adapter.commands?.send(order, click)) ?? notOffered).state).toBe('accepted');
  });

  test.each([['without it', false] as const, ["with another's", true] as const])(
    'is not trusted %s, and the token stays here',
    async (_how, hasOther) => {
      const practice = await startPractice();
      const address = await startProxy(practice.platform.info.watson.restUrl, certificate);
      const needs = hasOther ? { caPem: createAuthority(folder, 'stranger').certificatePem } : {};
      const failure = failureOf(await practice.adapter({ settings: { address }, needs }).identify(click));
      expect(failure).toMatchObject({ code: 'unreachable', details: { reason: 'certificate-not-trusted' } });
      expect(failure.message).toContain('CA file');
    },
  );

  test('is not asked where the certificate is made for another name', async () => {
    const practice = await startPractice();
    const foreign = authority.issue('elsewhere', { hosts: ['maximo.example.com'] });
    const address = await startProxy(practice.platform.info.watson.restUrl, foreign);
    const adapter = practice.adapter({ settings: { address }, needs: { caPem: authority.certificatePem } });
    expect(failureOf(await adapter.identify(click))).toMatchObject({
      details: { reason: 'certificate-name-mismatch' },
    });
  });
});
