/** A broker's address in its parts. */
export interface BrokerAddress {
  readonly protocol: 'mqtt' | 'mqtts' | 'ws' | 'wss';
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  /** Path and query of a WebSocket address; `/` where none is given. */
  readonly path: string;
  readonly isSecure: boolean;
  /** For people: `broker.example.com:8883`. */
  readonly label: string;
}

/** IANA's ports for MQTT; HTTP's for WebSockets. */
const defaultPorts = { mqtt: 1883, mqtts: 8883, ws: 80, wss: 443 } as const;

const isProtocol = (text: string): text is BrokerAddress['protocol'] => Object.hasOwn(defaultPorts, text);

/** Of a URL that passed `brokerUrlProblem`; undefined for any other. */
export const parseBrokerAddress = (url: string): BrokerAddress | undefined => {
  const match = /^(\w+):\/\/(\[[^\]]+\]|[^\s/:@?#[\]]+)(?::(\d{1,5}))?(\/[^?#]*)?(\?[^#]*)?$/.exec(url);
  const [, protocol, bracketed, portText, path, query] = match ?? [];
  if (protocol === undefined || bracketed === undefined || !isProtocol(protocol)) return undefined;
  const port = portText === undefined ? defaultPorts[protocol] : Number(portText);
  return {
    protocol,
    host: bracketed.replace(/^\[|\]$/g, ''),
    port,
    path: `${path ?? '/'}${query ?? ''}`,
    isSecure: protocol === 'mqtts' || protocol === 'wss',
    label: `${bracketed}:${String(port)}`,
  };
};
