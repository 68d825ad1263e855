import { describe, expect, test } from 'vitest';
import type { ConnectionProblem } from '../../shared/connection/problem.ts';
import { parseBrokerAddress } from './broker-address.ts';
import { failureBeforeConnect, type LinkFailure } from './link-failure.ts';
import { describeFailure } from './problem.ts';
import type { ProblemContext } from './verdict.ts';

const address = (url: string) => {
  const parsed = parseBrokerAddress(url);
  if (parsed === undefined) throw new Error(`${url} is no address`);
  return parsed;
};

const context = (url = 'mqtts://broker.example.com:8883'): ProblemContext => ({
  address: address(url),
  protocolVersion: 5,
  hasClientCertificate: false,
  secrets: [],
});

const error = (message: string, code?: string): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

const failure = (changes: Partial<LinkFailure>): LinkFailure => ({
  ...failureBeforeConnect(null),
  error: null,
  ...changes,
});

const bytes = (text: string) => new TextEncoder().encode(text);

describe('below MQTT', () => {
  test.each<readonly [string, string, ConnectionProblem]>([
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND broker', 'name-not-found'],
    ['EAI_AGAIN', 'getaddrinfo EAI_AGAIN broker', 'name-not-found'],
    ['ECONNREFUSED', 'connect ECONNREFUSED', 'refused'],
    ['EHOSTUNREACH', 'connect EHOSTUNREACH', 'no-route'],
    ['ENETUNREACH', 'connect ENETUNREACH', 'no-route'],
    ['ETIMEDOUT', 'connect ETIMEDOUT', 'timeout'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', 'certificate-not-trusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in chain', 'certificate-not-trusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify', 'certificate-not-trusted'],
    ['CERT_HAS_EXPIRED', 'certificate has expired', 'certificate-expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames", 'certificate-name-mismatch'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tlsv13 alert certificate required', 'client-certificate-required'],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'ssl/tls alert handshake failure', 'client-certificate-required'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number', 'wrong-protocol'],
    ['ECONNRESET', 'Client network socket disconnected before secure TLS connection was established', 'wrong-protocol'],
    ['ERR_OSSL_PEM_NO_START_LINE', 'error:0480006C:PEM routines::no start line', 'invalid-settings'],
  ])('%s is %s', (code, message, expected) => {
    const problem = describeFailure(failure({ error: error(message, code) }), context());
    expect(problem.code).toBe(expected);
    expect(problem.technical).toContain(code);
  });

  test('a refusal at all addresses of a name is a refusal', () => {
    const each = [error('connect ECONNREFUSED ::1:1'), error('connect ECONNREFUSED 127.0.0.1:1')];
    const all = Object.assign(new AggregateError(each, ''), { code: 'ECONNREFUSED' });
    const problem = describeFailure(failure({ error: all }), context());
    expect(problem.code).toBe('refused');
    expect(problem.technical).toContain('127.0.0.1:1');
  });

  test('no answer at all, and no answer to the sign-in, are told apart', () => {
    const silent = error('connack timeout');
    const none = describeFailure(failure({ error: silent }), context());
    const unfinished = describeFailure(failure({ error: silent, stage: 'signing-in' }), context());
    expect([none.code, unfinished.code]).toEqual(['timeout', 'timeout']);
    expect(none.message).toContain('did not answer. A firewall');
    expect(unfinished.message).toContain('took the connection but did not answer as an MQTT broker');
  });

  test('a certificate that was sent and not accepted gives other advice than one that is missing', () => {
    const refused = failure({ error: error('tlsv1 alert unknown ca', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA') });
    expect(describeFailure(refused, context()).message).toContain('asks for a client certificate');
    expect(describeFailure(refused, { ...context(), hasClientCertificate: true }).message).toContain(
      'did not accept the client certificate',
    );
  });
});

describe('something else on the port', () => {
  test.each([
    ['a web server', bytes('HTTP/1.1 400 Bad Request\r\n'), 'is a web server'],
    ['an SSH server', bytes('SSH-2.0-OpenSSH_9.2\r\n'), 'SSH'],
    ['a TLS alert', Uint8Array.of(0x15, 0x03, 0x01, 0x00, 0x02), 'mqtts://'],
    ['a mail server', bytes('220 mail ESMTP'), 'does not speak MQTT'],
  ])('%s is recognised by what it says first', (_name, firstBytes, words) => {
    const problem = describeFailure(
      failure({ stage: 'signing-in', error: error('Invalid header flag bits'), firstBytes }),
      context('mqtt://broker.example.com:1883'),
    );
    expect(problem.code).toBe('wrong-protocol');
    expect(problem.message).toContain(words);
  });

  test('a refused WebSocket upgrade names the HTTP status', () => {
    const problem = describeFailure(
      failure({ error: error('Unexpected server response: 404') }),
      context('ws://broker.example.com/mqtt'),
    );
    expect(problem.code).toBe('wrong-protocol');
    expect(problem.message).toContain('404');
  });

  test('a connection that is closed without a word suggests encryption, or its absence', () => {
    const plain = describeFailure(failure({ stage: 'signing-in' }), context('mqtt://broker.example.com:8883'));
    expect(plain).toMatchObject({ code: 'wrong-protocol', willRetry: true });
    expect(plain.message).toContain('mqtts://');
  });
});

describe('the broker says no', () => {
  test.each<readonly [number, ConnectionProblem, boolean]>([
    [1, 'wrong-protocol', false],
    [2, 'client-id-rejected', false],
    [3, 'broker-unavailable', true],
    [4, 'not-authorised', false],
    [5, 'not-authorised', false],
    [0x84, 'wrong-protocol', false],
    [0x85, 'client-id-rejected', false],
    [0x86, 'not-authorised', false],
    [0x87, 'not-authorised', false],
    [0x88, 'broker-unavailable', true],
    [0x8a, 'not-authorised', false],
    [0x9f, 'broker-unavailable', true],
    [0xfe, 'broker-unavailable', true],
  ])('CONNACK 0x%i is %s; tries again by itself: %s', (connackCode, code, willRetry) => {
    expect(describeFailure(failure({ stage: 'signing-in', connackCode }), context())).toMatchObject({
      code,
      willRetry,
    });
  });

  test('a protocol version that the broker does not speak names the other one', () => {
    const refusal = failure({ stage: 'signing-in', connackCode: 1 });
    expect(describeFailure(refusal, context()).message).toContain('Choose protocol 3.1.1');
    expect(describeFailure(refusal, { ...context(), protocolVersion: 4 }).message).toContain('Choose protocol 5');
  });

  test('refused topics are named', () => {
    const problem = describeFailure(failure({ stage: 'established', refusedFilters: ['fleet/#', 'x/+'] }), context());
    expect(problem).toMatchObject({ code: 'topic-refused', willRetry: false });
    expect(problem.message).toContain('fleet/#, x/+');
  });

  test('a connection that is closed in answer to the topics is a refusal of the topics', () => {
    expect(describeFailure(failure({ stage: 'subscribing' }), context())).toMatchObject({
      code: 'topic-refused',
      willRetry: true,
    });
  });

  test.each<readonly [number, ConnectionProblem]>([
    [0x8e, 'taken-over'],
    [0x8b, 'broker-unavailable'],
    [0x98, 'not-authorised'],
    [0x8f, 'topic-refused'],
    [0x00, 'closed'],
  ])('DISCONNECT 0x%i is %s', (disconnectCode, code) => {
    expect(describeFailure(failure({ stage: 'established', disconnectCode }), context()).code).toBe(code);
  });

  test('a connection that breaks later is closed, and comes back by itself', () => {
    const reset = failure({ stage: 'established', error: error('read ECONNRESET', 'ECONNRESET') });
    expect(describeFailure(reset, context())).toMatchObject({ code: 'closed', willRetry: true });
  });
});

describe('words', () => {
  test('every message says where, and ends as a sentence', () => {
    for (const stage of ['connecting', 'signing-in', 'subscribing', 'established'] as const) {
      const { message } = describeFailure(failure({ stage }), context());
      expect(message).toContain('broker.example.com:8883');
      expect(message).toMatch(/\.$/);
    }
  });

  test('a secret in what a library says is blotted out', () => {
    const leak = failure({ error: error('cannot sign in as me:tok3n-of-mine', 'EODD') });
    const problem = describeFailure(leak, { ...context(), secrets: ['tok3n-of-mine', ''] });
    expect(JSON.stringify(problem)).not.toContain('tok3n');
    expect(problem.technical).toContain('•••');
  });
});
