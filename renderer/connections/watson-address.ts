import { platformAddressProblem } from '../../shared/platform/settings.ts';

/** An API key names its organisation: `a-{organisation}-{ten characters}`. */
export const organisationOfKey = (apiKey: string): string | undefined =>
  /^a-([A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)-[A-Za-z0-9]+$/.exec(apiKey.trim())?.[1];

/**
 * What somebody pastes, as the API's address: with its scheme, without what a browser adds; a Maximo domain alone gets
 * the organisation and the tool's name before it. What is none of these stays as it is.
 */
export const watsonAddressOf = (text: string, organisation: string | undefined): string => {
  const typed = text.trim();
  if (typed === '') return '';
  const address = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
  const match = /^(https?:\/\/)([^/?#]+)([^?#]*)/i.exec(address);
  if (match === null) return address;
  const [, scheme = '', host = '', path = ''] = match;
  const isDomainAlone =
    organisation !== undefined &&
    platformAddressProblem(`${scheme}${host}`) === undefined &&
    /[a-z]/i.test(host) &&
    host.includes('.') &&
    !host.startsWith(`${organisation}.`) &&
    !/(?:^|\.)(?:iot|internetofthings)\./.test(host);
  const api = /^\/api\/v0002/.exec(path)?.[0] ?? '';
  return `${scheme.toLowerCase()}${isDomainAlone ? `${organisation}.iot.` : ''}${host}${api}`;
};

/**
 * Where the organisation's MQTT is served, `{organisation}.messaging.{domain}`; undefined for an address that is no
 * platform's, such as this machine's. Port 443 is open everywhere, and the only one of a Maximo installation.
 */
export const watsonBrokerUrl = (apiAddress: string): string | undefined => {
  const host = /^https:\/\/([^/:?#]+)/i.exec(apiAddress.trim())?.[1];
  const match = host === undefined ? null : /^([^.]+)\.((?:iot|internetofthings)\..+)$/.exec(host);
  if (match === null) return undefined;
  return `mqtts://${match[1] ?? ''}.messaging.${match[2] ?? ''}:443`;
};
