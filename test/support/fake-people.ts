import type { PeopleHandlers } from '../../core/people/people-handlers.ts';
import type { People } from '../../shared/access/people.ts';
import { ok } from '../../shared/contract/result.ts';
import type { MethodHandlers } from '../../shared/contract/server.ts';
import { fakeNowMs } from './fake-data.ts';

export const fakePeople: Extract<People, { readonly kind: 'people' }> = {
  kind: 'people',
  platform: 'iot-central',
  readAtMs: fakeNowMs,
  users: [
    {
      id: 'u1',
      name: 'ana@example.com',
      kind: 'Person',
      roles: [{ roleId: 'administrator', organization: null }],
    },
    {
      id: 'u2',
      name: 'ben@example.com',
      kind: 'Person',
      roles: [{ roleId: 'org-viewer', organization: 'north' }],
    },
    { id: 'u3', name: 'export-service', kind: 'Program (service principal)', roles: [] },
  ],
  roles: [
    { id: 'administrator', name: 'Administrator', mayDo: 'Everything, API tokens included.', needsOrganization: false },
    { id: 'operator', name: 'Operator', mayDo: 'Watch vehicles, send commands, run jobs.', needsOrganization: false },
    { id: 'org-viewer', name: 'Org Viewer', mayDo: 'Watch vehicles.', needsOrganization: true },
  ],
  notes: [],
};

export const fakePeopleNotPermitted: Extract<People, { readonly kind: 'not-permitted' }> = {
  kind: 'not-permitted',
  platform: 'iot-central',
  explanation: 'The token of this connection has the role Operator, and may not look at users and roles.',
  whoCanHelp: 'Ask whoever administers Contoso Logistics.',
  helpers: [],
};

export const plausiblePeopleMethods: PeopleHandlers = { 'people.list': () => ok(fakePeople) };

export const plausiblePeopleParams: { readonly [M in keyof PeopleHandlers]: Parameters<MethodHandlers[M]>[0] } = {
  'people.list': { connectionId: 'fake' },
};
