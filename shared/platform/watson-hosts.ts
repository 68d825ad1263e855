/** Where the parts of one organisation are served. */
export interface WatsonHosts {
  /** Of the REST API v0002, for calls: `https://{org}.{domain}/api/v0002`. */
  readonly apiUrl: string;
  /** Of HTTP messaging, for calls: `https://{org}.messaging.{domain}/api/v0002`. */
  readonly messagingUrl: string;
  /** The broker's. Null where the address does not tell: an address without an organisation, such as this computer's. */
  readonly mqttUrl: string | null;
  /** Null: the address names none. */
  readonly organisation: string | null;
}

const apiPath = '/api/v0002';
/** The service of IBM Cloud, where MQTT has its own port. Maximo's routes offer 443 alone. */
const hostedDomain = 'internetofthings.ibmcloud.com';
const messagingLabel = 'messaging';

interface Address {
  readonly scheme: string;
  readonly host: string;
  /** With its colon, or empty. */
  readonly port: string;
  readonly path: string;
}

const parse = (text: string, schemes: string): Address | null => {
  const match = new RegExp(`^(${schemes})://([^\\s/:@?#[\\]]+|\\[[0-9a-f:.]+\\])(:\\d{1,5})?(/[^\\s?#]*)?$`, 'i').exec(
    text.trim(),
  );
  if (match === null) return null;
  const [, scheme = '', host = '', port = '', path = ''] = match;
  return { scheme: scheme.toLowerCase(), host: host.toLowerCase(), port, path };
};

/** The organisation and the domain of a host, API's or messaging's. Maximo's workspace ids have no fixed length. */
const partsOf = (host: string): { readonly organisation: string; readonly domain: string } | null => {
  if (host.startsWith('[') || /^[\d.]+$/.test(host)) return null;
  const [organisation = '', ...rest] = host.split('.');
  const domain = (rest[0] === messagingLabel ? rest.slice(1) : rest).join('.');
  return organisation !== '' && domain.includes('.') ? { organisation, domain } : null;
};

/** An address or a path, to which the API's path is added where it is missing. */
export const withWatsonApiPath = (text: string): string => {
  const path = text.trim().replace(/\/+$/, '');
  if (path.endsWith(apiPath)) return path;
  return path.endsWith('/api') ? `${path}/v0002` : `${path}${apiPath}`;
};

/**
 * From the address of the API, with or without `/api/v0002`, or that of messaging, which people copy instead. An address
 * without an organisation, such as this computer's, serves both. Null: no address of http or https.
 */
export const watsonHostsOf = (address: string): WatsonHosts | null => {
  const parsed = parse(address, 'https?');
  if (parsed === null) return null;
  const { scheme, host, port } = parsed;
  const path = withWatsonApiPath(parsed.path);
  const parts = partsOf(host);
  if (parts === null) {
    const url = `${scheme}://${host}${port}${path}`;
    return { apiUrl: url, messagingUrl: url, mqttUrl: null, organisation: null };
  }
  const { organisation, domain } = parts;
  const messagingHost = `${organisation}.${messagingLabel}.${domain}`;
  const mqttPort = domain === hostedDomain ? ':8883' : port === '' ? ':443' : port;
  return {
    apiUrl: `${scheme}://${organisation}.${domain}${port}${path}`,
    messagingUrl: `${scheme}://${messagingHost}${port}${path}`,
    mqttUrl: `mqtts://${messagingHost}${mqttPort}`,
    organisation,
  };
};

/** Of an API key `a-{org}-{10 characters}`; null for anything else. */
export const organisationOfKey = (apiKey: string): string | null => /^a-(.+)-[^-]+$/.exec(apiKey.trim())?.[1] ?? null;
