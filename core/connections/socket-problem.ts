import type { LinkFailure } from './link-failure.ts';
import type { ProblemContext, Verdict } from './verdict.ts';

/** A failure below MQTT: name, network, TLS, HTTP upgrade, or something else that listens on the port. */
export const socketProblem = (failure: LinkFailure, context: ProblemContext): Verdict | undefined => {
  const { address } = context;
  const at = address.label;
  const bytes = failure.firstBytes === null ? undefined : foreignBytes(failure.firstBytes, context);
  if (bytes !== undefined) return bytes;
  const { error } = failure;
  if (error === null) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const text = error.message;

  if (text.includes('Username is required')) {
    return {
      code: 'invalid-settings',
      message: `A password goes to ${at} only together with a user name. Enter the user name, too, or remove the password.`,
      willRetry: false,
    };
  }
  const tls = tlsProblem(code, text, context);
  if (tls !== undefined) return tls;

  const status = /Unexpected server response: (\d+)/.exec(text)?.[1];
  if (status !== undefined) {
    return wrongProtocol(
      `${at} is a web server, and it refused to open a WebSocket for MQTT there (HTTP status ${status}). Check the path in the address${status === '401' || status === '403' ? ' and the access rights' : ''}.`,
    );
  }
  if (/subprotocol|Sec-WebSocket|WebSocket was closed before|Invalid WebSocket frame/i.test(text)) {
    return wrongProtocol(`${at} opens WebSockets, but none that carry MQTT. Check the path in the address.`);
  }
  if (code.startsWith('HPE_')) {
    return wrongProtocol(
      `What listens at ${at} is no web server, so no WebSocket can be opened there. Check the port; for MQTT without WebSocket use mqtt:// or mqtts://.`,
    );
  }

  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NONAME':
    case 'ENODATA':
      return {
        code: 'name-not-found',
        message: `The name in ${at} was not found. Check the spelling, and that this computer is on the right network.`,
        willRetry: true,
      };
    case 'ECONNREFUSED':
      return {
        code: 'refused',
        message: `${at} refused the connection: the computer is there, but no broker listens on this port. Check the port, and that the broker runs.`,
        willRetry: true,
      };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'ENETDOWN':
    case 'EHOSTDOWN':
      return {
        code: 'no-route',
        message: `There is no way to ${at} from here. Check this computer's network, VPN and the address.`,
        willRetry: true,
      };
    case 'ETIMEDOUT':
      return timeout(at);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return resetProblem(failure, context);
  }
  if (text === 'connack timeout' || /timed? ?out/i.test(text)) {
    return failure.stage === 'connecting'
      ? timeout(at)
      : {
          code: 'timeout',
          message: `${at} took the connection but did not answer as an MQTT broker in time. Check the port and that the broker is well.`,
          willRetry: true,
        };
  }
  if (failure.stage === 'signing-in') {
    return wrongProtocol(`What answers at ${at} does not speak MQTT. Check the port.`);
  }
  return undefined;
};

const wrongProtocol = (message: string): Verdict => ({ code: 'wrong-protocol', message, willRetry: true });

const timeout = (at: string): Verdict => ({
  code: 'timeout',
  message: `${at} did not answer. A firewall may block the way, or the address is wrong.`,
  willRetry: true,
});

const noTls = (at: string): Verdict =>
  wrongProtocol(
    `${at} does not speak TLS. Use mqtt:// or ws:// for an unencrypted port, or the broker's encrypted port (often 8883).`,
  );

const needsTls = (at: string): Verdict =>
  wrongProtocol(`${at} expects an encrypted connection. Use mqtts:// or wss:// instead of mqtt:// or ws://.`);

const needsClientCertificate = (context: ProblemContext): Verdict => ({
  code: 'client-certificate-required',
  message: context.hasClientCertificate
    ? `${context.address.label} did not accept the client certificate. Check that it belongs to this broker, has not expired, and that the key is its own.`
    : `${context.address.label} asks for a client certificate. Add the certificate and its key to this connection.`,
  willRetry: true,
});

const resetProblem = (failure: LinkFailure, context: ProblemContext): Verdict | undefined => {
  const at = context.address.label;
  if (failure.stage !== 'connecting' && failure.stage !== 'signing-in') return undefined;
  if (context.address.isSecure && failure.stage === 'connecting') return noTls(at);
  return undefined;
};

/** What a TLS record, HTTP or another protocol's greeting looks like where CONNACK (0x20) was expected. */
const foreignBytes = (bytes: Uint8Array, context: ProblemContext): Verdict | undefined => {
  const at = context.address.label;
  const text = String.fromCharCode(...bytes.subarray(0, 8));
  if (bytes[0] === 0x15 && bytes[1] === 0x03) return needsTls(at);
  if (text.startsWith('HTTP/')) {
    return wrongProtocol(
      context.address.isSecure
        ? `What answers at ${at} is a web server. Check the port; if the broker speaks MQTT over WebSocket there, use wss://.`
        : `What answers at ${at} is a web server. Check the port; if the broker speaks MQTT over WebSocket there, use ws://.`,
    );
  }
  if (text.startsWith('SSH-')) return wrongProtocol(`What answers at ${at} is an SSH server. Check the port.`);
  if (bytes[0] !== undefined && bytes[0] >> 4 !== 2) {
    return wrongProtocol(`What answers at ${at} does not speak MQTT. Check the port.`);
  }
  return undefined;
};

const notTrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_REVOKED',
  'INVALID_CA',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_PURPOSE',
]);

/** Node's certificate codes: https://nodejs.org/api/tls.html#x509-certificate-error-codes; alerts: RFC 8446, section 6.2. */
const tlsProblem = (code: string, text: string, context: ProblemContext): Verdict | undefined => {
  const at = context.address.label;
  if (notTrusted.has(code)) {
    return {
      code: 'certificate-not-trusted',
      message: `The certificate of ${at} is not signed by an authority that this console trusts. If the broker has its own authority, add its CA file to this connection.`,
      willRetry: true,
    };
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return {
      code: 'certificate-expired',
      message:
        code === 'CERT_HAS_EXPIRED'
          ? `The certificate of ${at} has expired. Whoever runs the broker has to renew it; check this computer's clock, too.`
          : `The certificate of ${at} is not valid yet. Check this computer's clock.`,
      willRetry: true,
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return {
      code: 'certificate-name-mismatch',
      message: `The certificate at ${at} is made for another name than ${context.address.host}. Use the name that it was made for, or ask whoever runs the broker.`,
      willRetry: true,
    };
  }
  if (
    /alert (certificate required|handshake failure|bad certificate|unknown ca|certificate unknown|certificate expired)/i.test(
      text,
    ) ||
    /ALERT_(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN)/.test(code)
  ) {
    return needsClientCertificate(context);
  }
  if (
    /wrong version number|packet length too long|unknown protocol|record layer failure/i.test(text) ||
    text.includes('before secure TLS connection was established')
  ) {
    return noTls(at);
  }
  if (/unsupported protocol|no protocols available|alert protocol version|TLSV1_ALERT/i.test(text)) {
    return wrongProtocol(
      `${at} and this console have no version of TLS in common. The broker has to offer TLS 1.2 or newer.`,
    );
  }
  // OpenSSL's own codes are about what it was given to read; what a peer does has codes that begin with ERR_SSL_.
  if (code.startsWith('ERR_OSSL_') || /PEM|key values mismatch/i.test(text)) {
    return {
      code: 'invalid-settings',
      message: `The certificate or key of this connection cannot be used: it is damaged, or key and certificate do not belong together. Choose the files again.`,
      willRetry: false,
    };
  }
  return undefined;
};
