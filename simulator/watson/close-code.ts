/** Why the platform says that a connection ended: `CloseCode` of a `mon` message. Consoles match on the number. */
export const closeCode = {
  normal: 0,
  byClient: 91,
  byServer: 92,
  serverShutdown: 93,
  byAdministrator: 94,
  keepAliveTimeout: 160,
  badClientId: 166,
  notAuthorized: 180,
  badTopic: 276,
  messageTooBig: 287,
  clientIdReused: 288,
} as const;
export type CloseCode = (typeof closeCode)[keyof typeof closeCode];

export const closeReasons: Readonly<Record<CloseCode, string>> = {
  0: 'The connection has completed normally.',
  91: 'The connection was closed by the client.',
  92: 'The connection was closed by the server.',
  93: 'The connection was closed because the server was shut down.',
  94: 'The connection was closed by an administrator.',
  160: 'The connection has timed out.',
  166: 'The client ID is not valid.',
  180: 'The operation is not authorized.',
  276: 'The topic is not valid.',
  287: 'The message size is too large.',
  288: 'The client ID was reused.',
};

/** Ends a connection for a reason of the platform's. */
export class Refusal extends Error {
  readonly closeCode: CloseCode;

  constructor(code: CloseCode) {
    super(closeReasons[code]);
    this.name = 'Refusal';
    this.closeCode = code;
  }
}
