import { platformAddressProblem } from '../../shared/platform/settings.ts';

/**
 * What somebody pastes, as the API's address: with its scheme, without what a browser adds; a Maximo domain alone gets
 * the organisation and the tool's name before it. What is none of these stays as it is.
 */
export const watsonAddressOf = (text: string, organisation: string | null): string => {
  const typed = text.trim();
  if (typed === '') return '';
  const address = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
  const match = /^(https?:\/\/)([^/?#]+)([^?#]*)/i.exec(address);
  if (match === null) return address;
  const [, scheme = '', host = '', path = ''] = match;
  const isDomainAlone =
    organisation !== null &&
    platformAddressProblem(`${scheme}${host}`) === undefined &&
    /[a-z]/i.test(host) &&
    host.includes('.') &&
    !host.startsWith(`${organisation}.`) &&
    !/(?:^|\.)(?:iot|internetofthings)\./.test(host);
  const api = /^\/api\/v0002/.exec(path)?.[0] ?? '';
  return `${scheme.toLowerCase()}${isDomainAlone ? `${organisation}.iot.` : ''}${host}${api}`;
};
