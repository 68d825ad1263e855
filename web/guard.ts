import type { IncomingHttpHeaders } from 'node:http';

export interface GuardedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly isUpgrade: boolean;
}

/**
 * Why a request is refused before anything else is looked at; undefined when it may go on.
 *
 * A browser sends our cookie with what any page asks of this host, whatever port the page came from, so the cookie alone
 * does not say that the request is ours. Three checks do:
 * - the Host header names this server: a foreign name that was made to resolve to 127.0.0.1 (DNS rebinding) does not;
 * - the Origin, which a page cannot forge, is ours wherever it is sent, and must be sent to open a WebSocket (which no
 *   same-origin policy covers) or to change anything;
 * - Sec-Fetch-Site says that no other site, nor another port of this host (`same-site`), is behind the request.
 *   https://www.w3.org/TR/fetch-metadata/
 */
export const refusalOf = (request: GuardedRequest, port: number): string | undefined => {
  const { headers } = request;
  const host = headers.host?.toLowerCase();
  if (host === undefined || !hostsOf(port).includes(host)) return 'This address is not one of this console.';

  const origin = headers.origin;
  const mustSayOrigin = request.isUpgrade || (request.method !== 'GET' && request.method !== 'HEAD');
  if (origin === undefined ? mustSayOrigin : origin !== `http://${host}`) {
    return 'The request comes from another page.';
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'The request comes from another site. Copy the address into the address bar instead of following a link.';
  }
  return undefined;
};

const hostsOf = (port: number): readonly string[] =>
  ['127.0.0.1', 'localhost', '[::1]'].flatMap((name) => [
    `${name}:${String(port)}`,
    // A browser leaves HTTP's own port out.
    ...(port === 80 ? [name] : []),
  ]);
