import { navigate, useHashLocation } from 'wouter/use-hash-location';

/** The parts of the admin's desk, in the order of its tabs. The first is where one comes to. */
export const adminSections = ['secrets', 'backup', 'audit', 'people'] as const;
export type AdminSection = (typeof adminSections)[number];

export type Route =
  | { readonly view: 'fleet' }
  | { readonly view: 'vehicle'; readonly connectionId: string; readonly vehicleId: string }
  | { readonly view: 'connections' }
  | { readonly view: 'jobs' }
  /** Null: the first connection that can show its tokens. */
  | { readonly view: 'tokens'; readonly connectionId: string | null }
  /** The connection: of `people` alone; absent: the first whose token may look. */
  | { readonly view: 'admin'; readonly section: AdminSection; readonly connectionId?: string }
  | { readonly view: 'not-found' };

/** The address of a view inside the page, as it stands behind `#`. Ids may hold slashes and anything else. */
export const pathOf = (route: Exclude<Route, { view: 'not-found' }>): string => {
  switch (route.view) {
    case 'fleet':
      return '/fleet';
    case 'connections':
      return '/connections';
    case 'jobs':
      return '/jobs';
    case 'tokens':
      return route.connectionId === null ? '/tokens' : `/tokens/${encodeURIComponent(route.connectionId)}`;
    case 'admin':
      return route.connectionId === undefined
        ? `/admin/${route.section}`
        : `/admin/${route.section}/${encodeURIComponent(route.connectionId)}`;
    case 'vehicle':
      return `/vehicles/${encodeURIComponent(route.connectionId)}/${encodeURIComponent(route.vehicleId)}`;
  }
};

export const hrefOf = (route: Exclude<Route, { view: 'not-found' }>): string => `#${pathOf(route)}`;

/** wouter's own patterns decode an address before they split it, which tears an id like `0018/01029` in two. */
export const parseRoute = (path: string): Route => {
  const [view, ...rest] = path.replace(/^\/+|\/+$/g, '').split('/');
  if (view === '' || view === 'fleet') return rest.length === 0 ? { view: 'fleet' } : { view: 'not-found' };
  if (view === 'connections' || view === 'jobs') return rest.length === 0 ? { view } : { view: 'not-found' };
  if (view === 'admin') return adminRoute(rest);
  if (view === 'tokens') return tokensRoute(rest);
  if (view !== 'vehicles' || rest.length !== 2) return { view: 'not-found' };
  const [connectionId, vehicleId] = rest.map(decode);
  if (connectionId === undefined || vehicleId === undefined || connectionId === '' || vehicleId === '') {
    return { view: 'not-found' };
  }
  return { view: 'vehicle', connectionId, vehicleId };
};

const adminRoute = (rest: readonly string[]): Route => {
  const [name = adminSections[0], part] = rest;
  const section = adminSections.find((each) => each === name);
  if (section === undefined || rest.length > 2) return { view: 'not-found' };
  if (part === undefined) return { view: 'admin', section };
  const connectionId = decode(part);
  return section !== 'people' || connectionId === undefined || connectionId === ''
    ? { view: 'not-found' }
    : { view: 'admin', section, connectionId };
};

const tokensRoute = (rest: readonly string[]): Route => {
  const [part] = rest;
  if (part === undefined) return { view: 'tokens', connectionId: null };
  const connectionId = decode(part);
  return connectionId === undefined || connectionId === '' || rest.length > 1
    ? { view: 'not-found' }
    : { view: 'tokens', connectionId };
};

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

export const useRoute = (): Route => parseRoute(useHashLocation()[0]);

export const goTo = (route: Exclude<Route, { view: 'not-found' }>): void => {
  navigate(pathOf(route));
};
