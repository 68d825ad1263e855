import type { Verdict } from './verdict.ts';

/** A refused sign-in. Codes: MQTT 3.1.1, table 3.1 (1 to 5); MQTT 5.0, section 3.2.2.2 (from 0x80). */
export const connackProblem = (code: number, protocolVersion: 4 | 5, at: string): Verdict => {
  switch (code) {
    case 1:
    case 0x84: {
      const [spoken, other] = protocolVersion === 5 ? ['5', '3.1.1'] : ['3.1.1', '5'];
      return {
        code: 'wrong-protocol',
        message: `${at} does not speak MQTT ${spoken}. Choose protocol ${other} for this connection.`,
        willRetry: false,
      };
    }
    case 2:
    case 0x85:
      return {
        code: 'client-id-rejected',
        message: `${at} does not accept this client id. Enter one of the form that the broker asks for.`,
        willRetry: false,
      };
    case 4:
    case 0x86:
      return {
        code: 'not-authorised',
        message: `${at} does not accept this user name or password. Enter them again.`,
        willRetry: false,
      };
    case 5:
    case 0x87:
    case 0x8c:
      return {
        code: 'not-authorised',
        message: `${at} did not let us in: wrong user name, password or token, or this client id may not use them. Check all three.`,
        willRetry: false,
      };
    case 0x8a:
      return {
        code: 'not-authorised',
        message: `${at} has banned this client. Ask whoever runs the broker.`,
        willRetry: false,
      };
    case 0x9f:
    case 0x97:
      return {
        code: 'broker-unavailable',
        message: `${at} has too many connections or too many in a short time. The console tries again by itself.`,
        willRetry: true,
      };
    case 0x81:
    case 0x82:
      return {
        code: 'wrong-protocol',
        message: `${at} did not understand the sign-in. Check that it is an MQTT broker and try the other protocol version.`,
        willRetry: true,
      };
    default:
      return {
        code: 'broker-unavailable',
        message: `${at} cannot take us at present. The console tries again by itself.`,
        willRetry: true,
      };
  }
};
